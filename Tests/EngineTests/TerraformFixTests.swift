import Documents
import Engine
import Foundation
import Testing

@Suite("Fixes of Terraform files")
struct TerraformFixTests {
    private func fix(_ text: String, _ rules: String..., name: String = "main.tf") throws -> (text: String, run: FixRun)
    {
        try FixTests.fix(text, rules: rules, name: name)
    }

    /// A notebook, and the notebook as its fixes leave it.
    struct Pair: CustomTestStringConvertible, Sendable {
        var rule: String
        var before: String
        var after: String
        var testDescription: String { rule }
    }

    private static let pairs = [
        Pair(
            rule: "type",
            before: """
                resource "aws_sagemaker_notebook_instance" "n" {
                  name          = "n" # kept
                  instance_type = "ml.p3.2xlarge" // and this
                }
                """,
            after: """
                resource "aws_sagemaker_notebook_instance" "n" {
                  name          = "n" # kept
                  instance_type = "ml.t3.medium" // and this
                }
                """),
        Pair(
            rule: "volume",
            before: "resource \"aws_sagemaker_notebook_instance\" \"n\" {\n  volume_size = 100\n}\n",
            after: "resource \"aws_sagemaker_notebook_instance\" \"n\" {\n  volume_size = 50\n}\n"),
        Pair(
            rule: "type",
            before: "resource \"aws_sagemaker_notebook_instance\" \"n\" {\n  name = \"n\" # first\n\n  tags = {}\n}\n",
            after:
                "resource \"aws_sagemaker_notebook_instance\" \"n\" {\n  name = \"n\" # first\n\n  tags = {}\n  instance_type = \"ml.t3.medium\"\n}\n"
        ),
        Pair(
            rule: "owner",
            before: "resource \"aws_sagemaker_notebook_instance\" \"n\" {\n  name = \"n\"\n}\n",
            after:
                "resource \"aws_sagemaker_notebook_instance\" \"n\" {\n  name = \"n\"\n  tags = { owner = \"ml\" }\n}\n"
        ),
        Pair(
            rule: "owner",
            before: "resource \"aws_sagemaker_notebook_instance\" \"n\" {\n  tags = {\n    team = \"a\"\n  }\n}\n",
            after:
                "resource \"aws_sagemaker_notebook_instance\" \"n\" {\n  tags = {\n    team = \"a\"\n    owner = \"ml\"\n  }\n}\n"
        ),
        Pair(
            rule: "owner",
            before:
                "resource \"aws_sagemaker_notebook_instance\" \"n\" {\n  tags = {\n    team = \"a\" # ours\n  }\n}\n",
            after:
                "resource \"aws_sagemaker_notebook_instance\" \"n\" {\n  tags = {\n    team = \"a\" # ours\n    owner = \"ml\"\n  }\n}\n"
        ),
        Pair(
            rule: "owner",
            before: "resource \"aws_sagemaker_notebook_instance\" \"n\" {\n  tags = { team = \"a\" }\n}\n",
            after:
                "resource \"aws_sagemaker_notebook_instance\" \"n\" {\n  tags = { team = \"a\", owner = \"ml\" }\n}\n"),
        Pair(
            rule: "owner",
            before: "resource \"aws_sagemaker_notebook_instance\" \"n\" {\n  tags = { # note\n  }\n}\n",
            after:
                "resource \"aws_sagemaker_notebook_instance\" \"n\" {\n  tags = { # note\n    owner = \"ml\"\n  }\n}\n"
        ),
        Pair(
            rule: "owner",
            before:
                "resource \"aws_sagemaker_notebook_instance\" \"n\" {\r\n  tags = {\r\n    team = \"a\"\r\n  }\r\n}\r\n",
            after:
                "resource \"aws_sagemaker_notebook_instance\" \"n\" {\r\n  tags = {\r\n    team = \"a\"\r\n    owner = \"ml\"\r\n  }\r\n}\r\n"
        ),
        Pair(
            rule: "metadata",
            before: """
                resource "aws_sagemaker_notebook_instance" "n" {
                  instance_metadata_service_configuration {
                    minimum_instance_metadata_service_version = "1"
                  }
                }
                """,
            after: """
                resource "aws_sagemaker_notebook_instance" "n" {
                  instance_metadata_service_configuration {
                    minimum_instance_metadata_service_version = "2"
                  }
                }
                """),
    ]

    @Test("change what is to be changed, and nothing else", arguments: pairs)
    func fixes(_ pair: Pair) throws {
        let (text, run) = try fix(pair.before, pair.rule)
        #expect(text == pair.after, "\(run.refusals.map(\.reason))")
        #expect(run.fixed.count == 1)
    }

    @Test(
        "are refused, with the reason, where the value is not written as such",
        arguments: [
            ("type", "  instance_type = var.type\n", "the value comes from an expression"),
            ("type", "  instance_type = \"ml.${\"p3\"}.2xlarge\"\n", "the value comes from an expression"),
            ("owner", "  tags = merge({ team = \"a\" }, {})\n", "the tags come from an expression"),
            ("owner", "  name = \"n\" /* a\n  b */\n", "a comment behind the last argument goes on on the next line"),
        ])
    func refusals(rule: String, argument: String, reason: String) throws {
        let text =
            "variable \"type\" { default = \"ml.p3.2xlarge\" }\nresource \"aws_sagemaker_notebook_instance\" \"n\" {\n\(argument)}\n"
        let (fixed, run) = try fix(text, rule)
        #expect(fixed == text)
        #expect(run.refusals.map(\.reason) == [reason])
    }

