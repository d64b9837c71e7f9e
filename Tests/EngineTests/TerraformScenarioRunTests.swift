import Engine
import Testing

@Suite("Variables with a closed set of values decide what a Terraform configuration is")
struct TerraformScenarioRunTests {
    private static let environment = """
        variable "env" {
          type = string
          validation {
            condition     = contains(["dev", "staging", "production"], var.env)
            error_message = "x"
          }
        }

        """

    private static func notebook(_ name: String, _ repetition: String, type: String) -> String {
        """
        resource "aws_sagemaker_notebook_instance" "\(name)" {
          \(repetition)
          name          = "\(name)"
          role_arn      = "arn:aws:iam::123456789012:role/x"
          instance_type = \(type)
          tags          = { environment = var.env, owner = "o", cost-center = "c" }
        }

        """
    }

    private static let large = #"var.env == "production" ? "ml.p4d.24xlarge" : "ml.t3.medium""#
    private static let approval = "compute/accelerator-approval aws_sagemaker_notebook_instance"

    private static func verdicts(_ text: String, _ files: [String: String] = [:]) throws -> [String: Verdict] {
        TerraformRun.verdicts(try TerraformRun.judge(files.merging(["main.tf": environment + text]) { one, _ in one }))
    }

    @Test(
        "how many there are of a resource, too, with the values of its elements",
        arguments: [
            (#"count = var.env == "production" ? 1 : 0"#, ["[0]"]),
            (#"count = var.env == "production" ? 2 : 1"#, ["[0]", "[1]"]),
            (#"for_each = var.env == "production" ? toset(["a", "b"]) : toset([])"#, [#"["a"]"#, #"["b"]"#]),
        ])
    func repeated(repetition: String, indexes: [String]) throws {
        let found = try Self.verdicts(Self.notebook("one", repetition, type: Self.large))
        for index in indexes {
            #expect(found["\(Self.approval).one\(index)"] == .fail)
            #expect(found["tagging/required-tags aws_sagemaker_notebook_instance.one\(index)"] == .pass)
        }
        #expect(found["\(Self.approval).one"] == nil)
    }

    @Test("each element is judged by its own values, where there is one")
    func differing() throws {
        let repetition = #"""
            for_each = var.env == "dev" ? { a = "ml.t3.medium" } : { a = "ml.t3.medium", b = "ml.p4d.24xlarge" }
            """#
        let result = try TerraformRun.judge([
            "main.tf": Self.environment + Self.notebook("each", repetition, type: "each.value")
        ])
        let found = TerraformRun.verdicts(result)
        #expect(found["\(Self.approval).each[\"a\"]"] == .pass)
        #expect(found["\(Self.approval).each[\"b\"]"] == .fail)
        let failure = result.findings.first { $0.rule == "compute/accelerator-approval" && $0.verdict == .fail }
        #expect(failure?.scenario["env"] != "dev")
    }

    @Test("elements of which something else decides how many there are stay one that is not known")
    func undecided() throws {
        let repetition = #"count = var.env == "production" ? length(data.aws_subnets.all.ids) : 1"#
        let found = try Self.verdicts(Self.notebook("one", repetition, type: "\"ml.p4d.24xlarge\""))
        #expect(found["\(Self.approval).one"] != nil)
        #expect(found["\(Self.approval).one[0]"] == nil)
    }

    @Test("a tag that is null for some value does not lend its place to the next one")
    func nullTags() throws {
        let tags = #"""
            {
              a-team = var.env == "production" ? null : "zz", cost-center = "1"
              environment = var.env == "production" ? "production" : "dev", owner = "me"
            }
            """#
        for repetition in ["", #"count = var.env == "production" ? 2 : 1"#] {
            let text = Self.notebook("n", repetition, type: "\"ml.t3.medium\"")
                .replacing(#"{ environment = var.env, owner = "o", cost-center = "c" }"#, with: tags)
            let found = try Self.verdicts(text)
            let element = "aws_sagemaker_notebook_instance.n" + (repetition.isEmpty ? "" : "[0]")
            #expect(found["tagging/allowed-values \(element)"] == .pass)
            #expect(found["tagging/required-tags \(element)"] == .pass)
        }
    }

    @Test("a set that depends on a value is that of the value, whatever the order of its elements")
    func sets() throws {
        let text = #"""
            resource "aws_sagemaker_endpoint_configuration" "e" {
              name = "e"
              dynamic "production_variants" {
                for_each = toset([var.env == "production" ? "ml.p4d.24xlarge" : "ml.a", "ml.m5.large"])
                content {
                  variant_name  = production_variants.value == "ml.m5.large" ? "plain" : "other"
                  model_name    = "m"
                  instance_type = production_variants.value
                }
              }
              tags = { environment = "dev", owner = "o", cost-center = "c" }
            }
            """#
        let result = try TerraformRun.judge(["main.tf": Self.environment + text])
        let failure = result.findings.first { $0.rule == "compute/accelerator-approval" && $0.verdict == .fail }
        #expect(failure?.scenario == ["env": "production"])
    }

    @Test("blocks that are written out are judged where too many values decide about others")
    func manyValues() throws {
        let values = (0..<20).map { "\"v\($0)\"" }.joined(separator: ", ")
        let text = """
            variable "kind" {
              type = string
              validation {
                condition     = contains([\(values)], var.kind)
                error_message = "x"
              }
            }
            resource "aws_sagemaker_endpoint_configuration" "e" {
              name = "e"
              production_variants {
                variant_name  = "v"
                model_name    = "m"
                instance_type = "ml.p4d.24xlarge"
              }
              dynamic "production_variants" {
                for_each = var.kind == "v1" ? ["ml.m5.large"] : []
                content {
                  variant_name  = "w"
                  model_name    = "m"
                  instance_type = production_variants.value
                }
              }
            }
            """
        let found = TerraformRun.verdicts(try TerraformRun.judge(["main.tf": text]))
        #expect(found["compute/accelerator-approval aws_sagemaker_endpoint_configuration.e"] == .fail)
    }

    @Test("how often a module is called, too")
    func modules() throws {
        let module = "variable \"env\" { type = string }\n" + Self.notebook("one", "", type: Self.large)
        let call = #"""
            module "m" {
              count  = var.env == "production" ? 1 : 0
              source = "./m"
              env    = var.env
            }
            """#
        let found = try Self.verdicts(call, ["m/main.tf": module])
        let address = "module.m[0].aws_sagemaker_notebook_instance.one"
        #expect(found["compute/accelerator-approval \(address)"] == .fail)
        #expect(found["tagging/required-tags \(address)"] == .pass)
    }

    @Test("what lies in a module that may not be called is no failure")
    func openModules() throws {
        let module = Self.notebook("one", "", type: "\"ml.p4d.24xlarge\"").replacing("var.env", with: "\"dev\"")
        let call = #"""
            variable "create" { type = bool }
            module "m" {
              count  = var.create ? 1 : 0
              source = "./m"
            }
            """#
        let found = try Self.verdicts(call, ["m/main.tf": module])
        #expect(found["compute/accelerator-approval module.m.aws_sagemaker_notebook_instance.one"] == .unknown)
    }

    @Test("how many blocks there are, too, all of which are judged")
    func blocks() throws {
        let text = #"""
            resource "aws_sagemaker_endpoint_configuration" "e" {
              name = "e"
              dynamic "production_variants" {
                for_each = var.env == "production" ? ["ml.m5.large", "ml.p4d.24xlarge"] : ["ml.m5.large"]
                content {
                  variant_name           = "v${production_variants.key}"
                  model_name             = aws_sagemaker_model.m.name
                  instance_type          = production_variants.value
                  initial_instance_count = 1
                }
              }
              tags = { environment = "dev", owner = "o", cost-center = "c" }
            }
            resource "aws_sagemaker_model" "m" {
              name               = "m"
              execution_role_arn = "arn:aws:iam::123456789012:role/x"
            }
            """#
        let found = try Self.verdicts(text)
        #expect(found["compute/accelerator-approval aws_sagemaker_endpoint_configuration.e"] == .fail)
    }
}

@Suite("Tags and arguments of Terraform are those that the provider makes of them")
struct TerraformProviderRunTests {
    private static func verdicts(_ text: String) throws -> [String: Verdict] {
        TerraformRun.verdicts(try TerraformRun.judge(["main.tf": text]))
    }

    private static func bucket(_ environment: String, provider: String) -> String {
        """
        provider "aws" {
          \(provider)
        }
        resource "aws_sagemaker_model" "m" {
          name               = "m"
          execution_role_arn = "arn:aws:iam::123456789012:role/x"
          tags               = { environment = \(environment), owner = "o", cost-center = "c" }
        }
        """
    }

    @Test("a tag that is null leaves the default one in its place")
    func nullTags() throws {
        let found = try Self.verdicts(
            Self.bucket("null", provider: #"default_tags { tags = { environment = "dev", team = null } }"#))
        #expect(found["tagging/required-tags aws_sagemaker_model.m"] == .pass)
        #expect(found["tagging/allowed-values aws_sagemaker_model.m"] == .pass)
    }

    @Test(
        "a tag that the provider leaves alone is none",
        arguments: [#"keys = ["environment"]"#, #"key_prefixes = ["env"]"#])
    func ignoredTags(ignored: String) throws {
        let found = try Self.verdicts(Self.bucket(#""dev""#, provider: "ignore_tags { \(ignored) }"))
        #expect(found["tagging/required-tags aws_sagemaker_model.m"] == .fail)
    }

    @Test(
        "where it is not known which tags the provider leaves alone, none is known",
        arguments: ["keys = var.ignored", "key_prefixes = [var.ignored]", "keys = [1 / 0]"])
    func openIgnoredTags(ignored: String) throws {
        let found = try Self.verdicts(
            "variable \"ignored\" {}\n" + Self.bucket(#""dev""#, provider: "ignore_tags { \(ignored) }"))
        #expect(found["tagging/required-tags aws_sagemaker_model.m"] == .unknown)
    }

    @Test("a suppression in JSON is for all elements of a resource")
    func repeatedSuppressions() throws {
        let text = #"""
            { "resource": { "aws_sagemaker_notebook_instance": { "j": {
              "//": "proviso:ignore compute/accelerator-approval reason='approved'",
              "count": 3, "name": "n", "role_arn": "arn:aws:iam::123456789012:role/x",
              "instance_type": "ml.p4d.24xlarge" } } } }
            """#
        let found = TerraformRun.verdicts(try TerraformRun.judge(["main.tf.json": text]))
        for index in 0..<3 {
            let address = "aws_sagemaker_notebook_instance.j[\(index)]"
            #expect(found["compute/accelerator-approval \(address)"] == .suppressed)
        }
    }

    @Test("a finding about a tag does not point at one that a computed key may have taken the place of")
    func computedKeys() throws {
        let text = #"""
            locals { key = "environment" }
            resource "aws_sagemaker_model" "m" {
              name               = "m"
              execution_role_arn = "arn:aws:iam::123456789012:role/x"
              tags = {
                environment = "dev" # proviso:ignore tagging/allowed-values reason="not this one"
                (local.key) = "nonsense"
              }
            }
            """#
        let found = try Self.verdicts(text)
        #expect(found["tagging/allowed-values aws_sagemaker_model.m"] == .fail)
    }

    @Test("a finding about a merged tag does not point at one that has lost its place")
    func mergedTags() throws {
        let text = #"""
            locals { t = { environment = "nonsense" } }
            resource "aws_sagemaker_model" "m" {
              name               = "m"
              execution_role_arn = "arn:aws:iam::123456789012:role/x"
              tags = merge({
                environment = "dev" # proviso:ignore tagging/allowed-values reason="not this one"
              }, local.t)
            }
            """#
        let found = try Self.verdicts(text)
        #expect(found["tagging/allowed-values aws_sagemaker_model.m"] == .fail)
    }
}
