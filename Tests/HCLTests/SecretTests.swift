import Documents
import HCL
import Testing

@Suite("What is secret is never shown")
struct SecretTests {
    private static let declarations = """
        variable "pw" {
          sensitive = true
          default   = "s3cr3t"
        }
        variable "pws" {
          sensitive = true
          default   = ["s3cr3t", "s3cr3t"]
        }
        variable "map" {
          sensitive = true
          default   = { k = "s3cr3t" }
        }
        variable "once" {
          ephemeral = true
          default   = "s3cr3t"
        }

        """

    @Test(
        "a value that is computed from a secret is one",
        arguments: [
            "jsonencode({ cfg = var.pw })", "yamlencode([var.pw])", "flatten([var.pws])[0]", "[var.pw][0]",
            "format(\"%s-%s\", var.pws...)", "formatlist(\"%s\", var.pws)[0]", "var.once", "var.map.k",
            "templatestring(local.template, var.map)", "templatestring(local.template, { k = var.pw })",
            "{ (var.pw) = 1 }", "{ for k in [var.pw] : k => 1 }", "[for x in var.pws : x]",
            "[for x in [1] : x if var.pw != \"\"]",
            "lookup(var.map, \"k\")", "element(var.pws, 0)", "merge(var.map, {})", "values(var.map)[0]",
            "coalesce(var.pw, \"x\")", "concat(var.pws, [])", "toset([var.pw])", "zipmap([var.pw], [1])",
            "\"a${var.pw}\"", "sha256(var.pw)", "var.pw == \"a\"", "[var.pw] == [\"a\"]", "var.pw != \"\" ? 1 : 2",
            "try(var.pw, 1)", "join(\",\", [var.pw])", "distinct(var.pws)", "split(\"3\", var.pw)",
            "setunion([var.pw], [\"a\"])",
            "transpose({ a = [var.pw] })", "var.pws[*]",
        ])
    func marks(expression: String) throws {
        let sample = Sample(
            Self.declarations + "locals { template = \"$${k}\" }\nresource \"aws_a\" \"x\" { v = \(expression) }")
        let value = try #require(try sample.configuration.resources().first?.contents.first?.attributes.first?.value())
        #expect(value.unknown == nil)
        #expect(value.isSensitiveInside, "\(Sample.text(value))")
        #expect(sample.messages == [])
    }

    @Test(
        "parts that are not secret stay known beside those that are",
        arguments: [
            ("merge({ a = 1 }, { b = var.pw }).a", "1"), ("keys({ b = var.pw })", "[b]"), ("length([var.pw])", "1"),
            ("element([1, var.pw], 0)", "1"), ("nonsensitive(var.pw)", "s3cr3t"), ("issensitive(var.pw)", "true"),
        ])
    func parts(expression: String, expected: String) {
        let sample = Sample(Self.declarations + "resource \"aws_a\" \"x\" { v = \(expression) }")
        #expect(sample.value("aws_a.x", "v") == expected)
    }

    @Test(
        "no message tells a secret",
        arguments: [
            "{ a = 1 }[var.pw]", "parseint(var.pw, 10)", "cidrhost(var.pw, 1)", "regex(var.pw, \"x\")",
            "lookup({ a = 1 }, var.pw)",
            "formatdate(var.pw, \"2018-01-02T23:12:01Z\")", "{ for k in var.pws : k => 1 }", "jsondecode(var.pw)",
            "file(var.pw)", "tonumber(var.pw)", "timeadd(var.pw, \"1h\")", "var.map.s3cr3", "var.map[\"x\"]",
            "textencodebase64(\"a\", var.pw)",
        ])
    func messages(expression: String) {
        let sample = Sample(
            Self.declarations + "resource \"aws_a\" \"x\" { v = \(expression) }\nlocals { n = aws_a.x.v }")
        let said = ([sample.value("aws_a.x", "v")] + sample.messages).joined(separator: "\n")
        #expect(said.hasPrefix("!") || said.hasPrefix("?"))
        #expect(!said.contains("s3cr3t"), "\(said)")
    }

