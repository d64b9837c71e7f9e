import AccessQuestions
import Documents
import Engine
import Foundation
import IAM
import Testing

/// Which policies files hold, and where findings in them point to.
@Suite("policies in files")
struct ReadingTests {
    /// The file with what each policy is for.
    static let samples: [(name: String, text: String, kinds: [String: PolicyKind])] = [
        ("json", #"{"Version": "2012-10-17", "Statement": []}"#, ["": .unspecified]),
        (
            "yaml", "Version: '2012-10-17'\nStatement: {Effect: Allow, Action: 's3:*', Resource: '*'}\n",
            ["": .unspecified]
        ),
        (
            "template",
            """
            Resources:
              Role:
                Type: AWS::IAM::Role
                Properties:
                  AssumeRolePolicyDocument: {Version: '2012-10-17', Statement: []}
                  Policies:
                    - PolicyName: own
                      PolicyDocument: {Version: '2012-10-17', Statement: []}
              Shared:
                Type: AWS::IAM::ManagedPolicy
                Properties:
                  PolicyDocument: {Version: '2012-10-17', Statement: []}
              Inline:
                Type: AWS::IAM::Policy
                Properties:
                  PolicyDocument: {Version: '2012-10-17', Statement: []}
              Bucket:
                Type: AWS::S3::BucketPolicy
                Properties:
                  PolicyDocument: {Version: '2012-10-17', Statement: []}
              Key:
                Type: AWS::KMS::Key
                Properties:
                  KeyPolicy: {Version: '2012-10-17', Statement: []}
              Control:
                Type: AWS::Organizations::Policy
                Properties:
                  Type: RESOURCE_CONTROL_POLICY
                  Content: '{"Version": "2012-10-17", "Statement": []}'
              Tags:
                Type: AWS::Organizations::Policy
                Properties:
                  Type: TAG_POLICY
                  Content: '{"tags": {}}'
              Thing:
                Type: AWS::IoT::Policy
                Properties:
                  PolicyDocument: {Version: '2012-10-17', Statement: []}

            """,
            [
                "Properties.AssumeRolePolicyDocument": .trust, "Properties.Policies[0].PolicyDocument": .identity,
                "Shared": .managed, "Inline": .identity, "Bucket": .resource, "Properties.KeyPolicy": .resource,
                "Properties.Content": .resourceControl,
            ]
        ),
        (
            "plan",
            #"""
            {"format_version": "1.2", "resource_changes": [{"address": "aws_iam_role.r", "mode": "managed", "type": "aws_iam_role",
            "change": {"actions": ["create"], "after": {"assume_role_policy": "{\"Version\": \"2012-10-17\", \"Statement\": []}",
            "inline_policy": [{"name": "own", "policy": "{\"Version\": \"2012-10-17\", \"Statement\": []}"}]}}},
            {"address": "aws_iam_policy.p", "mode": "managed", "type": "aws_iam_policy", "change": {"actions": ["create"],
            "after": {"policy": "{\"Version\": \"2012-10-17\", \"Statement\": []}"}}}]}
            """#,
            [
                "Properties.AssumeRolePolicyDocument": .trust, "Properties.Policies[0].PolicyDocument": .identity,
                "aws_iam_policy.p": .managed,
            ]
        ),
        (
            "organization",
            #"{"Policy": {"PolicySummary": {"Name": "a", "Type": "SERVICE_CONTROL_POLICY"}, "Content": "{\"Version\": \"2012-10-17\"}"}}"#,
            ["Properties.Content": .serviceControl]
        ),
    ]

    @Test("each policy of a file is found and known for what it is", arguments: samples.indices)
    func kinds(_ index: Int) throws {
        let sample = Self.samples[index]
        let file = try PolicyFile(SourceText(name: sample.name, text: sample.text))
        #expect(file.diagnostics.isEmpty)
        #expect(file.policies.count == sample.kinds.count)
        for policy in file.policies {
            let kind = sample.kinds[policy.path] ?? sample.kinds[policy.holder.name]
            #expect(policy.kind == kind, "\(policy.holder.name) \(policy.path)")
            if sample.name == "organization" { #expect(policy.holder.name == "a") }
        }
    }

    @Test("only the version of a managed policy that is in force counts")
    func versions() throws {
        let text = """
            {"Policies": [{"PolicyName": "p", "Arn": "arn:aws:iam::111122223333:policy/p", "PolicyVersionList": [
              {"VersionId": "v1", "IsDefaultVersion": false, "Document": {"Version": "2012-10-17", "Statement": []}},
              {"VersionId": "v2", "IsDefaultVersion": true, "Document": {"Version": "2012-10-17", "Statement": "x"}}]},
              {"PolicyName": "a", "Arn": "arn:aws:iam::aws:policy/a", "PolicyVersionList": [
              {"VersionId": "v1", "IsDefaultVersion": true, "Document": {"Version": "2012-10-17", "Statement": "y"}}]}]}
            """
        let file = try PolicyFile(SourceText(name: "p.json", text: text))
        #expect(file.policies.map(\.path) == ["Properties.PolicyDocument", "Properties.PolicyDocument"])
        #expect(file.policies.map(\.kind) == [.managed, .managed])
        try Program.withFiles(["account.json": text]) { folder in
            // Nobody can mend AWS's own policies.
            let result = LintRun.run([folder + "/account.json"])
            #expect(result.findings.map(\.rule) == ["iam/refused"])
            #expect(result.findings.first?.region.start.line == 3)
        }
    }

    /// Ways to write the same policy: plain, as a string, in percent encoding.
    static let policy =
        #"{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "sagemaker:CreateModle", "Resource": "*"}}"#

    @Test("a finding in a document inside a string points to the string's very characters", arguments: [0, 1, 2, 3])
    func positions(_ way: Int) throws {
        let encoded = Self.policy.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
        let escaped = Self.policy.replacing("\"", with: "\\\"")
        let (value, marked) = [
            (Self.policy, "\"sagemaker:CreateModle\""), ("\"\(escaped)\"", #"\"sagemaker:CreateModle\""#),
            ("\"\(encoded)\"", "%22sagemaker%3ACreateModle%22"), ("'\(Self.policy)'", "\"sagemaker:CreateModle\""),
        ][way]
        let text = "{\"RoleName\": \"r\",\n  \"PolicyName\": \"p\",\n  \"PolicyDocument\": \(value)}"
        try Program.withFiles(["role.json": text]) { folder in
            let result = LintRun.run([folder + "/role.json"])
            let finding = try #require(result.findings.first { $0.rule == "iam/unknown-action" }, "\(result.errors)")
            let region = finding.region
            let bytes = Array(text.utf8)[region.start.offset..<region.end.offset]
            #expect(String(decoding: bytes, as: UTF8.self) == marked)
            #expect(region.start.line == 3)
            #expect(finding.excerpt.line == 3)
            #expect(finding.excerpt.text.contains("\"sagemaker:CreateModle\""))
            #expect(finding.resource.name == "r")
        }
    }

    @Test("a role of a plan has the policies that attachments name with it")
    func planAttachments() throws {
        let document =
            #"{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"sagemaker:CreateModel\",\"Resource\":\"*\"}]}"#
        func resource(_ type: String, _ name: String, _ after: String) -> String {
            """
            {"address": "\(type).\(name)", "type": "\(type)", "name": "\(name)", "mode": "managed",
             "change": {"actions": ["create"], "after": {\(after)}, "after_unknown": {}}}
            """
        }
        let resources = [
            resource("aws_iam_role", "r", #""name": "trainer""#),
            resource("aws_iam_role_policy", "own", #""role": "trainer", "policy": "\#(document)""#),
            resource(
                "aws_iam_role_policy_attachment", "a",
                #""role": "trainer", "policy_arn": "arn:aws:iam::aws:policy/ReadOnlyAccess""#),
        ]
        let plan = #"{"format_version": "1.2", "resource_changes": [\#(resources.joined(separator: ", "))]}"#
        try Program.withFiles(["plan.json": plan]) { folder in
            for name in ["aws_iam_role.r", "trainer"] {
                var files = PolicySetFiles()
                files.identity = [folder + "/plan.json#" + name]
                let policies = try LoadedPolicies(files)
                #expect(policies.missing == ["arn:aws:iam::aws:policy/ReadOnlyAccess"])
                #expect(policies.set.identity.flatMap(\.statements).count == 1)
            }
        }
    }

    @Test("a user has the policies of its groups and what is attached to them")
    func attachments() throws {
        func document(_ action: String) -> String {
            #"{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "\#(action)", "Resource": "*"}]}"#
        }
        let text = """
            {"UserDetailList": [{"UserName": "ann", "Arn": "arn:aws:iam::111122223333:user/ann", "GroupList": ["team"],
               "UserPolicyList": [{"PolicyName": "own", "PolicyDocument": \(document("s3:GetObject"))}]},
              {"UserName": "bob", "UserPolicyList": [{"PolicyName": "own", "PolicyDocument": \(document("s3:PutObject"))}]}],
             "GroupDetailList": [{"GroupName": "team", "AttachedManagedPolicies": [
               {"PolicyName": "shared", "PolicyArn": "arn:aws:iam::111122223333:policy/shared"}]}],
             "Policies": [{"PolicyName": "shared", "Arn": "arn:aws:iam::111122223333:policy/shared", "PolicyVersionList": [
               {"VersionId": "v1", "IsDefaultVersion": true, "Document": \(document("sagemaker:CreateModel"))}]}]}
            """
        try Program.withFiles(["account.json": text]) { folder in
            var files = PolicySetFiles()
            files.identity = [folder + "/account.json#ann"]
            let policies = try LoadedPolicies(files)
            #expect(policies.warnings.isEmpty && policies.missing.isEmpty)
            let actions = policies.set.identity.flatMap(\.statements).flatMap(\.actions.values).map(\.text).sorted()
            #expect(actions == ["s3:GetObject", "sagemaker:CreateModel"])
            files.identity = [folder + "/account.json"]
            #expect(throws: Diagnostic.self) { try LoadedPolicies(files) }
            files.identity = [folder + "/account.json#eve"]
            #expect(throws: Diagnostic.self) { try LoadedPolicies(files) }
        }
    }
}
