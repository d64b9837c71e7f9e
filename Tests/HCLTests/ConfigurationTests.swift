import Documents
import HCL
import Testing

@Suite("A configuration is evaluated as far as its files decide it")
struct ConfigurationTests {
    @Test("variables, local values and references lead to values")
    func values() {
        let sample = Sample(
            """
            variable "env" { default = "dev" }
            variable "size" { type = number }
            locals {
              name = "${var.env}-notebook"
              tags = merge({ Env = var.env }, { Owner = "me" })
            }
            resource "aws_a" "one" {
              name = local.name
              tags = local.tags
              size = var.size
            }
            resource "aws_a" "two" {
              copy = aws_a.one.name
              arn  = aws_a.one.arn
              size = aws_a.one.size
              text = "x-${aws_a.one.id}"
              data = data.aws_b.c.id
            }
            data "aws_b" "c" {}
            """)
        #expect(sample.value("aws_a.one", "name") == "dev-notebook")
        #expect(sample.value("aws_a.one", "tags") == "{Env:dev,Owner:me}")
        #expect(sample.value("aws_a.one", "size") == "? variable `size` has no value")
        #expect(sample.value("aws_a.two", "copy") == "dev-notebook")
        #expect(sample.value("aws_a.two", "arn") == "? `aws_a.one.arn` is known after apply")
        #expect(sample.value("aws_a.two", "size") == "? variable `size` has no value")
        #expect(sample.value("aws_a.two", "text") == "? `aws_a.one.id` is known after apply")
        #expect(sample.value("aws_a.two", "data") == "? `data.aws_b.c` is read when Terraform runs")
        #expect(sample.messages == [])
    }

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

    @Test("values are given by files, the environment and the command line, later ones winning")
    func given() {
        var options = Configuration.Options()
        options.environment = ["a": "env", "b": "env", "list": "[\"x\"]"]
        options.arguments = [.value(name: "d", text: "arg"), .file("more.tfvars"), .value(name: "n", text: "5")]
        let sample = Sample(
            [
                "main.tf": """
                variable "a" {}
                variable "b" {}
                variable "c" {}
                variable "d" {}
                variable "e" { default = "default" }
                variable "list" { type = list(string) }
                variable "n" { type = number }
                resource "aws_a" "x" {
                  all  = [var.a, var.b, var.c, var.d, var.e]
                  list = var.list
                  n    = var.n + 1
                }
                """,
                "terraform.tfvars": "b = \"file\"\nc = \"file\"\nd = \"file\"\n",
                "z.auto.tfvars.json": "{\"c\": \"auto\"}", "more.tfvars": "e = \"more\"\n",
                "other.tfvars": "a = \"never\"\n",
            ], options)
        #expect(sample.value("aws_a.x", "all") == "[env,file,auto,arg,more]")
        #expect(sample.value("aws_a.x", "list") == "[x]")
        #expect(sample.value("aws_a.x", "n") == "6")
    }

    @Test("a value takes the type of its variable")
    func types() {
        let sample = Sample(
            """
            variable "o" {
              type = object({ a = string, b = optional(number, 7), c = optional(list(string)), d = optional(bool) })
              default = { a = 1, b = null, extra = true }
            }
            variable "m" {
              type    = map(string)
              default = { x = 1, y = true }
            }
            variable "s" {
              type    = set(string)
              default = ["b", "a", "b"]
            }
            variable "bad" {
              type    = number
              default = "many"
            }
            variable "hidden" {
              default   = "x"
              sensitive = true
            }
            resource "aws_a" "x" {
              o   = var.o
              m   = var.m
              s   = var.s
              bad = var.bad
              h   = "${var.hidden}y"
            }
            """)
        #expect(sample.value("aws_a.x", "o") == "{a:1,b:7,c:null,d:null}")
        #expect(sample.value("aws_a.x", "m") == "{x:1,y:true}")
        #expect(sample.value("aws_a.x", "s") == "[a,b]")
        #expect(
            sample.value("aws_a.x", "bad")
                == "! the value of the variable `bad` does not fit: a value of the type string cannot become a number")
        #expect(sample.value("aws_a.x", "h") == "secret xy")
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

    @Test("a closed set of values is known as a choice")
    func choices() throws {
        let sample = Sample(
            """
            variable "env" {
              validation {
                condition     = contains(["dev", "prod"], var.env)
                error_message = "no"
              }
            }
            resource "aws_a" "x" { name = "n-${var.env}" }
            """)
        let value = try #require(try sample.configuration.resources().first?.contents.first?.attributes.first?.value())
        #expect(value.unknown?.choices == ["env"])
    }

