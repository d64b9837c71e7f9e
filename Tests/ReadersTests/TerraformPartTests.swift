import Documents
import Readers
import Resources
import Testing

@Suite("Terraform resources that are a part of another one")
struct TerraformPartTests {
    private func change(_ address: String, _ after: String, unknown: String = "{}") -> String {
        let type = address.prefix { $0 != "." }
        return #"""
            {"address":"\#(address)","mode":"managed","type":"\#(type)","name":"x",
             "change":{"actions":["create"],"before":null,"after":\#(after),"after_unknown":\#(unknown)}}
            """#
    }

    private func plan(_ changes: [String], configuration: String = "[]") throws -> Input {
        try read(
            #"""
            {"format_version":"1.2","terraform_version":"1.9.5","resource_changes":[\#(changes.joined(separator: ","))],
             "configuration":{"root_module":{"resources":\#(configuration)}}}
            """#, name: "plan.json")
    }

    private let encryption = #"""
        {"rule":[{"apply_server_side_encryption_by_default":[{"sse_algorithm":"aws:kms","kms_master_key_id":"k"}],
         "bucket_key_enabled":true}]}
        """#

    @Test("their attributes are properties of it, by its name or by a reference")
    func plan() throws {
        let input = try plan(
            [
                change("aws_s3_bucket.x", #"{"bucket":"data"}"#, unknown: #"{"id":true}"#),
                change(
                    "aws_s3_bucket_versioning.x",
                    #"{"bucket":"data","versioning_configuration":[{"status":"Enabled"}]}"#),
                change(
                    "aws_s3_bucket_server_side_encryption_configuration.x", encryption, unknown: #"{"bucket":true}"#),
                change("aws_s3_bucket_public_access_block.x", #"{"bucket":"other","block_public_acls":true}"#),
            ],
            configuration: #"""
                [{"address":"aws_s3_bucket_server_side_encryption_configuration.x",
                  "expressions":{"bucket":{"references":["aws_s3_bucket.x.id","aws_s3_bucket.x"]}}}]
                """#)
        let bucket = try input.resource("aws_s3_bucket.x")
        #expect(
            bucket.properties?.summary == """
                {VersioningConfiguration: {Status: Enabled}, BucketEncryption: {ServerSideEncryptionConfiguration: \
                [{ServerSideEncryptionByDefault: {SSEAlgorithm: aws:kms, KMSMasterKeyID: k}, BucketKeyEnabled: true}]}, \
                BucketName: data}
                """)
        #expect(input.resources.filter { $0.type == "AWS::S3::Bucket" }.count == 1)
        #expect(try input.resource("aws_s3_bucket_public_access_block.x").properties == nil)
    }

    @Test("each of several blocks is an element")
    func elements() throws {
        let rules = #"""
            {"bucket":"data","rule":[{"id":"a","status":"Enabled","expiration":[{"days":30}]},
             {"id":"b","status":"Disabled","expiration":[{"days":90}]}]}
            """#
        let input = try plan([
            change("aws_s3_bucket.x", #"{"bucket":"data"}"#),
            change("aws_s3_bucket_lifecycle_configuration.x", rules),
        ])
        let found = try input.resource("aws_s3_bucket.x")["LifecycleConfiguration"]?["Rules"]?.children
        #expect(found?.map { $0["ExpirationInDays"]?.integer } == [30, 90])
        #expect(found?.map { $0["Status"]?.string } == ["Enabled", "Disabled"])
    }

    @Test("a part goes before what the resource itself leaves open")
    func precedence() throws {
        let policy = #"{\"Version\":\"2012-10-17\"}"#
        let input = try plan([
            change("aws_kms_key.x", #"{"description":"d"}"#, unknown: #"{"policy":true,"id":true}"#),
            change("aws_kms_key_policy.x", #"{"policy":"\#(policy)"}"#, unknown: #"{"key_id":true}"#),
        ])
        #expect(try input.resource("aws_kms_key.x").resolution("KeyPolicy").summary.hasPrefix("unknown"))
        let joined = try plan([
            change("aws_kms_key.x", #"{"description":"d","key_id":"k-1"}"#, unknown: #"{"policy":true}"#),
            change("aws_kms_key_policy.x", #"{"policy":"\#(policy)","key_id":"k-1"}"#),
        ])
        let key = try joined.resource("aws_kms_key.x")
        #expect(key["KeyPolicy"]?.text?.contains("2012-10-17") ?? false)
        #expect(key.properties?.children.filter { $0.key == "KeyPolicy" }.count == 1)
    }

    @Test("one that is not known at all makes its properties unknown")
    func unknown() throws {
        let input = try plan([
            change("aws_s3_bucket.x", #"{"bucket":"data"}"#),
            change("aws_s3_bucket_versioning.x", #"{"bucket":"data"}"#, unknown: #"{"versioning_configuration":true}"#),
        ])
        let bucket = try input.resource("aws_s3_bucket.x")
        #expect(try bucket.resolution("VersioningConfiguration").summary.hasPrefix("unknown"))
    }

    private func configuration(_ files: [String: String]) -> Input {
        let paths = RepositoryPaths(root: "/r", workingDirectory: "/r")
        let contents = FileSnapshot(files: files.mapValues { Array($0.utf8) }, paths: paths, name: "r")
        return InputReader().readTerraform(
            folder: ".", root: ".", contents: .snapshot(contents), symbols: SymbolTable())
    }

    @Test("so they are in configurations, and in another file they are not known")
    func source() throws {
        let bucket = #"resource "aws_s3_bucket" "x" { bucket = "data" }"#
        let versioning = """
            resource "aws_s3_bucket_versioning" "x" {
              bucket = aws_s3_bucket.x.id
              versioning_configuration {
                status = "Enabled"
              }
            }
            """
        let together = try configuration(["main.tf": bucket + "\n" + versioning]).resource("aws_s3_bucket.x")
        #expect(together["VersioningConfiguration"]?["Status"]?.string == "Enabled")
        let apart = try configuration(["main.tf": bucket, "versioning.tf": versioning]).resource("aws_s3_bucket.x")
        #expect(
            try apart.resolution("VersioningConfiguration").summary
                == "unknown: `aws_s3_bucket_versioning.x` gives it in another file")
        let named = versioning.replacing("aws_s3_bucket.x.id", with: "\"data\"")
        let many = configuration([
            "main.tf": """
            variable "u" {}
            resource "aws_s3_bucket" "x" {
              count  = 3000
              bucket = "${var.u}-${count.index}"
            }
            resource "aws_s3_bucket_versioning" "x" {
              count  = 3000
              bucket = "${var.u}-${count.index}"
              versioning_configuration { status = "Enabled" }
            }
            """
        ])
        // One that it may have is enough to know that it may have one.
        #expect(many.resources.count == 6000)
        let open = try many.resource("aws_s3_bucket.x[7]").resolution("VersioningConfiguration").summary
        #expect(open.hasPrefix("unknown?: whether `aws_s3_bucket_versioning.x[0]` belongs to it is not known"))
        let byName = try configuration(["main.tf": bucket + "\n" + named]).resource("aws_s3_bucket.x")
        #expect(byName["VersioningConfiguration"]?["Status"]?.string == "Enabled")
    }
}
