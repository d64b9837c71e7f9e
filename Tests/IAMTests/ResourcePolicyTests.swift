import IAM
import Testing

@testable import random_policies

@Suite("policies that a resource must have")
struct ResourcePolicyTests {
    private static let account = "111122223333"
    private static let role = Principal(arn: "arn:aws:iam::111122223333:role/r")
    private static let user = Principal(arn: "arn:aws:iam::111122223333:user/u")
    private static let key = "arn:aws:kms:eu-west-1:111122223333:key/k"
    private static let farKey = "arn:aws:kms:eu-west-1:444455556666:key/k"
    private static let assumed = "arn:aws:iam::111122223333:role/target"
    private static let farRole = "arn:aws:iam::444455556666:role/target"

    private static func identity(_ action: String?) throws -> Policy {
        try policy(of: #"{"Effect": "Allow", "Action": "\#(action ?? "ec2:*")", "Resource": "*"}"#)
    }

    private static func keyPolicy(_ principal: String, _ action: String = "kms:*") throws -> Policy {
        try policy(
            of: #"{"Effect": "Allow", "Principal": {"AWS": "\#(principal)"}, "Action": "\#(action)", "Resource": "*"}"#)
    }

    private static func trustPolicy(_ principal: String) throws -> Policy {
        try policy(
            of: #"{"Effect": "Allow", "Principal": {"AWS": "\#(principal)"}, "Action": "sts:AssumeRole"}"#)
    }

    struct Case: Sendable, CustomTestStringConvertible {
        var name: String
        var principal: Principal
        var identity: String?
        var resource: String
        var target: String
        var isAllowed: Bool

        var action: String { target.contains(":kms:") ? "kms:Decrypt" : "sts:AssumeRole" }
        var testDescription: String { name }
    }

    static let cases = [
        Case(
            name: "an identity policy alone opens no key", principal: role, identity: "kms:*",
            resource: "arn:aws:iam::111122223333:role/other", target: key, isAllowed: false),
        Case(
            name: "a key policy that names the account hands the decision on", principal: role, identity: "kms:*",
            resource: "arn:aws:iam::111122223333:root", target: key, isAllowed: true),
        Case(
            name: "the account alone grants nothing", principal: role, identity: nil,
            resource: "arn:aws:iam::111122223333:root", target: key, isAllowed: false),
        Case(
            name: "a key policy that names the role suffices", principal: role, identity: nil,
            resource: "arn:aws:iam::111122223333:role/r", target: key, isAllowed: true),
        Case(
            name: "a key of another account needs both", principal: user, identity: nil,
            resource: "arn:aws:iam::111122223333:user/u", target: farKey, isAllowed: false),
        Case(
            name: "a key of another account is open to whom both name", principal: user, identity: "kms:Decrypt",
            resource: "arn:aws:iam::111122223333:user/u", target: farKey, isAllowed: true),
        Case(
            name: "an identity policy alone assumes no role", principal: user, identity: "sts:*",
            resource: "arn:aws:iam::111122223333:user/other", target: assumed, isAllowed: false),
        Case(
            name: "a trust policy that names the account hands the decision on", principal: user, identity: "sts:*",
            resource: "arn:aws:iam::111122223333:root", target: assumed, isAllowed: true),
        Case(
            name: "a trust policy that names the user suffices", principal: user, identity: nil,
            resource: "arn:aws:iam::111122223333:user/u", target: assumed, isAllowed: true),
        Case(
            name: "a role of another account needs both", principal: user, identity: nil,
            resource: "arn:aws:iam::111122223333:user/u", target: farRole, isAllowed: false),
    ]

    private static func set(_ sample: Case) throws -> PolicySet {
        let own = sample.action == "kms:Decrypt" ? try keyPolicy(sample.resource) : try trustPolicy(sample.resource)
        return PolicySet(identity: [try identity(sample.identity)], resource: [own], principal: sample.principal)
    }

    @Test("key policies and trust policies decide", arguments: cases)
    func decides(_ sample: Case) throws {
        let set = try Self.set(sample)
        let outcome = set.decide(Request(action: sample.action, resource: sample.target))
        #expect((outcome.verdict == .allowed) == sample.isAllowed, "\(outcome)")
        let guarantee = Guarantee(actions: [sample.action], resources: [sample.target])
        #expect(set.decide(guarantee).verdict == (sample.isAllowed ? .counterexample : .proved))
    }

    @Test("the policy of another resource says nothing about a key")
    func otherResources() throws {
        let bucket = try policy(
            of: #"{"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "arn:aws:s3:::bucket/*"}"#)
        let set = PolicySet(identity: [try Self.identity("kms:*")], resource: [bucket], principal: Self.role)
        #expect(set.decide(Request(action: "kms:Decrypt", resource: Self.key)).verdict == .allowed)
        let answer = set.decide(Guarantee(actions: ["kms:Decrypt"], resources: [Self.key]))
        #expect(answer.verdict == .counterexample)
        #expect(answer.assumptions.contains { $0.contains("key policy") })
    }

    @Test("an action on no key is not asked of a key policy")
    func withoutKey() throws {
        let set = PolicySet(
            identity: [try Self.identity("kms:*")], resource: [try Self.keyPolicy("arn:aws:iam::1:user/x")],
            principal: Self.role)
        #expect(set.decide(Request(action: "kms:ListKeys")).verdict == .allowed)
        #expect(set.decide(Guarantee(actions: ["kms:ListKeys"])).verdict == .counterexample)
    }

    @Test("a resource control policy carries no proof about a service that it does not reach")
    func unreachedServices() throws {
        let control = try policy(
            #"{"Version": "2012-10-17", "Statement": {"Effect": "Deny", "Principal": "*", "Action": ["s3:*", "sagemaker:*"], "Resource": "*"}}"#,
            kind: .resourceControl)
        let everything = try policy(of: #"{"Effect": "Allow", "Action": "*", "Resource": "*"}"#)
        let set = PolicySet(identity: [everything], resourceControl: [[control]])
        #expect(set.decide(Guarantee(actions: ["s3:PutObject"])).verdict == .proved)
        let answer = set.decide(Guarantee(actions: ["sagemaker:CreateModel"]))
        #expect(answer.verdict == .unknown)
        #expect(answer.reason?.contains("resource control policies reach `sagemaker`") == true)
        #expect(
            set.decide(
                Request(action: "sagemaker:CreateModel", resource: "arn:aws:sagemaker:eu-west-1:111122223333:model/m")
            )
            .verdict == .unclear)
    }
}
