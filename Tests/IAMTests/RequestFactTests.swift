import IAM
import Testing

@testable import random_policies

/// What is known of a request and what is not: a fact too many proves what does not hold.
@Suite("what is known of requests")
struct RequestFactTests {
    private static let role = "arn:aws:iam::111122223333:role/r"
    private static let session = Principal(arn: role, session: "arn:aws:sts::111122223333:assumed-role/r/alice")

    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var action = "sagemaker:DeleteEndpoint"
        /// Each an effect and conditions.
        var statements: [(String, String)] = []
        /// The principal of a bucket policy that allows.
        var grantee: String?
        var principal: Principal?
        var guarantee = ""
        var verdict: Answer.Verdict
    }

    static let cases = [
        Case(
            testDescription: "the role of a session may have a path, which a denial spares",
            statements: [
                ("Allow", ""), ("Deny", #""ArnNotLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/aws-reserved/*"}"#),
            ], principal: session, verdict: .counterexample),
        Case(
            testDescription: "the role of a session may have a path, which a grant asks for",
            statements: [("Allow", #""ArnLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/aws-reserved/*"}"#)],
            principal: session, verdict: .counterexample),
        Case(
            testDescription: "the role of a session has the name of the session's ARN",
            statements: [("Allow", #""ArnLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/*/other"}"#)],
            principal: session, verdict: .proved),
        Case(
            testDescription: "a grant to a role with a path may be one to the role of a session",
            action: "s3:GetObject",
            grantee: "arn:aws:iam::111122223333:role/team/r", principal: session, verdict: .unknown),
        Case(
            testDescription: "a grant to a role of another name is none to a session", action: "s3:GetObject",
            grantee: "arn:aws:iam::111122223333:role/team/other", principal: session, verdict: .proved),
        Case(
            testDescription: "a grant to one session of a role may be one to the role", action: "s3:GetObject",
            grantee: "arn:aws:sts::111122223333:assumed-role/r/alice", principal: Principal(arn: role),
            verdict: .unknown),
        Case(
            testDescription: "a grant to a session of another role is none to the role", action: "s3:GetObject",
            grantee: "arn:aws:sts::111122223333:assumed-role/r2/alice", principal: Principal(arn: role),
            verdict: .proved),
        Case(
            testDescription: "a key that every request carries is never missing in a counterexample",
            statements: [
                ("Allow", #""StringNotLike": {"aws:userid": "${aws:userid}"}"#),
                ("Allow", #""Null": {"aws:PrincipalArn": "true"}"#),
            ], verdict: .unknown),
        Case(
            testDescription: "a guarantee is judged by the resources that it speaks of", action: "ec2:RunInstances",
            statements: [("Allow", "")],
            guarantee:
                #""resources": ["arn:aws:ec2:*:*:instance/*"], "onlyWhen": {"StringEquals": {"ec2:Owner": "amazon"}}"#,
            verdict: .counterexample),
    ]

    private func decide(_ sample: Case) throws -> Answer {
        func statement(_ effect: String, _ more: String) -> String {
            #"{"Effect": "\#(effect)", "Action": "\#(sample.action)", "Resource": "*"\#(more)}"#
        }
        let own = sample.statements.map { statement($0, $1.isEmpty ? "" : #", "Condition": {\#($1)}"#) }
        let identity = own.isEmpty ? [#"{"Effect": "Allow", "Action": "ec2:Describe*", "Resource": "*"}"#] : own
        func document(_ statements: [String]) -> String {
            #"{"Version": "2012-10-17", "Statement": [\#(statements.joined(separator: ", "))]}"#
        }
        let resource = try sample.grantee.map {
            [try policy(document([statement("Allow", #", "Principal": {"AWS": "\#($0)"}"#)]), kind: .resource)]
        }
        let more = sample.guarantee.isEmpty ? "" : ", " + sample.guarantee
        return PolicySet(
            identity: [try policy(document(identity))], resource: resource ?? [], principal: sample.principal
        ).decide(try Guarantee(reading: json(#"{"actions": ["\#(sample.action)"]\#(more)}"#)))
    }

    @Test("only what is known carries a proof or a counterexample", arguments: cases)
    func facts(_ sample: Case) throws {
        let answer = try decide(sample)
        #expect(answer.verdict == sample.verdict, "\(answer)")
    }

    @Test(
        "the two keys of the time are two texts",
        arguments: [
            [
                ("Allow", #""StringLike": {"aws:EpochTime": "17*"}"#),
                ("Deny", #""StringNotLike": {"aws:CurrentTime": "20*"}"#),
            ],
            [
                (
                    "Allow",
                    #""StringLike": {"aws:CurrentTime": "2026-*"}, "NumericGreaterThan": {"aws:EpochTime": "1700000000"}"#
                )
            ],
        ])
    func times(_ statements: [(String, String)]) throws {
        #expect(try decide(Case(testDescription: "", statements: statements, verdict: .unknown)).verdict != .proved)
    }

    @Test("an answer about keys tells that grants of keys are not looked at")
    func grants() throws {
        let answer = try decide(
            Case(testDescription: "", action: "kms:Decrypt", statements: [("Deny", "")], verdict: .proved))
        #expect(answer.verdict == .proved)
        #expect(answer.assumptions.contains { $0.contains("grant of a KMS key") })
    }

    @Test("an answer that looks at the region tells what it takes for granted of it")
    func regions() throws {
        for (condition, isSaid) in [(#""StringEquals": {"aws:RequestedRegion": "eu-west-1"}"#, true), ("", false)] {
            let answer = try decide(Case(testDescription: "", statements: [("Deny", condition)], verdict: .unknown))
            #expect(answer.assumptions.contains { $0.contains("the region to which it is sent") } == isSaid)
        }
    }
}
