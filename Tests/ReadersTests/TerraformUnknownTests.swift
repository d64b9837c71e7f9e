import Documents
import Readers
import Resources
import Testing

@Suite("What a Terraform configuration leaves open is never guessed")
struct TerraformUnknownTests {
    private func configuration(_ files: [String: String]) -> Input {
        let paths = RepositoryPaths(root: "/r", workingDirectory: "/r")
        let contents = FileSnapshot(files: files.mapValues { Array($0.utf8) }, paths: paths, name: "r")
        return InputReader().readTerraform(
            folder: ".", root: ".", contents: .snapshot(contents), symbols: SymbolTable())
    }

    private func configuration(_ text: String) -> Input { configuration(["main.tf": text]) }

    private static let versioning = "versioning_configuration {\n    status = \"Enabled\"\n  }"

    @Test(
        "a part that may not exist, or may be of another bucket, leaves the property open",
        arguments: [
            ("bucket = \"data\"", "count = var.on ? 1 : 0\n  bucket = \"data\""),
            ("bucket = \"data\"", "for_each = var.on\n  bucket = aws_s3_bucket.x.id"),
            ("bucket = var.b", "bucket = var.b"), ("bucket = \"data\"", "bucket = var.b"),
            ("bucket = var.b", "bucket = \"data\""), ("bucket = \"data\"", "bucket = aws_s3_bucket.many[0].id"),
            ("bucket = \"data\"", "bucket = one(aws_s3_bucket.many[*].id)"),
        ])
    func parts(bucket: String, versioning: String) throws {
        let input = configuration(
            """
            variable "on" {}
            variable "b" {}
            resource "aws_s3_bucket" "x" {
              \(bucket)
            }
            resource "aws_s3_bucket" "many" {
              count = var.on ? 1 : 0
            }
            resource "aws_s3_bucket_versioning" "x" {
              \(versioning)
              \(Self.versioning)
            }
            """)
        let property = try #require(try input.resource("aws_s3_bucket.x")["VersioningConfiguration"])
        let resource = try input.resource("aws_s3_bucket.x")
        guard case .unknown(_, mayBeAbsent: true)? = resource.resolver?.resolve(property) else {
            Issue.record("\(property.summary)")
            return
        }
    }

    @Test(
        "a part that is of another bucket says nothing",
        arguments: ["bucket = aws_s3_bucket.other.id", "bucket = \"elsewhere\""])
    func otherParts(versioning: String) throws {
        let input = configuration(
            """
            resource "aws_s3_bucket" "x" { bucket = "data" }
            resource "aws_s3_bucket" "other" { bucket = var.b }
            variable "b" {}
            resource "aws_s3_bucket_versioning" "x" {
              \(versioning)
              \(Self.versioning)
            }
            """)
        #expect(try input.resource("aws_s3_bucket.x")["VersioningConfiguration"] == nil)
    }

    @Test("an argument that another resource does not have may be absent; what its provider computes may not")
    func references() throws {
        let input = configuration(
            """
            resource "aws_sagemaker_notebook_instance" "a" { role_arn = aws_iam_role.r.arn }
            resource "aws_iam_role" "r" {}
            resource "aws_sagemaker_notebook_instance" "b" {
              kms_key_id = aws_sagemaker_notebook_instance.a.kms_key_id
              role_arn   = aws_iam_role.r.arn
            }
            """)
        let resource = try input.resource("aws_sagemaker_notebook_instance.b")
        let key = try #require(resource["KmsKeyId"])
        guard case .unknown(_, mayBeAbsent: true)? = resource.resolver?.resolve(key) else {
            Issue.record("the key is taken to be there")
            return
        }
        guard case .reference? = resource.resolver?.resolve(try #require(resource["RoleArn"])) else {
            Issue.record("the role is no reference")
            return
        }
    }

