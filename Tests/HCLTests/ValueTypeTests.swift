import HCL
import Testing

@Suite("A null, an empty collection and what is not known have a type")
struct ValueTypeTests {
    private static func value(_ expression: String, _ variables: String) -> String {
        Sample(variables + "\nresource \"aws_a\" \"x\" { v = jsonencode(\(expression)) }").value("aws_a.x", "v")
    }

    @Test("which decides that of their neighbours as it does for Terraform", arguments: TerraformTypeCases.known)
    func terraform(expression: String, json: String?) {
        let ours = Self.value(expression, TerraformTypeCases.variables)
        if let json { #expect(ours == json, "\(expression)") } else { #expect(ours.hasPrefix("!"), "\(expression)") }
    }

    @Test("and is not guessed", arguments: TerraformTypeCases.open)
    func open(expression: String) { #expect(Self.value(expression, "").hasPrefix("?"), "\(expression)") }

    private static func resource(_ expression: String) -> String {
        Sample(
            """
            resource "aws_b" "y" {
              size   = "20"
              count_ = 5
              name   = "plain"
              groups = ["sg-b", "sg-a", "sg-b"]
              tags   = { n = 5, t = "x" }
            }
            resource "aws_a" "x" { v = \(expression) }
            """
        ).value("aws_a.x", "v")
    }

    @Test(
        "An argument of another resource has the type that its provider gives it",
        arguments: [
            "aws_b.y.size == 20", "aws_b.y.count_ == 5", "length(aws_b.y.groups)", "tolist(aws_b.y.groups)[0]",
            #"aws_b.y.tags["n"] == "5""#, "[for x in aws_b.y.groups : x]",
        ])
    func unseenTypes(expression: String) { #expect(Self.resource(expression).hasPrefix("?"), "\(expression)") }

    @Test(
        "and is known where its type makes no difference",
        arguments: [
            ("aws_b.y.size", "20"), (#""${aws_b.y.size} GB""#, "20 GB"), ("aws_b.y.size + 1", "21"),
            (#"aws_b.y.name == "plain""#, "true"), (#"aws_b.y.tags["t"]"#, "x"), ("aws_b.y.groups", "[sg-b,sg-a,sg-b]"),
            (#"merge(aws_b.y.tags, { z = "z" })["t"]"#, "x"), ("max(aws_b.y.count_, 3)", "5"),
            (#"{ for k, x in aws_b.y.tags : k => "<${x}>" }"#, "{n:<5>,t:<x>}"), ("upper(aws_b.y.count_)", "5"),
        ])
    func seenValues(expression: String, value: String) { #expect(Self.resource(expression) == value, "\(expression)") }

    @Test(
        "What lies in the folder of who runs Terraform is not known",
        arguments: [
            #"try(file("~/.profile"), "none")"#, #"fileexists("~/.profile")"#, #"fileset("~", "*")"#,
        ])
    func home(expression: String) { #expect(Self.resource(expression).hasPrefix("?"), "\(expression)") }

    @Test("The keys of elements are written as Terraform does")
    func keys() {
        let sample = Sample(
            #"""
            resource "aws_a" "x" { for_each = toset(["R&D", "a<b>", "$${x}", "t\t\"q\"", "\u00ad", "é"]) }
            """#)
        #expect(
            sample.addresses == [
                #"aws_a.x["$${x}"]"#, #"aws_a.x["R&D"]"#, #"aws_a.x["a<b>"]"#, #"aws_a.x["t\t\"q\""]"#,
                #"aws_a.x["\u00ad"]"#, #"aws_a.x["é"]"#,
            ])
    }
}
