import Documents
import Engine
import Foundation
import Policies
import Readers
import Testing

@Suite("Terraform configurations are judged")
struct TerraformSourceRunTests {
    /// A configuration, and what a plan made of it says after apply of each resource.
    private struct Pair: Sendable {
        let source: String
        let plan: String
    }

    private static let careless: [Pair] = [
        Pair(
            source: """
                resource "aws_sagemaker_notebook_instance" "gpu" {
                  name          = "gpu"
                  instance_type = "ml.p3.16xlarge"
                  role_arn      = "arn:aws:iam::123456789012:role/x"
                }
                """,
            plan: """
                {"address": "aws_sagemaker_notebook_instance.gpu", "type": "aws_sagemaker_notebook_instance", "name": "gpu",
                 "mode": "managed", "change": {"actions": ["create"], "after": {"name": "gpu", "instance_type": "ml.p3.16xlarge",
                 "role_arn": "arn:aws:iam::123456789012:role/x", "lifecycle_config_name": null, "tags": null},
                 "after_unknown": {"arn": true, "id": true, "tags_all": true}}}
                """),
        Pair(
            source: """
                variable "type" { default = "ml.m5.large" }
                locals { tags = { cost-center = "1", environment = "dev", owner = "me" } }
                resource "aws_sagemaker_notebook_instance" "tagged" {
                  name                  = "tagged"
                  instance_type         = var.type
                  role_arn              = aws_iam_role.r.arn
                  lifecycle_config_name = aws_sagemaker_notebook_instance_lifecycle_configuration.stop.name
                  tags                  = local.tags
                }
                resource "aws_sagemaker_notebook_instance_lifecycle_configuration" "stop" {
                  name     = "stop"
                  on_start = base64encode("#!/bin/bash\\npython autostop.py --time 600 --ignore-connections")
                }
                resource "aws_iam_role" "r" {
                  name               = "r"
                  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [] })
                }
                """,
            plan: """
                {"address": "aws_sagemaker_notebook_instance.tagged", "type": "aws_sagemaker_notebook_instance",
                 "name": "tagged", "mode": "managed", "change": {"actions": ["create"], "after": {"name": "tagged",
                 "instance_type": "ml.m5.large", "lifecycle_config_name": "stop",
                 "tags": {"cost-center": "1", "environment": "dev", "owner": "me"},
                 "tags_all": {"cost-center": "1", "environment": "dev", "owner": "me"}},
                 "after_unknown": {"arn": true, "id": true, "role_arn": true}}},
                {"address": "aws_sagemaker_notebook_instance_lifecycle_configuration.stop",
                 "type": "aws_sagemaker_notebook_instance_lifecycle_configuration", "name": "stop", "mode": "managed",
                 "change": {"actions": ["create"], "after": {"name": "stop",
                 "on_start": "IyEvYmluL2Jhc2gKcHl0aG9uIGF1dG9zdG9wLnB5IC0tdGltZSA2MDAgLS1pZ25vcmUtY29ubmVjdGlvbnM="},
                 "after_unknown": {"id": true, "arn": true}}}
                """),
        Pair(
            source: """
                resource "aws_sagemaker_endpoint_configuration" "e" {
                  name = "e"
                  production_variants {
                    variant_name           = "main"
                    model_name             = aws_sagemaker_model.m.name
                    instance_type          = "ml.g5.12xlarge"
                    initial_instance_count = 4
                  }
                  tags = { owner = "me" }
                }
                resource "aws_sagemaker_model" "m" {
                  name               = "m"
                  execution_role_arn = "arn:aws:iam::123456789012:role/x"
                  tags               = { Owner = "me" }
                }
                """,
            plan: """
                {"address": "aws_sagemaker_endpoint_configuration.e", "type": "aws_sagemaker_endpoint_configuration",
                 "name": "e", "mode": "managed", "change": {"actions": ["create"], "after": {"name": "e", "production_variants": [
                 {"variant_name": "main", "model_name": "m", "instance_type": "ml.g5.12xlarge", "initial_instance_count": 4}],
                 "tags": {"owner": "me"}, "tags_all": {"owner": "me"}}, "after_unknown": {"arn": true, "id": true}}},
                {"address": "aws_sagemaker_model.m", "type": "aws_sagemaker_model", "name": "m", "mode": "managed",
                 "change": {"actions": ["create"], "after": {"name": "m", "execution_role_arn": "arn:aws:iam::123456789012:role/x",
                 "tags": {"Owner": "me"}, "tags_all": {"Owner": "me"}}, "after_unknown": {"arn": true, "id": true}}}
                """),
    ]