    @Test("files are read inside the configuration only")
    func files() {
        let sample = Sample([
            "main.tf": """
            resource "aws_a" "x" {
              a = file("${path.module}/text.txt")
              b = templatefile("t.tftpl", { name = "you", list = [1, 2] })
              c = file("../etc/passwd")
              d = fileexists("text.txt")
              e = fileexists("nowhere")
              f = filemd5("text.txt")
            }
            """,
            "text.txt": "hello", "t.tftpl": "Hi ${name}%{ for x in list } ${x}%{ endfor }",
        ])
        #expect(sample.value("aws_a.x", "a") == "hello")
        #expect(sample.value("aws_a.x", "b") == "Hi you 1 2")
        #expect(sample.value("aws_a.x", "c") == "! the file `../etc/passwd` does not exist")
        #expect(sample.value("aws_a.x", "d") == "true")
        #expect(sample.value("aws_a.x", "e") == "false")
        #expect(sample.value("aws_a.x", "f") == "5d41402abc4b2a76b9719d911017c592")
    }

    @Test("a file out of reach is told once at its place, and what it gives is unknown")
    func outOfReach() {
        let sample = Sample([
            "main.tf": """
            locals { key = file("../outside/key") }
            resource "aws_a" "x" {
              a = local.key
              b = try(file("../outside/key"), "none")
              c = can(fileexists("../outside/key"))
              d = templatefile("../outside/key", {})
              e = file(sensitive("../outside/key"))
            }
            """,
            "../outside/key": "secret",
        ])
        for attribute in ["a", "b", "c", "d", "e"] {
            #expect(sample.value("aws_a.x", attribute).hasPrefix("? "), "\(attribute)")
        }
        let file = "the file `../outside/key` lies outside of what is checked, so this value is not known"
        let secret = "`file` cannot be computed of a value that is secret, so this value is not known"
        #expect(sample.messages == [file, file, file, file, secret])
        #expect(sample.configuration.problems.map { $0.region?.start.line } == [1, 4, 5, 6, 7])
        #expect(sample.configuration.problems.allSatisfy { $0.severity == .note })
    }

    @Test("the JSON syntax says the same")
    func json() {
        let sample = Sample([
            "main.tf.json": #"""
            {
              "//": "a comment",
              "variable": {"n": {"default": 2, "type": "number"}, "l": {"type": "list(string)", "default": ["a"]}},
              "locals": {"x": "${var.n + 1}"},
              "resource": {
                "aws_a": {
                  "x": {
                    "name": "n-${local.x}", "quoted": "${lookup({\"a\": \"b\"}, \"a\", \"c\")}", "list": ["${var.l[0]}", true, 1.5],
                    "dynamic": {"rule": {"for_each": ["q"], "content": {"name": "${rule.value}"}}}
                  },
                  "y": [{"count": 2, "i": "${count.index}"}]
                }
              }
            }
            """#
        ])
        #expect(sample.messages == [])
        #expect(sample.addresses == ["aws_a.x", "aws_a.y[0]", "aws_a.y[1]"])
        #expect(sample.value("aws_a.x", "name") == "n-3")
        #expect(sample.value("aws_a.x", "quoted") == "b")
        #expect(sample.value("aws_a.x", "list") == "[a,true,1.5]")
        #expect(sample.value("aws_a.y[1]", "i") == "1")
    }

    @Test(
        "a block in JSON that cannot be read is left out alone",
        arguments: [
            (#""x": {"a": "${1 +^}"}"#, "unexpected `}`: expected a value"),
            (#""x": {"a": "\u0041${f(^}"}"#, "unexpected `}`: expected a value"),
            (#""x": [^7]"#, "expected an object"),
            (#""x": {"a": ["${^"], "lifecycle": [{}]}"#, "the file ends too early: expected a value"),
        ])
    func brokenJSON(block: String, message: String) throws {
        let marked =
            #"{"resource": {"aws_a": {\#(block), "y": {"name": "y"}}, "aws_b": [{"z": [{"name": "z"}]}]},"#
            + #""locals": {"l": 1}}"#
        let parts = marked.split(separator: "^", maxSplits: 1)
        let text = parts.joined()
        let sample = Sample(["main.tf.json": text, "other.tf": "resource \"aws_c\" \"x\" { l = local.l }"])
        #expect(sample.addresses == ["aws_a.y", "aws_b.z", "aws_c.x"])
        #expect(sample.value("aws_a.y", "name") == "y")
        #expect(sample.value("aws_c.x", "l") == "1")
        #expect(sample.configuration.problems.map(\.severity) == [.error])
        #expect(sample.messages == [message])
        #expect(sample.configuration.problems.first?.region?.start.offset == parts[0].utf8.count)
    }

    @Test("a value of the command line is an expression where any type may be meant, and a text where nothing is said")
    func anyType() {
        var options = Configuration.Options()
        let names = ["any", "none", "list", "text"]
        options.arguments = names.map { .value(name: $0, text: #"["a", "b"]"#) }
        let sample = Sample(
            """
            variable "any" { type = any }
            variable "none" {}
            variable "list" { type = list(any) }
            variable "text" { type = string }
            resource "aws_a" "x" {
              any  = var.any
              none = var.none
              list = var.list
              text = var.text
            }
            """, options)
        #expect(names.map { sample.value("aws_a.x", $0) } == ["[a,b]", #"["a", "b"]"#, "[a,b]", #"["a", "b"]"#])
        #expect(sample.messages == [])
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
