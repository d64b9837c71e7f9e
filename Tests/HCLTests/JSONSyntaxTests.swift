import Documents
import HCL
import Testing

@Suite("The JSON syntax says the same as the native one")
struct JSONSyntaxTests {
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
}
