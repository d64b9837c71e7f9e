import Engine
import Testing

@Suite("No finding about Terraform files shows a value that is secret")
struct TerraformSecretRunTests {
    private static let variables = """
        variable "env" {
          type = string
          validation {
            condition     = contains(["dev", "production"], var.env)
            error_message = "x"
          }
        }
        variable "pw" {
          sensitive = true
          default   = "hunter2"
        }

        """

    private static func expectNothingShown(_ result: RunResult) {
        for finding in result.findings { #expect(!"\(finding)".contains("hunter2"), "\(finding.rule)") }
    }

    @Test("nothing that is secret is a part of a job's name, or shown as its value")
    func secretJobs() throws {
        let text = #"""
            variable "pw" {
              sensitive = true
              default   = "hunter2"
            }
            resource "aws_sfn_state_machine" "train" {
              name     = "train"
              role_arn = "x"
              definition = jsonencode({
                StartAt = "T"
                States = { (var.pw) = {
                  Type       = "Task"
                  Resource   = "arn:aws:states:::sagemaker:createTrainingJob.sync"
                  Parameters = { ResourceConfig = { InstanceType = "ml.${var.pw}", InstanceCount = 10 } }
                  End        = true
                } }
              })
            }
            resource "aws_sagemaker_pipeline" "p" {
              pipeline_name         = "p"
              pipeline_display_name = "p"
              role_arn              = "arn:aws:iam::123456789012:role/x"
              pipeline_definition = jsonencode({
                Version = "2020-12-01"
                Steps = [{
                  Name      = "Train-${var.pw}"
                  Type      = "Training"
                  Arguments = { ResourceConfig = { InstanceType = "ml.${var.pw}", InstanceCount = 2 } }
                }]
              })
            }
            """#
        let result = try TerraformRun.judge(["main.tf": text])
        let jobs = result.findings.filter { $0.resource.name.hasSuffix("/TrainingJob") }
        #expect(Set(jobs.map(\.resource.name)).count == 2)
        Self.expectNothingShown(result)
    }

    @Test(
        "one that only some value of a variable gives, as a text or inside of a list",
        arguments: [
            #"""
            resource "aws_sagemaker_endpoint_configuration" "e" {
              name = "x"
              dynamic "production_variants" {
                for_each = var.env == "production" ? [var.pw] : ["ml.${var.pw}"]
                content {
                  variant_name           = production_variants.value
                  model_name             = "m"
                  instance_type          = production_variants.value
                  initial_instance_count = 1
                }
              }
            }
            """#,
            #"""
            resource "aws_sagemaker_notebook_instance" "n" {
              count         = var.env == "production" ? 2 : 1
              name          = "n"
              role_arn      = "arn:aws:iam::123456789012:role/x"
              instance_type = var.env == "production" ? var.pw : "ml.${var.pw}"
              tags          = { environment = var.env == "dev" ? var.pw : "x${var.pw}" }
            }
            """#,
        ])
    func decided(text: String) throws {
        let result = try TerraformRun.judge(["main.tf": Self.variables + text])
        #expect(result.findings.contains { $0.rule == "compute/known-instance-type" && $0.verdict == .fail })
        Self.expectNothingShown(result)
    }

    @Test(
        "one that is a part of a policy that IAM would refuse, whole, in part or as a key",
        arguments: [
            #"{ Effect = "Allow", Action = [var.pw, "*"], Resource = "*" }"#,
            #"{ Effect = "Allow", Action = ["*"], Resource = "arn:${var.pw}" }"#,
            #"{ Effect = "Allow", Action = ["*"], Resource = "*", Condition = { (var.pw) = { a = "b" } } }"#,
            #"{ Effect = "Allow", Action = var.env == "dev" ? "${var.pw}" : "x${var.pw}:*", Resource = "*" }"#,
        ])
    func refusedPolicies(statement: String) throws {
        let result = try TerraformRun.judge(["main.tf": Self.variables + Self.policy(statement)])
        #expect(result.findings.contains { "\($0)".contains("IAM would refuse it") })
        Self.expectNothingShown(result)
    }

    @Test("one that is a part of a policy that breaks a guarantee")
    func brokenGuarantees() throws {
        let statement = #"""
            {
              Sid       = var.pw, Effect = "Allow", Action = "*", Resource = "*"
              Condition = { StringEquals = { "aws:PrincipalTag/${var.pw}" = "x${var.pw}" } }
            }
            """#
        let result = try TerraformRun.judge(["main.tf": Self.variables + Self.policy(statement)])
        #expect(result.findings.contains { $0.rule.hasPrefix("iam/") && $0.verdict == .fail })
        Self.expectNothingShown(result)
    }

    private static func policy(_ statement: String) -> String {
        """
        resource "aws_iam_role_policy" "p" {
          role   = "x"
          policy = jsonencode({ Version = "2012-10-17", Statement = [\(statement)] })
        }
        resource "aws_iam_role" "x" {
          name               = "x"
          assume_role_policy = "{}"
        }

        """
    }
}
