import Documents
import HCL
import Testing

@Suite("Variables have the values that they are given")
struct VariableTests {
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

    @Test(
        "a value that does not fit is told once, where it is written, however often it is used",
        arguments: [
            (
                "variable \"n\" { type = number }", "n = «\"large\"»",
                "the value of the variable `n` does not fit: a value of the type string cannot become a number"
            ),
            (
                "variable \"n\" {\n type = number\n default = «\"large\"»\n}", "",
                "the value of the variable `n` does not fit: a value of the type string cannot become a number"
            ),
            (
                "variable \"n\" {\n type = number\n nullable = false\n default = «\"large\"»\n}", "n = null",
                "the value of the variable `n` does not fit: a value of the type string cannot become a number"
            ),
            ("variable \"n\" {}", "", "the module is called without a value for the variable `n`"),
        ])
    func misfits(_ variable: String, _ argument: String, _ message: String) throws {
        let call = argument.isEmpty && !variable.contains("«") ? "«module \"m\"»" : "module \"m\""
        let marked = [
            "main.tf": "\(call) {\n for_each = toset([\"a\", \"b\"])\n source = \"./m\"\n \(argument)\n}",
            "m/main.tf": """
            \(variable)
            locals { twice = "${var.n}${var.n}" }
            resource "aws_a" "x" {
              one   = var.n
              two   = "${var.n}"
              three = local.twice
            }
            resource "aws_a" "y" { count = var.n }
            """,
        ]
        let plain = marked.mapValues { $0.replacing("«", with: "").replacing("»", with: "") }
        let sample = Sample(plain)
        for attribute in sample.configuration.resources().flatMap(\.contents).flatMap(\.attributes) {
            do throws(EvaluationFailure) {
                _ = try attribute.value()
            } catch {
                sample.configuration.report(error)
            }
        }
        let problem = try #require(sample.configuration.problems.first)
        #expect(sample.messages == [message])
        let text = try #require(marked[problem.file])
        #expect(problem.region?.start.offset == text.utf8.prefix { $0 != "«".utf8.first }.count)
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

    @Test(
        "what is wrong with a type is told at the type, not where the variable is used",
        arguments: [
            ("main.tf", "variable \"v\" {\n  type = map(strng)\n}", "`strng` is not a type", 14..<19),
            ("main.tf", "variable \"v\" {\n  type = object({ a = 1 })\n}", "this is no type", 23..<24),
            (
                "v.tf.json", "{\n\"variable\": { \"v\": { \"type\": \"map(strng)\" } } }", "`strng` is not a type",
                31..<41
            ),
        ])
    func types(file: String, declaration: String, message: String, columns: Range<Int>) throws {
        let use = "resource \"aws_a\" \"x\" {\n  a = var.v\n  b = var.v\n}"
        let sample = Sample(
            file == "main.tf" ? ["main.tf": declaration, "use.tf": use] : [file: declaration, "use.tf": use])
        for attribute in sample.configuration.resources().flatMap(\.contents).flatMap(\.attributes) {
            do throws(EvaluationFailure) {
                _ = try attribute.value()
            } catch {
                sample.configuration.report(error)
            }
        }
        let problem = try #require(sample.configuration.problems.first)
        #expect(sample.configuration.problems.count == 1)
        #expect(problem.message.hasPrefix(message))
        #expect(problem.region?.start.line == 2)
        #expect(problem.region.map { $0.start.column..<$0.end.column } == columns)
    }
}