    @Test(
        "a file of variables stands for the folder beside it",
        arguments: ["terraform.tfvars", "x.auto.tfvars", "main.tf"])
    func variables(named: String) throws {
        let folder = try Folder([
            "main.tf": """
            variable "t" { type = string }
            resource "aws_sagemaker_notebook_instance" "n" { instance_type = var.t }
            """, "terraform.tfvars": "t = \"ml.p3.2xlarge\"", "x.auto.tfvars": "",
        ])
        defer { folder.remove() }
        let policies = try Trial(rule: "check: {property: InstanceType, noneOf: ['ml.p*']}").policies
        #expect(folder.verdicts([named], by: policies).lines == ["main.tf aws_sagemaker_notebook_instance.n: fail"])
    }

    @Test("source and plan have the same verdicts, unless one of them knows less", arguments: careless.indices)
    func parity(_ index: Int) throws {
        let pair = Self.careless[index]
        let source = TerraformRun.verdicts(try TerraformRun.judge(["main.tf": pair.source]))
        let plan = TerraformRun.verdicts(
            try TerraformRun.judge([
                "plan.json":
                    "{\"format_version\": \"1.2\", \"terraform_version\": \"1.11.4\", \"resource_changes\": [\(pair.plan)], "
                    + "\"configuration\": {\"root_module\": {}}}"
            ]))
        #expect(!plan.isEmpty)
        for (key, verdict) in plan {
            let other = source[key]
            #expect(
                other == verdict || other == .unknown || verdict == .unknown, "\(key): \(other as Any), plan \(verdict)"
            )
        }
        #expect(Set(source.keys).isSuperset(of: plan.keys))
    }

    @Test("a dynamic block that cannot be computed leaves the other blocks")
    func brokenDynamic() throws {
        let result = try TerraformRun.judge([
            "main.tf": """
            resource "aws_sagemaker_endpoint_configuration" "e" {
              production_variants {
                instance_type          = "ml.p4d.24xlarge"
                initial_instance_count = 1
              }
              dynamic "async_inference_config" {
                for_each = local.undeclared
                content {}
              }
            }
            """
        ])
        #expect(
            TerraformRun.verdicts(result)["compute/accelerator-approval aws_sagemaker_endpoint_configuration.e"]
                == .fail)
        #expect(result.warnings.contains { $0.message.contains("undeclared") })
    }

    private static let untagged = "resource \"aws_sagemaker_model\" \"m\" {\n}\n"

    @Test("a folder is one input, and a module that it calls is judged with it alone")
    func folders() throws {
        let files = [
            "a/main.tf": "module \"m\" {\n  source = \"../modules/m\"\n}\n", "a/more.tf": Self.untagged,
            "modules/m/main.tf": Self.untagged, "b/main.tf": Self.untagged,
        ]
        let result = try TerraformRun.judge(files)
        #expect(
            Set(result.findings.map(\.resource.name)) == ["module.m.aws_sagemaker_model.m", "aws_sagemaker_model.m"])
        #expect(result.resourceCount == 3)
        #expect(result.fileCount == 4)
        #expect(result.errors.isEmpty)
    }

    @Test(
        "a module whose calls come to nothing is judged by itself, with those that it calls",
        arguments: ["count = 0", "for_each = {}", "count = false ? 1 : 0"])
    func unused(meta: String) throws {
        let folder = try Folder([
            "main.tf": "module \"m\" {\n  source = \"./m\"\n  \(meta)\n}\n",
            "m/main.tf": "module \"n\" {\n  source = \"../n\"\n}\n",
            "n/main.tf":
                "resource \"aws_sagemaker_notebook_instance\" \"x\" {\n  instance_type = \"ml.p3.2xlarge\"\n}\n",
        ])
        defer { folder.remove() }
        let rule = "check: {property: InstanceType, noneOf: ['ml.p*']}"
        let (lines, _) = folder.verdicts(["."], by: try Trial(rule: rule).policies)
        #expect(lines == ["n/main.tf module.n.aws_sagemaker_notebook_instance.x: fail"])
    }

    @Test(
        "what leaves open whether there is a resource is named in the reason",
        arguments: [
            ("count = var.on ? 1 : 0", "variable `on` has no value"),
            ("count = local.both ? 1 : 0", "variable `on` has no value"),
            ("count = var.kind == \"prod\" && var.on ? 1 : 0", "variable `on` has no value"),
            ("for_each = var.on ? toset([\"a\"]) : toset([])", "variable `on` has no value"),
            ("count = data.aws_x.y.size", "`data.aws_x.y` is read when Terraform runs"),
            ("count = aws_x.y.size", "`aws_x.y.size` is known after apply"),
        ])
    func existence(argument: String, reason: String) throws {
        let declarations = """
            variable "on" { type = bool }
            variable "kind" {
              validation { condition = contains(["dev", "prod"], var.kind) }
            }
            locals { both = "${var.kind}${var.on}" == "prodtrue" }
            data "aws_x" "y" {}
            resource "aws_x" "y" {}
            """
        let notebook = """
            resource "aws_sagemaker_notebook_instance" "n" {
              %
              name          = "n"
              instance_type = "ml.p3.2xlarge"
            }
            """
        let own = notebook.replacing("%", with: argument)
        let files: [[String: String]] = [
            ["main.tf": "\(declarations)\n\(own)"],
            [
                "main.tf": "\(declarations)\nmodule \"m\" {\n source = \"./m\"\n \(argument)\n}",
                "m/main.tf": notebook.replacing("%", with: ""),
            ],
        ]
        for files in files {
            let findings = try TerraformRun.judge(files).findings.filter { $0.rule == "compute/accelerator-approval" }
            #expect(findings.map(\.verdict) == [.unknown])
            #expect(findings.map(\.reason) == ["whether the resource exists is not known: \(reason)"])
        }
    }

    @Test("a hook's file is judged in its folder, and nothing else of it")
    func hook() throws {
        let files = [
            "a/main.tf": "resource \"aws_sagemaker_model\" \"m\" {\n  tags = local.tags\n}\n",
            "a/locals.tf": "locals {\n  tags = { owner = \"me\", environment = \"dev\", cost-center = \"1\" }\n}\n",
            "a/other.tf": Self.untagged.replacing("\"m\"", with: "\"n\""), "a/broken.tf": "x {\n  y = = 1\n}\n",
        ]
        let result = try TerraformRun.judge(files, ["a/main.tf"], isHook: true)
        #expect(Set(result.findings.map(\.resource.name)) == ["aws_sagemaker_model.m"])
        #expect(!result.findings.contains { $0.verdict == .fail })
        #expect(result.errors.isEmpty)
        #expect(result.warnings.contains { $0.file.hasSuffix("broken.tf") })
    }

    @Test("a broken file is one error, and the others are judged")
    func broken() throws {
        let result = try TerraformRun.judge(["broken.tf": "x {\n  y = = 1\n}\n", "main.tf": Self.untagged])
        #expect(result.errors.map(\.message) == ["unexpected `=`: expected a value"])
        #expect(result.findings.contains { $0.verdict == .fail })
        #expect(Gate().status(of: result) == .notJudged)
    }

    @Test("a broken file of a folder that says nothing of AWS is a warning, unless somebody names it")
    func foreign() throws {
        let files = ["azure/main.tf": "resource \"azurerm_x\" \"y\" {\n  z = = 1\n}\n", "main.tf": Self.untagged]
        let walked = try TerraformRun.judge(files)
        #expect(walked.errors.isEmpty)
        #expect(walked.warnings.contains { $0.file.hasSuffix("azure/main.tf") })
        #expect(try TerraformRun.judge(files, ["azure/main.tf"], isHook: true).errors.isEmpty)
        #expect(try TerraformRun.judge(files, ["azure/main.tf"]).errors.count == 1)
    }

    @Test("findings may stay by a comment", arguments: ["# ", "// ", "/* "])
    func suppressions(_ opening: String) throws {
        let closing = opening == "/* " ? " */" : ""
        let text = """
            resource "aws_sagemaker_notebook_instance" "nb" {
              \(opening)proviso:ignore compute/accelerator-approval reason="approved by mail"\(closing)
              instance_type = "ml.p3.2xlarge"
              name          = "proviso:ignore compute/accelerator-approval # no comment"
            }
            """
        let result = try TerraformRun.judge(["main.tf": text])
        let suppressed = result.findings.filter { $0.verdict == .suppressed }
        #expect(suppressed.map(\.rule) == ["compute/accelerator-approval"])
        #expect(result.verdicts[.suppressed] == 1)
        #expect(result.verdicts[.fail, default: 0] > 0)
    }

    @Test("variables of the command line decide")
    func variables() throws {
        let files = [
            "main.tf":
                "variable \"t\" {}\nresource \"aws_sagemaker_notebook_instance\" \"n\" {\n  instance_type = var.t\n}\n"
        ]
        let key = "compute/accelerator-approval aws_sagemaker_notebook_instance.n"
        #expect(TerraformRun.verdicts(try TerraformRun.judge(files))[key] == .unknown)
        let given = try TerraformRun.judge(files) { $0.terraform.setVariable("t", to: "ml.p3.2xlarge") }
        #expect(TerraformRun.verdicts(given)[key] == .fail)
    }
}
