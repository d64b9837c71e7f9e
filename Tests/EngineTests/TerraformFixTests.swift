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
            before: "resource \"aws_sagemaker_notebook_instance\" \"n\" {\n  tags = { team = \"a\" }\n}\n",
            after:
                "resource \"aws_sagemaker_notebook_instance\" \"n\" {\n  tags = { team = \"a\", owner = \"ml\" }\n}\n"),
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
        ])
    func refusals(rule: String, argument: String, reason: String) throws {
        let text =
            "variable \"type\" { default = \"ml.p3.2xlarge\" }\nresource \"aws_sagemaker_notebook_instance\" \"n\" {\n\(argument)}\n"
        let (fixed, run) = try fix(text, rule)
        #expect(fixed == text)
        #expect(run.refusals.map(\.reason) == [reason])
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
