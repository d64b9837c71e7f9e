import Documents
import Foundation
import IAM
import Testing

@testable import random_policies

@Suite("lint")
struct LintTests {
    @Test("each mistake is found, and nothing else", arguments: LintSample.all)
    func finds(_ sample: LintSample) throws {
        let policy = try policy(
            #"{"Version": "2012-10-17", "Statement": [\#(sample.statements.joined(separator: ", "))]}"#)
        let found = policy.lint()
        #expect(Set(found.map(\.id)) == Set(sample.expected), "\(found.map { "\($0.id): \($0.message)" })")
        for finding in found {
            #expect(
                policy.range.contains(finding.range.lowerBound) && finding.range.upperBound <= policy.range.upperBound)
            #expect(LintCatalog.ids.contains(finding.id))
        }
    }

    @Test("ids are unique and in kebab case")
    func ids() {
        #expect(Set(LintCatalog.ids).count == LintCatalog.ids.count)
        #expect(LintCatalog.ids.allSatisfy { $0.allSatisfy { $0.isLowercase || $0 == "-" } })
    }

    @Test("every rule has a sample")
    func coverage() {
        let document = [
            "missing-version", "old-version", "variable-in-old-version", "policy-too-long", "sid-with-underscore",
        ]
        let covered = Set(LintSample.all.flatMap(\.expected) + document)
        #expect(Set(LintCatalog.ids).subtracting(covered).isEmpty)
    }

