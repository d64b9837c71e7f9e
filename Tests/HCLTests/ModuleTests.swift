import Documents
import HCL
import Testing

@Suite("Modules are followed")
struct ModuleTests {
    @Test("local modules are followed, through outputs and back")
    func modules() {
        let sample = Sample([
            "main.tf": """
            module "team" {
              source   = "./modules/team"
              for_each = toset(["red"])
              name     = each.key
            }
            module "far" { source = "terraform-aws-modules/vpc/aws" }
            module "out" { source = "../outside" }
            resource "aws_b" "x" {
              name = module.team["red"].name
              arn  = module.team["red"].arn
              far  = module.far.id
              own  = module.team["red"].folder
            }
            """,
            "modules/team/main.tf": """
            variable "name" { type = string }
            variable "size" { default = 3 }
            resource "aws_a" "one" {
              name = "team-${var.name}"
              size = var.size
            }
            module "deeper" { source = "../deep" }
            output "name" { value = aws_a.one.name }
            output "arn" { value = aws_a.one.arn }
            output "folder" { value = path.module }
            """,
            "modules/deep/main.tf": "resource \"aws_a\" \"deep\" { name = path.module }",
        ])
        #expect(
            sample.addresses == [
                "module.team[\"red\"].aws_a.one", "module.team[\"red\"].module.deeper.aws_a.deep", "aws_b.x",
            ])
        #expect(sample.value("module.team[\"red\"].aws_a.one", "name") == "team-red")
        #expect(sample.value("module.team[\"red\"].module.deeper.aws_a.deep", "name") == "modules/deep")
        #expect(sample.value("aws_b.x", "name") == "team-red")
        #expect(
            sample.value("aws_b.x", "arn") == "? `module.team[\"red\"].aws_a.one.arn` is known after apply")
        #expect(
            sample.value("aws_b.x", "far")
                == "? the module `far` is not installed, so its resources are not known")
        #expect(sample.value("aws_b.x", "own") == "modules/team")
        #expect(sample.configuration.unreadModules == 2)
    }

    @Test("modules that were fetched are read")
    func installed() {
        let sample = Sample([
            "main.tf": "module \"far\" { source = \"x/y/z\" }",
            ".terraform/modules/modules.json":
                "{\"Modules\":[{\"Key\":\"\",\"Source\":\"\",\"Dir\":\".\"},"
                + "{\"Key\":\"far\",\"Source\":\"registry.terraform.io/x/y/z\",\"Dir\":\".terraform/modules/far/sub\"}]}",
            ".terraform/modules/far/sub/main.tf": "resource \"aws_a\" \"x\" {}",
        ])
        #expect(sample.addresses == ["module.far.aws_a.x"])
    }

    @Test("a module that calls itself, and values that depend on themselves, end in a message")
    func cycles() {
        let recursive = Sample([
            "main.tf": "module \"a\" {\n  source = \"./b\"\n  count  = 2\n}\nresource \"aws_a\" \"x\" {}",
            "b/main.tf": "module \"c\" { source = \"../\" }",
        ])
        #expect(recursive.addresses == ["aws_a.x"])
        #expect(recursive.messages == ["the module `c` calls itself"])
        let deep = Dictionary(
            uniqueKeysWithValues: (0..<40).map {
                ("m\($0)/main.tf", "module \"m\" {\n  source = \"../m\($0 + 1)\"\n  count  = 2\n}\n")
            })
        let many = Sample(deep, folder: "m0")
        #expect(many.addresses == [])
        #expect(
            many.messages.contains { $0.hasPrefix("the configuration has more than") || $0.hasPrefix("more than 32") })
        let sample = Sample(
            "locals {\n  a = local.b\n  b = local.a\n}\nresource \"aws_a\" \"x\" { name = local.a }\n"
                + "resource \"aws_a\" \"n\" { count = length(aws_a.n) }")
        #expect(sample.value("aws_a.x", "name") == "! the value depends on itself")
        #expect(sample.messages.contains("the number of `n` depends on itself"))
    }
}
