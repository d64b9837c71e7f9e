import IAM
import Testing

@testable import random_policies

/// The reference lists keys for types of resources and for actions with them: not every call for a resource carries the keys
/// of its type.
@Suite("keys of the types of resources")
struct TypeKeyTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var statements: [String]
        var guarantee: String
        var verdict: Answer.Verdict
    }

    private static func statement(
        _ effect: String, _ action: String, _ condition: String = "", on resource: String = "*"
    ) -> String {
        #"{"Effect": "\#(effect)", "Action": "\#(action)", "Resource": "\#(resource)", "Condition": {\#(condition)}}"#
    }

    private static func only(_ action: String, _ condition: String) -> String {
        #"{"actions": ["\#(action)"], "onlyWhen": {\#(condition)}}"#
    }

    private static let tagged = #""StringEquals": {"aws:RequestTag/env": "dev"}"#
    private static let untagged = #""StringNotEquals": {"aws:RequestTag/env": "dev"}"#

    static let cases = [
        Case(
            testDescription: "a call that ends an instance carries no tags",
            statements: [statement("Allow", "ec2:TerminateInstances", tagged)],
            guarantee: #"{"actions": ["ec2:TerminateInstances"]}"#, verdict: .proved),
        Case(
            testDescription: "a call that reserves addresses carries tags, for what is not told",
            statements: [statement("Allow", "ec2:CreateSubnetCidrReservation", tagged)],
            guarantee: #"{"actions": ["ec2:CreateSubnetCidrReservation"]}"#, verdict: .unknown),
        Case(
            testDescription: "a call that makes instances is not known to carry tags for their image",
            statements: [statement("Allow", "ec2:RunInstances", tagged)],
            guarantee: #"{"actions": ["ec2:RunInstances"]}"#, verdict: .unknown),
        Case(
            testDescription: "a denial by the tags of what is made holds, whatever it is made of",
            statements: [
                statement("Allow", "ec2:*"),
                statement("Deny", "ec2:CreateVolume", untagged, on: "arn:aws:ec2:*:*:volume/*"),
            ], guarantee: only("ec2:CreateVolume", tagged), verdict: .proved),
        Case(
            testDescription: "a copy of a volume is tagged, and not the volume",
            statements: [
                statement("Allow", "ec2:*"),
                statement("Deny", "ec2:CreateSnapshot", untagged, on: "arn:aws:ec2:*:*:snapshot/*"),
            ], guarantee: only("ec2:CreateSnapshot", tagged), verdict: .proved),
        Case(
            testDescription: "what a denial leaves untagged is found",
            statements: [
                statement("Allow", "ec2:*"),
                statement("Deny", "ec2:CreateVolume", untagged, on: "arn:aws:ec2:*:*:snapshot/*"),
            ], guarantee: only("ec2:CreateVolume", tagged), verdict: .counterexample),
        Case(
            testDescription: "instances have a type, and what they are made of has none",
            statements: [
                statement("Allow", "ec2:*"),
                statement(
                    "Deny", "ec2:RunInstances", #""StringLike": {"ec2:InstanceType": ["p*", "g*"]}"#,
                    on: "arn:aws:ec2:*:*:instance/*"),
            ],
            guarantee: only("ec2:RunInstances", #""StringNotLike": {"ec2:InstanceType": ["p*", "g*"]}"#),
            verdict: .proved),
        Case(
            testDescription: "the tags of a resource are its own, whatever the call",
            statements: [
                statement("Allow", "sagemaker:DeleteModel", #""StringEquals": {"aws:ResourceTag/env": "dev"}"#)
            ], guarantee: #"{"actions": ["sagemaker:DeleteModel"]}"#, verdict: .counterexample),
        Case(
            testDescription: "whether a call carries another key of a type is open",
            statements: [
                statement("Allow", "elasticache:DeleteSnapshot", #""StringEquals": {"elasticache:KmsKeyId": "k"}"#)
            ], guarantee: #"{"actions": ["elasticache:DeleteSnapshot"]}"#, verdict: .unknown),
    ]

    @Test("a call carries the keys of its row, and of others what is known", arguments: cases)
    func calls(_ sample: Case) throws {
        let text = #"{"Version": "2012-10-17", "Statement": [\#(sample.statements.joined(separator: ", "))]}"#
        let answer = PolicySet(identity: [try policy(text)]).decide(try Guarantee(reading: json(sample.guarantee)))
        #expect(answer.verdict == sample.verdict, "\(answer)")
    }

    @Test("an instance in a counterexample has a type that exists")
    func instanceType() throws {
        let text =
            #"{"Version": "2012-10-17", "Statement": [\#(Self.statement("Allow", "ec2:RunInstances"))]}"#
        let guarantee = Self.only("ec2:RunInstances", #""StringNotLike": {"ec2:InstanceType": ["p*", "g*"]}"#)
        let answer = PolicySet(identity: [try policy(text)]).decide(try Guarantee(reading: json(guarantee)))
        let type = try #require(answer.counterexample?.request.context["ec2:InstanceType"]?.all.first)
        #expect(InstanceTypes.names(for: "sagemaker:CreateTrainingJob").contains("ml." + type), "\(type)")
    }

    @Test("only calls that take tags are among those that can be tagged")
    func tagging() {
        func takesTags(_ name: String) -> Bool? { ServiceData.action(name)?.supportsRequestTags }
        #expect(takesTags("ec2:RunInstances") == true)
        #expect(takesTags("ec2:CreateSubnetCidrReservation") == true)
        #expect(takesTags("ec2:TerminateInstances") == false)
        #expect(takesTags("elasticache:ModifyReplicationGroup") == false)
    }
}