    @Test(
        "an address is not made of a secret",
        arguments: ["toset([var.pw])", "toset([jsonencode([var.pw])])", "var.map"])
    func addresses(collection: String) {
        let sample = Sample(Self.declarations + "resource \"aws_a\" \"x\" { for_each = \(collection) }")
        #expect(sample.addresses == ["aws_a.x"])
        #expect(sample.messages == ["`for_each` is a secret value: the addresses of the resources would tell it"])
    }

    @Test("a value that does not fit a secret variable is not told")
    func conversion() {
        let sample = Sample(
            """
            variable "n" {
              type      = object({ a = number })
              sensitive = true
              default   = { a = "s3cr3t" }
            }
            resource "aws_a" "x" { v = var.n }
            """)
        #expect(sample.value("aws_a.x", "v") == "! the value of the variable `n`, which is secret, does not fit")
    }

    @Test("elements of dynamic blocks over a secret are secret")
    func dynamicBlocks() throws {
        let sample = Sample(
            Self.declarations + """
                resource "aws_a" "x" {
                  dynamic "b" {
                    for_each = var.pws
                    content { v = b.value }
                  }
                }
                """)
        let content = try #require(sample.configuration.resources().first?.contents.first)
        let blocks = content.blocks()
        #expect(blocks.count == 2)
        for block in blocks {
            guard case .body(let body) = block.content else { return #expect(Bool(false)) }
            #expect(try body.attributes.first?.value().isSensitive == true)
        }
    }

    @Test(
        "what becomes `true` makes a variable secret, and so does what cannot be told",
        arguments: ["true", "(true)", "\"true\"", "!false", "local.x"])
    func flags(text: String) {
        let sample = Sample(
            """
            variable "pw" {
              sensitive = \(text)
              default   = "hunter2"
            }
            output "o" {
              value     = "hunter3"
              sensitive = \(text)
            }
            resource "aws_a" "x" { v = var.pw }
            """)
        #expect(sample.value("aws_a.x", "v") == "secret hunter2")
    }

    @Test(
        "the values that a validation leaves are not told where they are secret",
        arguments: [
            ("", #"var.pw, "x""#), ("sensitive = true", #""hunter2", "x""#), ("ephemeral = true", #""hunter2", "x""#),
        ])
    func choices(flag: String, values: String) {
        let sample = Sample(
            """
            variable "pw" {
              sensitive = true
              default   = "hunter2"
            }
            variable "env" {
              \(flag)
              validation {
                condition     = contains([\(values)], var.env)
                error_message = "no"
              }
            }
            """)
        #expect(sample.configuration.allowedValues(of: "env").isEmpty)
    }

    @Test("an override of one argument leaves the others, so a secret variable stays secret")
    func overrides() {
        let sample = Sample([
            "main.tf": """
            variable "v" { sensitive = true }
            output "o" {
              value     = "s3cr3t"
              sensitive = true
            }
            resource "aws_a" "x" { v = var.v }
            module "m" { source = "./m" }
            resource "aws_a" "y" { v = module.m.o }
            """,
            "z_override.tf": "variable \"v\" { default = \"s3cr3t\" }",
            "m/main.tf": "output \"o\" {\n  value     = \"a\"\n  sensitive = true\n}",
            "m/override.tf": "output \"o\" { value = \"s3cr3t\" }",
            "a.b_override.tf": "resource \"aws_a\" \"x\" { w = var.v }",
        ])
        #expect(sample.value("aws_a.x", "v") == "secret s3cr3t")
        #expect(sample.value("aws_a.x", "w") == "secret s3cr3t")
        #expect(sample.value("aws_a.y", "v") == "secret s3cr3t")
        #expect(sample.addresses == ["aws_a.x", "aws_a.y"])
    }
}
