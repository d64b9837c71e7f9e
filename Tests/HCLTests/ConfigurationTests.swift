import Documents
import HCL
import Testing

@Suite("A configuration is evaluated as far as its files decide it")
struct ConfigurationTests {
    @Test("a value that is not known keeps the attribute and the texts around it")
    func references() throws {
        let sample = Sample(
            """
            resource "aws_a" "one" {}
            resource "aws_a" "two" {
              list = [for x in [aws_a.one.id] : "a/${x}/b"]
            }
            """)
        let resource = try #require(sample.configuration.resources().last)
        let value = try #require(try resource.contents.first?.attributes.first?.value().elements?.first)
        let unknown = try #require(value.unknown)
        #expect(unknown.parts.count == 3)
        guard case .value(let middle) = unknown.parts[1] else { return #expect(Bool(false)) }
        #expect(middle.reference == ResourceAttribute(address: "aws_a.one", path: ["id"]))
    }

    @Test("repeated resources have the addresses that Terraform gives them")
    func repetition() {
        let sample = Sample(
            """
            variable "n" {}
            resource "aws_a" "many" {
              count = 2
              name  = "n${count.index}"
            }
            resource "aws_a" "each" {
              for_each = { "a b" = 1, c = 2 }
              name     = "${each.key}=${each.value}"
            }
            resource "aws_a" "set" {
              for_each = toset(["x"])
              name     = each.value
            }
            resource "aws_a" "none" { count = 0 }
            resource "aws_a" "open" {
              count = var.n
              name  = "fixed"
              index = count.index
            }
            resource "aws_b" "all" {
              names  = aws_a.many[*].name
              first  = aws_a.many[0].name
              chosen = aws_a.each["c"].name
              values = [for r in aws_a.each : r.name]
              length = length(aws_a.none)
              open   = aws_a.open[0].name
            }
            """)
        #expect(
            sample.addresses == [
                "aws_a.many[0]", "aws_a.many[1]", "aws_a.each[\"a b\"]", "aws_a.each[\"c\"]", "aws_a.set[\"x\"]",
                "aws_a.open", "aws_b.all",
            ])
        #expect(sample.value("aws_a.many[1]", "name") == "n1")
        #expect(sample.value("aws_a.each[\"a b\"]", "name") == "a b=1")
        #expect(sample.value("aws_a.set[\"x\"]", "name") == "x")
        #expect(sample.value("aws_a.open", "name") == "fixed")
        #expect(sample.value("aws_a.open", "index") == "? variable `n` has no value")
        #expect(sample.value("aws_b.all", "names") == "[n0,n1]")
        #expect(sample.value("aws_b.all", "first") == "n0")
        #expect(sample.value("aws_b.all", "chosen") == "c=2")
        #expect(sample.value("aws_b.all", "values") == "[a b=1,c=2]")
        #expect(sample.value("aws_b.all", "length") == "0")
        #expect(sample.value("aws_b.all", "open") == "? variable `n` has no value")
        #expect(sample.configuration.resources().filter { $0.repetition != nil }.map(\.address) == ["aws_a.open"])
    }

