import Documents
import Foundation
import Readers
import Resources
import Testing

@Suite("Terraform configurations are read as they are written")
struct TerraformSourceTests {
    @Test("attributes and blocks become properties, each with its place")
    func properties() throws {
        let folder = try TerraformFolder([
            "main.tf": """
            resource "aws_sagemaker_notebook_instance" "nb" {
              name                   = "nb"
              instance_type          = "ml.p3.2xlarge"
              volume_size            = 10
              direct_internet_access = "Disabled"
              instance_metadata_service_configuration {
                minimum_instance_metadata_service_version = "2"
              }
              tags = {
                Owner = "me"
                "a b" = local.team
              }
            }
            locals { team = "x" }
            """
        ])
        let resource = try folder.resource("aws_sagemaker_notebook_instance.nb")
        #expect(resource.type == "AWS::SageMaker::NotebookInstance")
        #expect(folder.text(resource.anchor, resource) == "resource \"aws_sagemaker_notebook_instance\" \"nb\"")
        let properties = try #require(resource.properties)
        let type = try #require(properties["InstanceType"])
        #expect(type.string == "ml.p3.2xlarge")
        #expect(folder.text(type.range, resource) == "\"ml.p3.2xlarge\"")
        #expect(folder.text(try #require(type.keyRange), resource) == "instance_type")
        #expect(properties["VolumeSizeInGB"]?.integer == 10)
        let version = properties["InstanceMetadataServiceConfiguration"]?["MinimumInstanceMetadataServiceVersion"]
        #expect(version?.text == "2")
        let block = try #require(properties["InstanceMetadataServiceConfiguration"]?.keyRange)
        #expect(folder.text(block, resource) == "instance_metadata_service_configuration")
        guard case .known(let tags, let anchor?, false) = resource.tags else {
            Issue.record("the tags are not known")
            return
        }
        #expect(folder.text(anchor, resource) == "tags")
        #expect(tags.map(\.keyText).sorted() == ["Owner", "a b"])
        let team = try #require(tags.first { $0.keyText == "a b" })
        #expect(team.value.string == "x")
        #expect(folder.text(team.value.range, resource) == "local.team")
    }

