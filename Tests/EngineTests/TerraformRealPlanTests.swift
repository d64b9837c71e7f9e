import Engine
import Foundation
import Policies
import Readers
import Testing

/// Terraform with the provider of AWS in a folder of plugins, which plan without a network.
private enum RealTerraform {
    private static let environment = ProcessInfo.processInfo.environment
    static let program = environment["PROVISO_TERRAFORM"]
    static let plugins = environment["PROVISO_TERRAFORM_PLUGINS"]
    static let isThere = program != nil && plugins != nil

    /// Keys that are none, and no questions to the account.
    static let provider = """
        provider "aws" {
          region                      = "eu-west-1"
          access_key                  = "none"
          secret_key                  = "none"
          skip_credentials_validation = true
          skip_requesting_account_id  = true
          skip_metadata_api_check     = true
        }
        """

    static func run(_ arguments: [String], in folder: URL) throws -> Data {
        let process = Process()
        process.executableURL = URL(filePath: try #require(program))
        process.arguments = arguments
        process.currentDirectoryURL = folder
        process.environment = environment.merging(["TF_CLI_CONFIG_FILE": "/dev/null", "TF_IN_AUTOMATION": "1"]) { $1 }
        let output = folder.appending(path: "output.txt")
        try Data().write(to: output)
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        return try Data(contentsOf: output)
    }

    /// The plan of a folder, in JSON. A resource that its provider asks the network about is left out of it.
    static func plan(of folder: URL) throws -> Data {
        _ = try run(["init", "-plugin-dir=\(try #require(plugins))", "-input=false"], in: folder)
        _ = try run(["plan", "-refresh=false", "-input=false", "-lock=false", "-out=plan"], in: folder)
        return try run(["show", "-json", "plan"], in: folder)
    }
}

@Suite(
    "A plan that Terraform makes of a configuration has the verdicts of its source",
    .enabled(
        if: RealTerraform.isThere,
        "PROVISO_TERRAFORM and PROVISO_TERRAFORM_PLUGINS, a program and its plugins, are not set"))
struct TerraformRealPlanTests {
    private static let examples = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Examples")

    /// What the examples do not have: repetition, modules, dynamic blocks, functions, values that are not known.
    private static let intricate = [
        "main.tf": """
        variable "type" { default = "ml.p3.2xlarge" }
        variable "teams" {
          type    = map(object({ type = string, size = optional(number, 5) }))
          default = { a = { type = "ml.t3.medium" }, b = { type = "ml.p4d.24xlarge", size = 900 } }
        }
        locals { tags = merge({ owner = "me" }, { environment = lower("DEV") }) }
        resource "aws_sagemaker_notebook_instance" "many" {
          count         = 2
          name          = "many-${count.index}"
          role_arn      = aws_iam_role.r.arn
          instance_type = count.index == 0 ? var.type : "ml.t3.medium"
          tags          = count.index == 0 ? local.tags : null
        }
        resource "aws_sagemaker_notebook_instance" "each" {
          for_each      = var.teams
          name          = "each-${each.key}"
          role_arn      = aws_iam_role.r.arn
          instance_type = each.value.type
          volume_size   = each.value.size
          kms_key_id    = aws_kms_key.k.key_id
        }
        resource "aws_sagemaker_endpoint_configuration" "d" {
          name = "d"
          dynamic "production_variants" {
            for_each = { main = "ml.g5.12xlarge", spare = "ml.m5.large" }
            content {
              variant_name           = production_variants.key
              model_name             = "m"
              instance_type          = production_variants.value
              initial_instance_count = 1
            }
          }
          tags = local.tags
        }
        resource "aws_kms_key" "k" {}
        resource "aws_iam_role" "r" {
          name               = "r"
          assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [
            { Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "sagemaker.amazonaws.com" } }] })
        }
        resource "aws_s3_bucket" "data" { bucket = "team-${join("-", ["a", "b"])}" }
        resource "aws_s3_bucket_versioning" "data" {
          bucket = aws_s3_bucket.data.id
          versioning_configuration { status = "Enabled" }
        }
        module "inner" {
          source   = "./inner"
          for_each = toset(["x", "y"])
          type     = each.key == "x" ? "ml.p3.16xlarge" : "ml.t3.medium"
          tags     = local.tags
        }
        """,
        "inner/main.tf": """
        variable "type" { type = string }
        variable "tags" { type = map(string) }
        resource "aws_sagemaker_notebook_instance" "inner" {
          name          = "inner"
          role_arn      = "arn:aws:iam::123456789012:role/x"
          instance_type = var.type
          tags          = { for k, v in var.tags : k => v }
        }
        """,
    ]

    @Test("or one of them knows less", arguments: ["terraform-careless", "terraform-clean", "intricate"])
    func parity(name: String) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "proviso-plan-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        if name == "intricate" {
            for (path, text) in Self.intricate {
                let file = folder.appending(path: path)
                try FileManager.default.createDirectory(
                    at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
                try Data(text.utf8).write(to: file)
            }
            try Data(RealTerraform.provider.utf8).write(to: folder.appending(path: "provider.tf"))
        } else {
            try FileManager.default.copyItem(at: Self.examples.appending(path: name), to: folder)
            try Data(RealTerraform.provider.utf8).write(to: folder.appending(path: "override.tf"))
        }
        let source = try Self.verdicts(folder.path)
        let file = folder.appending(path: "plan.json")
        try RealTerraform.plan(of: folder).write(to: file)
        let plan = try Self.verdicts(file.path)
        #expect(plan.count >= 60, "\(plan.count)")
        var agreed = 0
        for (key, verdict) in plan.sorted(by: { $0.key < $1.key }) {
            guard let other = source[key] else {
                // What the provider may add to a role, such as policies, no file says.
                if verdict == .unknown { continue }
                Issue.record("\(key): only the plan is judged, \(verdict)")
                continue
            }
            agreed += other == verdict ? 1 : 0
            #expect(
                other == verdict || other == .unknown || verdict == .unknown, "\(key): \(other), in the plan \(verdict)"
            )
        }
        // To know nothing is to agree with everything.
        #expect(agreed * 5 >= plan.count * 4, "\(agreed) of \(plan.count)")
    }

    private static func verdicts(_ path: String) throws -> [String: Verdict] {
        var request = CheckRequest(paths: [path], now: 1_790_000_000)
        request.includesPasses = true
        let result = CheckRun.run(request, policies: try #require(PolicySet.load(PolicySelection()).set))
        // One rule may say several things of a resource: the worst counts.
        return Dictionary(result.findings.map { ("\($0.rule) \($0.resource.name)", $0.verdict) }) { one, other in
            [one, other].contains(.fail) ? .fail : [one, other].contains(.unknown) ? .unknown : one
        }
    }
}
