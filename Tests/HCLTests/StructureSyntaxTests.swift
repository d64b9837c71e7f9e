import Documents
import HCL
import Testing

@Suite("Blocks and attributes are read with their places")
struct StructureSyntaxTests {
    @Test(
        "a file gives its attributes and blocks",
        arguments: [
            ("", ""), ("\n\n# nothing\n", ""), ("a = 1\n", "a=1"), ("a = 1", "a=1"), ("a=1\nb=2\n", "a=1; b=2"),
            ("\u{FEFF}a = 1\n", "a=1"), ("a = 1\r\nb = 2\r\n", "a=1; b=2"),
            ("b {}\n", "b{}"), ("b { a = 1 }\n", "b{a=1}"), ("b {\n}\n", "b{}"),
            ("b x \"y\" {\n  a = 1\n}\n", "b x y{a=1}"),
            ("b {\n  c {\n    d = e\n  }\n\n  f = g\n}\n", "b{c{d=e}; f=g}"),
            ("/* a */ a = 1 // b\n", "a=1"), ("a = [\n  1,\n]\nb = 2\n", "a=[1]; b=2"),
            ("a = <<E\nx\nE\nb = 2\n", "a=(h 'x~'); b=2"), ("a = (1\n + 2)\n", "a=((+ 1 2))"),
            ("a = 1 # no line break after a comment", "a=1"), ("b \"l\\\"q\" {}\n", "b l\"q{}"),
        ])
    func structure(_ text: String, _ outline: String) {
        let tree = HCLParser.parse(SourceText(name: "main.tf", text: text), symbols: SymbolTable())
        #expect(tree.problems.isEmpty)
        #expect(Outline.body(SyntaxView(tree: tree, id: tree.root)) == outline)
    }

    @Test("names, labels, headers and values know their bytes")
    func places() throws {
        let text = "resource \"aws_x\" y {\n  size = 1 + 2\n}\n"
        let tree = HCLParser.parse(SourceText(name: "main.tf", text: text), symbols: SymbolTable())
        let block = try #require(SyntaxView(tree: tree, id: tree.root).blocks(named: "resource").first)
        let attribute = try #require(block.body?.attribute(named: "size"))
        func written(_ range: Range<Int>) -> String {
            String(decoding: tree.source.bytes[range], as: UTF8.self)
        }
        #expect(written(block.range) == String(text.dropLast()))
        #expect(written(block.nameRange) == "resource")
        #expect(written(block.header) == "resource \"aws_x\" y")
        #expect(block.labels.map { written($0.range) } == ["\"aws_x\"", "y"])
        #expect(written(attribute.range) == "size = 1 + 2")
        #expect(written(attribute.nameRange) == "size")
        #expect(written(try #require(attribute.expression).range) == "1 + 2")
    }

    @Test("what follows a broken block is still read")
    func recovery() {
        let text = "a {\n  x = 1\n}\nb {\n  y = = 2\n}\nc {\n  z = 3\n}\n"
        #expect(Outline.file(text) == "a{x=1}; c{z=3}")
    }
}
