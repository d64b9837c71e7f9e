import HCL
import Testing

@Suite("What is computed of unknown values may turn out to fail")
struct UnknownFailureTests {
    private static func value(_ expression: String) -> String {
        Sample(
            """
            variable "u" {}
            variable "s" { type = string }
            locals { bad = tonumber(var.u) }
            resource "aws_b" "y" {}
            resource "aws_a" "x" { v = \(expression) }
            """
        ).value("aws_a.x", "v")
    }

    @Test(
        "so `try` does not settle for it, and `can` does not say yes",
        arguments: [
            #"try({ it = "a", n = tonumber(var.u) }, { it = "b" }).it"#, #"try([tonumber(var.u), "k"][1], "other")"#,
            #"length(try([tonumber(var.u)], ["a", "b"]))"#, #"can([var.u + 1, "k"][1])"#, #"can([var.u.a, "k"][1])"#,
            #"can(["a", "b"][var.u])"#, #"can(length(var.u) > 0 || true)"#,
        ])
    func open(expression: String) { #expect(Self.value(expression).hasPrefix("?"), "\(expression)") }

    @Test(
        "what cannot fail is known",
        arguments: [
            (#"try({ it = "a", n = var.u }, { it = "b" }).it"#, "a"),
            (#"try({ it = "a", n = aws_b.y.arn }, {}).it"#, "a"),
            (#"can(try({ a = var.u }.a, 1) == 1 ? "x" : "x")"#, "true"),
            // What fails there fails the whole configuration.
            (#"try([local.bad, "k"][1], "other")"#, "k"),
        ])
    func known(expression: String, expected: String) { #expect(Self.value(expression) == expected, "\(expression)") }

    @Test("the result of a condition is of the type that both cases share, or not known")
    func conditions() {
        #expect(Self.value(#"jsonencode(true ? 1 : "${tonumber("x")}")"#) == "1")
        #expect(Self.value(#"jsonencode(true ? 1 : "${tonumber("x")}a")"#) == #""1""#)
        #expect(Self.value(#"jsonencode(true ? 1 : ["a"][5])"#) == "1")
        #expect(Self.value(#"jsonencode(true ? { a = 1 } : { b = null, c = [1] })"#).hasPrefix("?"))
        #expect(Self.value("-0").hasPrefix("!") == false)
        #expect(Self.value(#""x${-0}""#).hasPrefix("?"))
        #expect(Self.value("length(base64gzip(\"a\"))").hasPrefix("?"))
    }
}