    @Test("the steps of a pipeline are read where they are spelled out, each with its place")
    func pipeline() throws {
        let folder = try TerraformFolder([
            "main.tf": """
            variable "size" {}
            resource "aws_sagemaker_pipeline" "p" {
              pipeline_name = "p"
              pipeline_definition = jsonencode({
                Version    = "2020-12-01"
                Parameters = [{ Name = "Type", Type = "String", DefaultValue = "ml.p3.2xlarge" }]
                Steps = [
                  {
                    Name = "Fit"
                    Type = "Training"
                    Arguments = { ResourceConfig = { InstanceType = "ml.p4d.24xlarge", VolumeSizeInGB = var.size } }
                  },
                  {
                    Name = "Check"
                    Type = "Condition"
                    Arguments = {
                      IfSteps = [{ Name = "Score", Type = "Transform", Arguments = {
                        TransformResources = { InstanceType = { Get = "Parameters.Type" } } } }]
                    }
                  },
                ]
              })
            }
            locals { text = jsonencode({ Version = "1", Steps = [{ Name = "A", Type = "Model", Arguments = {} }] }) }
            resource "aws_sagemaker_pipeline" "text" { pipeline_definition = local.text }
            resource "aws_sagemaker_pipeline" "open" { pipeline_definition = var.size }
            resource "aws_sagemaker_pipeline" "none" {}
            """
        ])
        let fit = try folder.resource("aws_sagemaker_pipeline.p/Fit")
        #expect(fit.type == "AWS::SageMaker::TrainingJob")
        #expect(folder.text(fit.anchor, fit) == "\"Fit\"")
        let type = try #require(fit.properties?["ResourceConfig"]?["InstanceType"])
        #expect(type.string == "ml.p4d.24xlarge")
        #expect(folder.text(type.range, fit) == "\"ml.p4d.24xlarge\"")
        let size = try #require(fit.properties?["ResourceConfig"]?["VolumeSizeInGB"])
        guard case .unknown("variable `size` has no value", _)? = fit.resolver?.resolve(size) else {
            Issue.record("the size of the volume is not unknown")
            return
        }
        let score = try folder.resource("aws_sagemaker_pipeline.p/Score")
        let parameter = try #require(score.properties?["TransformResources"]?["InstanceType"])
        #expect(folder.text(parameter.range, score).hasPrefix("{ Get"))
        let model = try folder.resource("aws_sagemaker_pipeline.text/A")
        #expect(model.type == "AWS::SageMaker::Model")
        #expect(folder.text(model.anchor, model) == "local.text")
        let input = folder.read()
        #expect(
            input.diagnostics.map(\.message) == [
                "the definition of `aws_sagemaker_pipeline.open` is not read: variable `size` has no value"
            ])
        #expect(input.unreadResources == 1)
    }

    @Test("folders may have names beyond ASCII, on disk and in a state of a repository", arguments: [true, false])
    func names(isOnDisk: Bool) throws {
        let files = [
            "größe/main.tf": """
            module "m" { source = "./müll" }
            resource "aws_s3_bucket" "b" { bucket = join(",", fileset("größer", "*")) }
            """,
            "größe/müll/main.tf": "resource \"aws_s3_bucket\" \"c\" { bucket = \"c\" }",
            "größe/größer/one.txt": "", "größe/größer/two.txt": "", "größe/größer/ä/three.txt": "",
        ]
        let folder = try TerraformFolder(files)
        let snapshot = FileSnapshot(
            files: files.mapValues { Array($0.utf8) }, paths: RepositoryPaths(root: "/r"), name: "r")
        let root = isOnDisk ? folder.path : "/r"
        let input = InputReader().readTerraform(
            folder: root + "/größe", root: root, contents: isOnDisk ? .disk : .snapshot(snapshot),
            symbols: SymbolTable())
        #expect(input.diagnostics == [])
        let found = input.resources.map { "\($0.name) \($0.properties?["BucketName"]?.string ?? "")" }
        #expect(found.sorted() == ["aws_s3_bucket.b one.txt,two.txt", "module.m.aws_s3_bucket.c c"])
    }

    @Test("tags of the provider count, and those that are not known leave the set open")
    func tags() throws {
        let folder = try TerraformFolder([
            "main.tf": """
            provider "aws" {
              region = "eu-west-1"
              default_tags { tags = { Owner = "team", Env = "dev" } }
            }
            provider "aws" {
              alias = "bare"
            }
            variable "more" {}
            resource "aws_sagemaker_model" "own" { tags = { Env = "prod" } }
            resource "aws_sagemaker_model" "none" {}
            resource "aws_sagemaker_model" "bare" { provider = aws.bare }
            resource "aws_sagemaker_model" "open" { tags = var.more }
            resource "aws_sagemaker_model" "value" { tags = { Env = var.more } }
            """
        ])
        func tags(_ name: String) throws -> String {
            let resource = try folder.resource("aws_sagemaker_model.\(name)")
            guard case .known(let tags, _, let isOpen) = resource.tags else { return "?" }
            let all = tags.map {
                "\($0.keyText)=\($0.value.node.flags.contains(.deferred) ? "?" : $0.value.text ?? "")"
            }
            return all.sorted().joined(separator: ",") + (isOpen ? "+" : "")
        }
        #expect(try tags("own") == "Env=prod,Owner=team")
        #expect(try tags("none") == "Env=dev,Owner=team")
        #expect(try tags("bare") == "")
        #expect(try tags("open") == "Env=?,Owner=?+")
        #expect(try tags("value") == "Env=?,Owner=team")
        #expect(try folder.resource("aws_sagemaker_model.own").region == "eu-west-1")
    }

    @Test("what is not known is a reference, a text in parts, or unknown with the reason")
    func unknowns() throws {
        let folder = try TerraformFolder([
            "main.tf": """
            variable "type" {}
            resource "aws_sagemaker_endpoint_configuration" "c" {
              production_variants {
                variant_name  = "main"
                model_name    = aws_sagemaker_model.m.name
                instance_type = var.type
              }
            }
            resource "aws_sagemaker_model" "m" { execution_role_arn = aws_iam_role.r.arn }
            resource "aws_iam_role" "r" {}
            resource "aws_sagemaker_endpoint" "e" {
              endpoint_config_name = "x-${aws_sagemaker_endpoint_configuration.c.name}"
            }
            """
        ])
        let configuration = try folder.resource("aws_sagemaker_endpoint_configuration.c")
        let variant = try #require(configuration.properties?["ProductionVariants"]?.children.first { _ in true })
        guard case .reference(let model)? = folder.resolve(variant["ModelName"], configuration) else {
            Issue.record("the model's name is no reference")
            return
        }
        #expect(model == ResourceReference(target: "aws_sagemaker_model.m", attribute: "ModelName"))
        guard case .unknown(let reason, _)? = folder.resolve(variant["InstanceType"], configuration) else {
            Issue.record("the type is known")
            return
        }
        #expect(reason == "variable `type` has no value")
        let role = try folder.resource("aws_sagemaker_model.m")
        guard case .reference(let target)? = folder.resolve(role.properties?["ExecutionRoleArn"], role) else {
            Issue.record("the role is no reference")
            return
        }
        #expect(target == ResourceReference(target: "aws_iam_role.r", attribute: "Arn"))
        let endpoint = try folder.resource("aws_sagemaker_endpoint.e")
        let name = try #require(endpoint.properties?["EndpointConfigName"])
        #expect(endpoint.resolver?.parts(of: name)?.count == 2)
        #expect(endpoint.resolver?.parts(of: name)?.first == .literal("x-"))
    }

    @Test("a resource of a module lies in the module's file and is named by its way there")
    func modules() throws {
        let folder = try TerraformFolder([
            "main.tf": "module \"a\" {\n  source = \"./inner\"\n  count  = 2\n  size   = 5\n}\n",
            "inner/nb.tf":
                "variable \"size\" {}\nresource \"aws_sagemaker_notebook_instance\" \"nb\" { volume_size = var.size }\n",
        ])
        let resource = try folder.resource("module.a[1].aws_sagemaker_notebook_instance.nb")
        #expect(resource.source.name.hasSuffix("inner/nb.tf"))
        #expect(resource.properties?["VolumeSizeInGB"]?.integer == 5)
        #expect(folder.text(try #require(resource.properties?["VolumeSizeInGB"]).range, resource) == "var.size")
    }

    @Test("a resource of which it is not known how many there are may not exist")
    func repetition() throws {
        let folder = try TerraformFolder([
            "main.tf": "variable \"on\" {}\nresource \"aws_sagemaker_model\" \"m\" { count = var.on ? 1 : 0 }\n"
        ])
        let resource = try folder.resource("aws_sagemaker_model.m")
        #expect(resource.exists(in: Scenario()) == nil)
    }

    @Test("a variable with a closed set of values is one of several")
    func choices() throws {
        let folder = try TerraformFolder([
            "main.tf": """
            variable "env" {
              validation {
                condition     = contains(["dev", "prod"], var.env)
                error_message = "no"
              }
            }
            resource "aws_sagemaker_notebook_instance" "nb" {
              instance_type = var.env == "prod" ? "ml.p3.2xlarge" : "ml.t3.medium"
            }
            resource "aws_sagemaker_model" "m" {
              count = var.env == "prod" ? 1 : 0
            }
            """
        ])
        let resource = try folder.resource("aws_sagemaker_notebook_instance.nb")
        let type = try #require(resource.properties?["InstanceType"])
        let resolver = try #require(resource.resolver)
        let open = Scenario()
        guard case .unknown = resolver.resolve(type, in: open) else {
            Issue.record("the type is known")
            return
        }
        let question = try #require(open.questions.first)
        #expect(question.id.name == "env")
        #expect(question.source.choice(question.id).options.map(\.label) == ["dev", "prod"])
        let types = [0, 1].map { outcome in
            guard case .value(let value) = resolver.resolve(type, in: Scenario([question.id: outcome])) else {
                return "?"
            }
            return value.string ?? "?"
        }
        #expect(types == ["ml.t3.medium", "ml.p3.2xlarge"])
        let model = try folder.resource("aws_sagemaker_model.m[0]")
        #expect(model.exists(in: Scenario()) == nil)
        #expect([0, 1].map { model.exists(in: Scenario([question.id: $0])) } == [false, true])
    }

    @Test("no path leaves the root, whatever links and dots it holds")
    func confinement() throws {
        let folder = try TerraformFolder(
            [
                "in/main.tf": """
                module "up" { source = "../out" }
                resource "aws_sagemaker_model" "m" { tags = { a = file("../secret"), b = file("link") } }
                """,
                "out/main.tf": "resource \"aws_sagemaker_model\" \"other\" {}\n", "secret": "hidden",
            ], folder: "in")
        try FileManager.default.createSymbolicLink(
            atPath: folder.path + "/link", withDestinationPath: folder.path + "/../secret")
        let input = folder.read()
        #expect(input.resources.map(\.name) == ["aws_sagemaker_model.m"])
        #expect(input.unreadResources == 1)
        let shown = input.diagnostics.map(\.message).joined(separator: "\n")
        #expect(shown.contains("the module `up` lies outside of what is checked"))
        #expect(
            !input.documents.contains { document in
                document.nodes.contains { document.text(of: $0).elementsEqual("hidden".utf8) }
            })
    }

    @Test("secrets are marked")
    func secrets() throws {
        let folder = try TerraformFolder([
            "main.tf": """
            variable "s" {
              default   = "hidden"
              sensitive = true
            }
            resource "aws_sagemaker_notebook_instance" "nb" { name = var.s }
            """
        ])
        let resource = try folder.resource("aws_sagemaker_notebook_instance.nb")
        #expect(resource.properties?["NotebookInstanceName"]?.node.flags.contains(.secret) == true)
    }

    @Test("patterns are those of RE2")
    func patterns() throws {
        let folder = try TerraformFolder([
            "main.tf": #"""
            resource "aws_sagemaker_model" "m" {
              tags = {
                a = regex("[a-z]+", "53453453.345345aaabbbccc23454")
                b = jsonencode(regex("^(?:(?P<scheme>[^:/?#]+):)?(?://(?P<host>[^/?#]*))?", "https://terraform.io/docs"))
                c = join(",", regexall("[a-z]+", "1234abcd5678efgh9"))
                d = replace("hello world", "/w.*d/", "everybody")
                e = replace("a-b", "/(\\w)-(?P<x>\\w)/", "$${x}_$1")
              }
            }
            """#
        ])
        guard case .known(let tags, _, _) = try folder.resource("aws_sagemaker_model.m").tags else { return }
        let values = Dictionary(tags.map { ($0.keyText, $0.value.text ?? "?") }) { first, _ in first }
        #expect(values["a"] == "aaabbbccc")
        #expect(values["b"] == #"{"host":"terraform.io","scheme":"https"}"#)
        #expect(values["c"] == "abcd,efgh")
        #expect(values["d"] == "hello everybody")
        #expect(values["e"] == "b_a")
    }

    @Test("every configuration that others wrote is read, or refused where Terraform refuses it", .needsSharedData)
    func realConfigurations() throws {
        /// Where Terraform 1.11.4 says that the file is wrong.
        let broken = ["7343ba9b60": 182, "b2eb3347db": 93, "c713ef1b44": 2]
        let files = SharedData.files(in: "terraform").filter { $0.pathExtension == "tf" }
        #expect(!files.isEmpty)
        for file in files {
            let text = try String(contentsOf: file, encoding: .utf8)
            let folder = try TerraformFolder(["main.tf": text])
            let errors = folder.read().diagnostics.filter { $0.severity == .error }
            let line = broken.first { file.lastPathComponent.hasPrefix($0.key) }?.value
            #expect(errors.map { $0.region?.start.line } == (line.map { [$0] } ?? []), "\(file.lastPathComponent)")
        }
    }
}

/// A folder on disk that lives as long as the test.
final class TerraformFolder {
    let path: String
    private let root: URL
    private var input: Input?

    init(_ files: [String: String], folder: String? = nil) throws {
        let root = FileManager.default.temporaryDirectory.appendingPathComponent("terraform-\(UUID().uuidString)")
        self.root = root
        path = folder.map { root.appendingPathComponent($0).path } ?? root.path
        for (name, text) in files {
            let file = root.appendingPathComponent(name)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try text.write(to: file, atomically: true, encoding: .utf8)
        }
    }

    deinit { try? FileManager.default.removeItem(at: root) }

    func read() -> Input {
        InputReader().readTerraform(folder: path, root: path, contents: .disk, symbols: SymbolTable())
    }

    func resource(_ name: String) throws -> Resource {
        let input = input ?? read()
        self.input = input
        return try #require(input.resources.first { $0.name == name })
    }

    func text(_ range: Range<Int>, _ resource: Resource) -> String {
        String(decoding: resource.source.bytes[range], as: UTF8.self)
    }

    func resolve(_ node: NodeView?, _ resource: Resource) -> Resolution? {
        node.flatMap { resource.resolver?.resolve($0) }
    }
}