    @Test("an empty provider block of a module stands for the caller's, and its overrides count")
    func providers() throws {
        let input = configuration([
            "main.tf": """
            provider "aws" {
              region = "eu-west-1"
              default_tags { tags = { Owner = "me" } }
            }
            module "m" { source = "./m" }
            """,
            "a_override.tf": "provider \"aws\" { region = \"us-east-1\" }",
            "m/main.tf": "provider \"aws\" {}\nresource \"aws_sagemaker_model\" \"x\" {}",
        ])
        let resource = try input.resource("module.m.aws_sagemaker_model.x")
        #expect(resource.region == "us-east-1")
        guard case .known(let tags, _, _) = resource.tags else {
            Issue.record("the tags are not known")
            return
        }
        #expect(tags.map(\.keyText) == ["Owner"])
    }

    @Test("beside own tags that are not known the values of default tags are not known")
    func openTags() throws {
        let input = configuration(
            """
            variable "t" {}
            provider "aws" {
              default_tags { tags = { Owner = "me" } }
            }
            resource "aws_sagemaker_model" "x" { tags = var.t }
            resource "aws_sagemaker_model" "y" { tags = local.undeclared }
            """)
        for name in ["x", "y"] {
            guard case .known(let tags, _, _) = try input.resource("aws_sagemaker_model.\(name)").tags else {
                Issue.record("the keys are known")
                continue
            }
            #expect(tags.map(\.keyText) == ["Owner"])
            #expect(tags.allSatisfy { $0.value.kind == .unknown })
        }
    }

    @Test("default tags that are secret stay so")
    func secretTags() throws {
        let input = configuration(
            """
            variable "t" {
              sensitive = true
              default   = { Owner = "s3cr3t" }
            }
            provider "aws" {
              default_tags { tags = var.t }
            }
            resource "aws_sagemaker_model" "x" {}
            """)
        guard case .known(let tags, _, _) = try input.resource("aws_sagemaker_model.x").tags else {
            Issue.record("the tags are not known")
            return
        }
        #expect(tags.allSatisfy { $0.value.node.flags.contains(.secret) })
    }

    /// With what Terraform 1.11.4 makes of them; nil where it refuses them.
    @Test(
        "patterns match where they do in Terraform",
        arguments: [
            (#"replace("a.b","/\\./","$-")"#, "a$-b"), (#"jsonencode(regexall("a*","ab"))"#, #"["a",""]"#),
            (#"replace("ab","/a*/","x")"#, "xbx"), (#"replace("é","/x*/","-")"#, "-é-"),
            (#"replace("abc","/(?P<k>b)/","[$k]")"#, "a[b]c"), (#"jsonencode(regexall("","é"))"#, #"["",""]"#),
            (#"replace("aab","/a*?/","x")"#, "xaxaxbx"), (#"replace("ab","/(a)(?P<n>b)/","$n$1-$2x")"#, "ba-"),
            (#"replace("ab","/(a)(b)/","$1x")"#, ""), (#"replace("ab","/a/","${"$"}{1")"#, "${1b"),
            (#"replace("ab","/a/","$")"#, "$b"), (#"replace("ab","/a/","$$")"#, "$b"),
            (#"jsonencode(regex("[]()](?P<k>x)",")x"))"#, #"{"k":"x"}"#),
            (#"jsonencode(regex("(?P<k>x)|(?P<l>y)","x"))"#, #"{"k":"x","l":null}"#),
            (#"jsonencode(regex("(x)|(y)","x"))"#, #"["x",null]"#),
            (#"jsonencode(regex("\\Q(\\E(x)","(x"))"#, #"["x"]"#),
            (#"jsonencode(regex("[[:alpha:](]+(x)","a(x"))"#, #"["x"]"#), (#"regex("(a)(?P<k>x)","ax")"#, nil),
            (#"regex("(?P<x>a)(b)","ab")"#, nil), (#"regex("()()()()()()()()()()()()()()()()(a)","a")"#, nil),
        ] as [(String, String?)])
    func patterns(expression: String, expected: String?) throws {
        let input = configuration("resource \"aws_sagemaker_model\" \"m\" { tags = { a = \(expression) } }")
        guard case .known(let tags, _, _) = try input.resource("aws_sagemaker_model.m").tags else { return }
        #expect(tags.first?.value.text == expected)
    }
}