    @Test("the version of a document is looked at")
    func versions() throws {
        let statement = #"{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::${aws:username}/*"}"#
        #expect(
            try policy(#"{"Statement": \#(statement)}"#).lint().map(\.id) == [
                "missing-version", "variable-in-old-version",
            ])
        #expect(
            try policy(#"{"Version": "2008-10-17", "Statement": \#(statement)}"#).lint().map(\.id) == [
                "old-version", "variable-in-old-version",
            ])
        let long = (0..<300).map { #""s3:GetObject\#($0)*""# }.joined(separator: ", ")
        let text =
            #"{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": [\#(long), "s3:Get*"], "Resource": "*"}}"#
        #expect(try !policy(text).lint(as: .managed).contains { $0.id == "policy-too-long" })
        let longer = text.replacingOccurrences(of: "GetObject", with: "GetObjectLegalHold")
        #expect(try policy(longer).lint(as: .managed).contains { $0.id == "policy-too-long" })
    }

    @Test(
        "a statement that some request may match is not dead",
        arguments: [
            #""Action": "sagemaker:DeleteEndpoint", "Resource": "arn:aws-us-gov:sagemaker:us-gov-west-1:111122223333:endpoint/a""#,
            #""Action": "sagemaker:DeleteEndpoint", "Resource": "arn:aws-cn:sagemaker:*:*:endpoint/*""#,
            #""Action": "sagemaker:DeleteEndpoint", "Resource": ["arn:aws:sagemaker:*:*:endpoint/*", "arn:aws-cn:sagemaker:*:*:endpoint/*"]"#,
            #""Action": "sns:Publish", "NotResource": "arn:aws:sns:*:*:*""#,
            #""Action": "ssm:StartSession", "Resource": "arn:aws:ecs:*:*:task/*/*""#,
            #""Action": "ssm:DeregisterManagedInstance", "Resource": "arn:aws:eks:*:*:cluster/*""#,
            #""Action": "ssm:DeregisterManagedInstance", "Resource": "*", "Condition": {"StringEquals": {"ssm:resourceTag/by": "me"}}"#,
            #""Action": "cloudformation:CreateChangeSet", "Resource": "arn:aws:cloudformation:*:aws:transform/*""#,
            #""Action": "signin:CreateOAuth2Token", "Resource": "arn:aws:signin:*:*:service-principal/a.amazonaws.com""#,
            #""Action": "secretsmanager:GetSecretValue", "Resource": "*", "Condition": {"StringEquals": {"aws:ResourceTag/project": "${datazone:projectId}"}}"#,
            #""Action": "execute-api:Invoke", "Resource": "arn:aws:execute-api:*:*:abc/prod/GET/""#,
            #""Action": "execute-api:Invoke", "Resource": "arn:aws:execute-api:*:*:abc/prod/$default""#,
        ])
    func livingStatements(_ text: String) throws {
        let found = try policy(of: "{\"Effect\": \"Allow\", \(text)}").lint().map(\.id)
        #expect(!found.contains("never-matches"), "\(found)")
    }

    @Test(
        "what is advised against requests without the key harms no other action",
        arguments: [
            (["CreateNotebookInstance"], "", [], "add `\"Null\": {\"aws:TagKeys\": \"false\"}`"),
            (["CreateNotebookInstance"], #""Null": {"aws:RequestedRegion": "false"}, "#, [], "to the block `Null`"),
            (["CreateNotebookInstance", "ListTags"], "", [], "a statement of their own"),
            (["Create*", "ListTags"], "", [], "deny the actions that carry the key where it is absent"),
            (
                ["CreateNotebookInstance", "CreateModel"], "", ["CreateModel"],
                "leaves `sagemaker:CreateNotebookInstance` open: name them there as well"
            ),
        ])
    func advice(actions: [String], more: String, denied: [String], expected: String) throws {
        func statement(_ effect: String, _ names: [String], _ conditions: String) -> String {
            let list = names.map { "\"sagemaker:\($0)\"" }.joined(separator: ", ")
            return
                "{\"Effect\": \"\(effect)\", \"Action\": [\(list)], \"Resource\": \"*\", \"Condition\": {\(conditions)}}"
        }
        let allow = statement("Allow", actions, more + #""ForAllValues:StringEquals": {"aws:TagKeys": "a"}"#)
        let deny = denied.isEmpty ? [] : [statement("Deny", denied, #""Null": {"aws:TagKeys": "true"}"#)]
        let text = "{\"Version\": \"2012-10-17\", \"Statement\": [\(([allow] + deny).joined(separator: ", "))]}"
        let finding = try policy(text).lint().first { $0.id == "allow-for-all-values-without-presence" }
        #expect(finding?.help?.contains(expected) == true, "\(finding?.help ?? "none")")
    }

    @Test("a finding points at its place and says what to do")
    func position() throws {
        let text = """
            {"Version": "2012-10-17", "Statement": [
              {"Effect": "Deny", "Action": "sagemaker:CreateModl", "Resource": "*"}]}
            """
        let policy = try policy(text)
        let finding = try #require(policy.lint().first)
        let source = try #require(policy.source)
        let diagnostic = finding.diagnostic(in: source)
        #expect(diagnostic.region?.start.line == 2 && diagnostic.region?.start.column == 32)
        #expect(diagnostic.help == "did you mean `sagemaker:CreateModel`?")
    }

    @Test(
        "recorded policies are linted without trouble",
        .enabled(if: SharedData.folder != nil, "PROVISO_SHARED_DATA is not set"))
    func corpus() throws {
        for (number, file) in SharedData.policyFiles.enumerated() where number % 10 == 0 {
            guard let policy = try? policy(try read(file), name: file) else { continue }
            for finding in policy.lint() {
                #expect(finding.range.upperBound <= policy.range.upperBound, "\(file): \(finding.message)")
                // AWS's own policies use the operators as they are meant.
                #expect(
                    finding.id != "type-mismatch" && finding.id != "value-not-of-type", "\(file): \(finding.message)")
            }
        }
    }
}

struct LintSample: Sendable, CustomTestStringConvertible {
    var statements: [String]
    var expected: [String]
    var testDescription: String { expected.joined(separator: " ") + " " + statements.joined(separator: " ") }

    private static func statement(
        _ effect: String, _ action: String, _ condition: String = "", resource: String = "*"
    ) -> String {
        #"{"Effect": "\#(effect)", "Action": [\#(action.split(separator: " ").map { "\"\($0)\"" }.joined(separator: ", "))], "Resource": "\#(resource)", "Condition": {\#(condition)}}"#
    }

    private static func one(_ statement: String, _ expected: String...) -> LintSample {
        LintSample(statements: [statement], expected: expected)
    }

    private static let notebook = "sagemaker:CreateNotebookInstance"

    static let all: [LintSample] = [
        one(statement("Allow", notebook)),
        one(statement("Deny", notebook, #""StringNotEquals": {"aws:RequestTag/environment": ["dev"]}"#)),
        one(
            statement(
                "Allow", notebook,
                #""ForAllValues:StringLike": {"sagemaker:InstanceTypes": "ml.t3.*"}, "Null": {"sagemaker:InstanceTypes": "false"}"#
            )),
        one(statement("Deny", "sagemakr:CreateModel"), "unknown-service"),
        one(statement("Deny", notebook + "s"), "unknown-action"),
        one(
            #"{"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"}"#, "allow-not-action", "tags-removable",
            "tags-rewritable"),
        one(#"{"Effect": "Allow", "Action": "s3:GetObject", "NotResource": "arn:aws:s3:::b/*"}"#, "allow-not-resource"),
        one(statement("Allow", "iam:PassRole"), "pass-role-anywhere"),
        one(statement("Allow", "*"), "full-sagemaker-access"),
        one(statement("Allow", "iam:PassRole", #""StringEquals": {"iam:PassedToService": "sagemaker.amazonaws.com"}"#)),
        one(statement("Allow", notebook, #""StringEquals": {"sagemaker:InstanceSort": "x"}"#), "unknown-key"),
        one(statement("Allow", notebook, #""StringEquals": {"aws:RequestTag": "x"}"#), "unknown-key"),
        one(
            statement("Deny", "sagemaker:DeleteTags", #""StringLike": {"aws:RequestTag/cost-center": "*"}"#),
            "key-not-supported", "never-matches"),
        one(
            statement(
                "Deny", "sagemaker:CreateModel sagemaker:CreateApp",
                #""ForAnyValue:StringLike": {"sagemaker:InstanceTypes": "ml.p*"}"#), "key-partly-supported"),
        one(
            statement("Deny", "sagemaker:Create*", #""ForAnyValue:StringLike": {"sagemaker:InstanceTypes": "ml.p*"}"#),
            "key-partly-supported", "ignores-instance-types"),
        one(
            statement("Deny", notebook, #""ForAnyValue:StringEquals": {"sagemaker:InstanceTypes": "ml.p*"}"#),
            "wildcard-without-like"),
        one(
            statement(
                "Deny", "sagemaker:CreateTrainingJob", #""IpAddress": {"sagemaker:MaxRuntimeInSeconds": "10.0.0.0/8"}"#),
            "type-mismatch"),
        one(
            statement(
                "Deny", "sagemaker:CreateTrainingJob",
                #""NumericGreaterThan": {"sagemaker:MaxRuntimeInSeconds": "one day"}"#), "value-not-of-type",
            "never-matches"),
        one(statement("Deny", notebook, #""ForAnyValue:Null": {"aws:TagKeys": "true"}"#), "null-with-set-operator"),
        one(statement("Deny", notebook, #""StringEquals": {"aws:RequestTag/a": []}"#), "no-values", "never-matches"),
        one(statement("Deny", notebook, #""StringEquals": {"aws:RequestTag/a": ["x", "x"]}"#), "repeated-value"),
        one(
            statement(
                "Deny", notebook, #""Null": {"aws:RequestTag/a": "true"}, "StringNotEquals": {"aws:RequestTag/a": "x"}"#
            ), "absent-and-compared"),
        one(statement("Deny", notebook, #""StringEquals": {"aws:TagKeys": "a"}"#), "missing-set-operator"),
        one(
            statement("Deny", notebook, #""ForAnyValue:StringNotEquals": {"aws:RequestTag/a": "x"}"#),
            "set-operator-on-single-value"),
        one(
            statement("Allow", notebook, #""ForAllValues:StringEquals": {"aws:TagKeys": "a"}"#),
            "allow-for-all-values-without-presence"),
        LintSample(
            statements: [
                statement("Allow", notebook, #""ForAllValues:StringEquals": {"aws:TagKeys": "a"}"#),
                statement("Deny", "sagemaker:Create*", #""Null": {"aws:TagKeys": "true"}"#),
            ], expected: ["key-partly-supported"]),
        LintSample(
            statements: [
                statement(
                    "Allow", notebook + " sagemaker:CreateApp",
                    #""ForAllValues:StringEquals": {"aws:TagKeys": "a"}"#),
                statement("Deny", notebook, #""Null": {"aws:TagKeys": "true"}"#),
            ], expected: ["allow-for-all-values-without-presence"]),
        one(
            statement("Allow", notebook, #""ForAllValues:StringEqualsIfExists": {"aws:TagKeys": "a"}"#),
            "allow-for-all-values-without-presence"),
        one(
            statement("Allow", "sagemaker:*", #""StringEqualsIfExists": {"sagemaker:RootAccess": "Disabled"}"#),
            "full-sagemaker-access", "key-partly-supported", "tags-removable", "tags-rewritable"),
        one(
            statement(
                "Allow", notebook,
                #""ForAllValues:StringEquals": {"aws:TagKeys": "a"}, "StringEquals": {"aws:RequestTag/a": "x"}"#)),
        one(
            statement("Allow", notebook, #""ForAnyValue:StringEquals": {"sagemaker:InstanceTypes": "ml.t3.medium"}"#),
            "allow-for-any-value"),
        one(
            statement("Deny", notebook, #""ForAllValues:StringLike": {"sagemaker:InstanceTypes": "ml.p*"}"#),
            "deny-for-all-values"),
        one(
            statement("Deny", notebook, #""ForAllValues:StringNotLike": {"sagemaker:InstanceTypes": "ml.t3.*"}"#),
            "deny-for-all-values-not"),
        one(statement("Allow", "sagemaker:*"), "full-sagemaker-access", "tags-removable", "tags-rewritable"),
        one(statement("Allow", "sagemaker:DeleteTags"), "tags-removable"),
        one(statement("Allow", "sagemaker:AddTags"), "tags-rewritable"),
        one(statement("Allow", "sagemaker:AddTags", #""StringEquals": {"sagemaker:TaggingAction": "CreateModel"}"#)),
        LintSample(
            statements: [
                statement("Allow", "sagemaker:*Tags"),
                statement(
                    "Deny", "sagemaker:AddTags sagemaker:DeleteTags",
                    #""ForAnyValue:StringEquals": {"aws:TagKeys": "owner"}"#),
            ], expected: []),
        one(statement("Allow", notebook, resource: "arn:aws:s3:::bucket"), "never-matches"),
        one(statement("Allow", "s3:GetObject", resource: "arn:aws:s3:::bucket"), "never-matches"),
        one(statement("Allow", "s3:ListBucket", resource: "arn:aws:s3:::bucket/*"), "never-matches"),
        one(
            statement(
                "Allow", notebook, #""StringEquals": {"aws:RequestTag/a": "x"}, "Null": {"aws:RequestTag/a": "true"}"#),
            "never-matches"),
        LintSample(
            statements: [
                statement("Allow", "sagemaker:Create*"),
                statement("Allow", notebook, resource: "arn:aws:sagemaker:*:*:notebook-instance/a"),
            ], expected: ["adds-nothing"]),
        LintSample(
            statements: [
                statement("Allow", "sagemaker:CreateEndpoint", resource: "arn:aws:sagemaker:*:*:endpoint/*"),
                statement("Allow", "sagemaker:CreateEndpoint", resource: "arn:aws:sagemaker:*:*:endpoint-config/*"),
            ], expected: []),
        LintSample(
            statements: [statement("Allow", "sagemaker:CreateModel"), statement("Deny", "sagemaker:CreateModel")],
            expected: []),
        // Statements about more actions than anybody lists.
        one(statement("Deny", "*", #""StringNotEquals": {"aws:RequestTag/a": "x"}"#), "key-partly-supported"),
        one(statement("Deny", "*:Create*", #""StringNotEquals": {"aws:RequestTag/a": "x"}"#), "key-partly-supported"),
        one(
            statement("Deny", "*", #""ForAnyValue:StringLike": {"sagemaker:InstanceTypes": "ml.p*"}"#),
            "ignores-instance-types"),
        one(
            #"{"Effect": "Deny", "NotAction": "sagemaker:*", "Resource": "*", "Condition": {"ForAnyValue:StringLike": {"sagemaker:InstanceTypes": "ml.p*"}}}"#,
            "key-not-supported", "never-matches"),
        LintSample(
            statements: [
                statement("Deny", "sagemaker:*"),
                statement("Deny", "sagemaker:*", resource: "arn:aws:sagemaker:*:*:model/*"),
            ], expected: ["adds-nothing"]),
    ]
}