    /// A resource in Terraform's JSON.
    private static func json(_ members: String) -> String {
        "{\n  \"resource\": {\n    \"aws_sagemaker_notebook_instance\": {\n      \"other\": { \"tags\": { \"owner\": \"x\" }, \"instance_type\": \"ml.t3.medium\" },\n      \"n\": \(members)\n    }\n  }\n}\n"
    }

    @Test(
        "are made in JSON, too",
        arguments: [
            ("type", #"{ "instance_type": "ml.p3.2xlarge" }"#, #"{ "instance_type": "ml.t3.medium" }"#),
            ("type", #"{ "name": "n" }"#, #"{ "name": "n", "instance_type": "ml.t3.medium" }"#),
            (
                "type", "{\n        \"name\": \"n\"\n      }",
                "{\n        \"name\": \"n\",\n        \"instance_type\": \"ml.t3.medium\"\n      }"
            ),
            ("type", #"[{ "instance_type": "ml.p\u0033.2xlarge" }]"#, #"[{ "instance_type": "ml.t3.medium" }]"#),
            ("volume", #"{ "volume_size": 100 }"#, #"{ "volume_size": 50 }"#),
            ("volume", #"{ "volume_size": "100" }"#, #"{ "volume_size": "50" }"#),
            ("owner", #"{ "name": "n" }"#, #"{ "name": "n", "tags": { "owner": "ml" } }"#),
            ("owner", #"{ "tags": {} }"#, #"{ "tags": {"owner": "ml"} }"#),
            ("owner", #"{ "tags": { "team": "a" } }"#, #"{ "tags": { "team": "a", "owner": "ml" } }"#),
            (
                "metadata",
                #"{ "instance_metadata_service_configuration": [{ "minimum_instance_metadata_service_version": "1" }] }"#,
                #"{ "instance_metadata_service_configuration": [{ "minimum_instance_metadata_service_version": "2" }] }"#
            ),
        ])
    func jsonFixes(rule: String, before: String, after: String) throws {
        let (text, run) = try fix(Self.json(before), rule, name: "main.tf.json")
        #expect(text == Self.json(after), "\(run.refusals.map(\.reason))")
        let (again, none) = try fix(text, rule, name: "main.tf.json")
        #expect(again == text && none.fixed.isEmpty)
    }

    @Test("a text of a fix is no template")
    func templates() throws {
        let pack = """
            pack: sample
            title: Sample
            rules:
              - id: owner
                title: Owner
                severity: high
                targets: [AWS::SageMaker::NotebookInstance]
                check: { requiredTags: [owner] }
                fix: { tags: { owner: "${x}%{y}" } }
            """
        let (text, _) = try FixTests.fix(
            Self.json(#"{ "tags": {} }"#), rules: ["owner"], name: "main.tf.json", pack: pack)
        #expect(text == Self.json(#"{ "tags": {"owner": "$${x}%%{y}"} }"#))
    }

    @Test(
        "are refused in JSON where the value is not written as such",
        arguments: [
            ("type", #"{ "instance_type": "${var.type}" }"#, "the value comes from an expression"),
            ("owner", #"{ "tags": "${merge({ team = \"a\" }, {})}" }"#, "the tags come from an expression"),
            (
                "type", #"[{ "instance_type": "ml.p3.2xlarge" }, { "instance_type": "ml.p3.2xlarge" }]"#,
                "the object of the resource is not found"
            ),
        ])
    func jsonRefusals(rule: String, members: String, reason: String) throws {
        let text = Self.json(members).replacing(
            "{\n  \"resource\"",
            with: "{\n  \"variable\": { \"type\": { \"default\": \"ml.p3.2xlarge\" } },\n  \"resource\"")
        let (fixed, run) = try fix(text, rule, name: "main.tf.json")
        #expect(fixed == text)
        #expect(Set(run.refusals.map(\.reason)) == [reason])
    }

    @Test("are refused in a block that stands on one line, and in a plan nothing is proposed")
    func places() throws {
        let text = "resource \"aws_sagemaker_notebook_instance\" \"n\" { name = \"n\" }\n"
        let (fixed, run) = try fix(text, "type")
        #expect(fixed == text && run.refusals.map(\.reason) == ["the block stands on one line"])
        let plan = #"""
            {"format_version": "1.2", "resource_changes": [{"address": "aws_sagemaker_notebook_instance.n", "mode": "managed",
             "type": "aws_sagemaker_notebook_instance", "name": "n", "change": {"actions": ["create"], "before": null,
             "after": {"instance_type": "ml.p3.2xlarge"}, "after_unknown": {}}}]}
            """#
        let (same, none) = try fix(plan, "type", name: "plan.json")
        #expect(same == plan && none.fixed.isEmpty && none.refusals.isEmpty)
    }
}