    @Test("dynamic blocks are expanded")
    func dynamicBlocks() throws {
        let sample = Sample(
            """
            variable "open" {}
            resource "aws_a" "x" {
              dynamic "rule" {
                for_each = ["a", "b"]
                content { name = rule.value }
              }
              dynamic "port" {
                for_each = { http = 80 }
                iterator = it
                content {
                  label = it.key
                  dynamic "inner" {
                    for_each = [1]
                    content { n = it.value + inner.value }
                  }
                }
              }
              dynamic "later" {
                for_each = var.open
                content {}
              }
              plain {}
            }
            """)
        let content = try #require(sample.configuration.resources().first?.contents.first)
        var found: [String] = []
        func visit(_ content: BodyContent) throws {
            for attribute in content.attributes {
                found.append("\(attribute.name)=\(Sample.text(try attribute.value()))")
            }
            for block in content.blocks() {
                found.append(block.type)
                switch block.content {
                case .body(let inner): try visit(inner)
                case .unknown(let unknown): found.append("? \(unknown.reason)")
                }
            }
        }
        try visit(content)
        #expect(
            found == [
                "rule", "name=a", "rule", "name=b", "port", "label=http", "inner", "n=81", "later",
                "? variable `open` has no value", "plain",
            ])
    }

    @Test("a condition that is not known leaves open only what differs")
    func conditions() {
        let sample = Sample(
            """
            variable "x" {}
            resource "aws_a" "x" {
              same    = var.x ? "a" : "a"
              differs = var.x ? "a" : "b"
              never   = false && var.x
              always  = var.x || true
              length  = length([var.x, var.x])
              first   = try(var.x.y, "z")
              merged  = merge({ a = 1 }, { b = var.x }).a
              has     = contains(["a", var.x], "a")
              looked  = lookup({ a = 1 }, var.x, 2)
            }
            """)
        let expected = [
            "same": "a", "differs": "? variable `x` has no value", "never": "false", "always": "true", "length": "2",
            "first": "? variable `x` has no value", "merged": "1", "has": "true",
            "looked": "? variable `x` has no value",
        ]
        for (name, value) in expected { #expect(sample.value("aws_a.x", name) == value, "\(name)") }
    }

    @Test(
        "what only a run of Terraform tells is unknown and no mistake",
        arguments: ["terraform.applying", "ephemeral.a.x.y"])
    func onlyWhenRun(expression: String) {
        var options = Configuration.Options()
        options.workspace = "prod"
        let sample = Sample(
            "resource \"aws_a\" \"x\" {\n  v = \(expression)\n  w = can(\(expression))\n  z = terraform.workspace\n}",
            options)
        #expect(sample.value("aws_a.x", "v").hasPrefix("? "))
        #expect(sample.value("aws_a.x", "w").hasPrefix("? "))
        #expect(sample.value("aws_a.x", "z") == "prod")
        #expect(sample.messages == [])
    }

    @Test("an override file changes what others declare")
    func overrides() throws {
        let sample = Sample([
            "main.tf": "resource \"aws_a\" \"x\" {\n  a = 1\n  b = 2\n}\nlocals { l = 1 }\n",
            "x_override.tf": "resource \"aws_a\" \"x\" { b = local.l }\nlocals { l = 3 }\n",
        ])
        #expect(sample.addresses == ["aws_a.x"])
        #expect(sample.value("aws_a.x", "a") == "1")
        #expect(sample.value("aws_a.x", "b") == "3")
    }

    @Test("what a broken file may declare is unknown, not missing")
    func broken() {
        let sample = Sample([
            "main.tf": "resource \"aws_a\" \"x\" { name = var.other }",
            "other.tf": "variable \"other\" {\n  default = = 1\n}\n",
        ])
        #expect(sample.value("aws_a.x", "name") == "? variable `other` is not seen: a file is broken")
        #expect(sample.messages == ["unexpected `=`: expected a value"])
        let whole = Sample("resource \"aws_a\" \"x\" { name = var.othr }\nvariable \"other\" {}")
        #expect(whole.value("aws_a.x", "name") == "! variable `othr` is not declared: did you mean `other`?")
    }

    @Test("mistakes are told once each, at their places, and no more than two hundred of them")
    func mistakes() {
        let blocks = (0..<3000).map { "resource \"aws_a\" \"r\($0)\" {\n  a = var.missing\n}\n" }
        let sample = Sample(blocks.joined())
        for resource in sample.configuration.resources() {
            for content in resource.contents {
                for attribute in content.attributes {
                    for _ in 0..<2 {
                        do throws(EvaluationFailure) { _ = try attribute.value() } catch {
                            sample.configuration.report(error)
                        }
                    }
                }
            }
        }
        let problems = sample.configuration.problems
        #expect(problems.count == 200 && Set(problems.compactMap { $0.region?.start.line }).count == 200)
        #expect(problems[1].region?.start.line == 5 && problems[1].excerpt?.text == "  a = var.missing")
    }
}
