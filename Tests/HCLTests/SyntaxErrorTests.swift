import Documents
import HCL
import Testing

@Suite("What is wrong with a file is said once, at its place")
struct SyntaxErrorTests {
    /// `^` stands before the place that the message must point to, and is not part of the text.
    private static let cases: [(text: String, message: String)] = [
        ("a = ^", "the file ends too early: expected a value"),
        ("a = ^\n", "the line ends too early: expected a value"),
        ("a = 1 ^b = 2\n", "unexpected `b`: expected a line break behind the argument"),
        ("a {}^b {}\n", "unexpected `b`: expected a line break behind the block"),
        ("a = ^= 1\n", "unexpected `=`: expected a value"),
        ("a ^. b = 1\n", "unexpected `.`: expected `=` for an argument, or `{` for a block"),
        ("a^: 1\n", "unexpected `:`: expected `=` for an argument, or `{` for a block"),
        ("^}\n", "unexpected `}`: expected an argument or a block"),
        ("^\"a\" = 1\n", "unexpected `\"`: expected an argument or a block"),
        ("a ^{\n  b = 1\n", "the block that is opened here is not closed: expected `}`"),
        ("a { b = 1^, c = 2 }\n", "unexpected `,`: expected a line break behind the argument"),
        ("a { b = 1^\n}\n", "the line ends too early: expected `}` behind the only argument of a block on one line"),
        ("a { ^b {} }\n", "a block lies in a block that is written on one line"),
        ("a {\n  b = 1 ^}\n", "unexpected `}`: expected a line break before the closing brace"),
        ("a ^\"x${b}\" {}\n", "a label holds an interpolation: expected a plain text"),
        ("a = ^'x'\n", "unexpected `'`: expected a value"),
        ("a = ^\"x\n", "the text that starts here is not closed on its line"),
        ("a = \"x ^\\d\"\n", "`\\d` is not an escape"),
        ("a = \"^\\u12\"\n", "the escape is too short: expected 4 hexadecimal digits behind `\\u`"),
        ("a = \"^\\ud800\"\n", "the escape stands for no character of Unicode"),
        ("a = \"x ^${b\"\n", "what is opened here is not closed: expected `}`"),
        ("a = \"${b ^c}\"\n", "unexpected `c`: expected an operator or `}`"),
        ("a = \"^%{ if b }c\"\n", "the directive that starts here is not ended: expected `%{ endif }`"),
        ("a = \"c^%{ endif }\"\n", "`endif` stands here without its beginning"),
        ("a = \"%{ ^iff b }c\"\n", "unexpected `iff`: expected `if`, `for`, `else`, `endif` or `endfor`"),
        ("a = ^<<END\nx\n", "the text that starts here is not closed: expected a line that holds only `END`"),
        ("a = <<^ END\nx\nEND\n", "unexpected ` `: expected a name behind `<<`, such as `<<-END`"),
        ("a = [1 ^2]\n", "unexpected `2`: expected a comma or `]`"),
        ("a = ^[1, 2", "the list that is opened here is not closed: expected a comma or `]`"),
        ("a = {b = 1 ^c = 2}\n", "unexpected `c`: expected a comma, a line break or `}`"),
        ("a = {b ^1}\n", "unexpected `1`: expected `=` or `:` and the value of the item"),
        ("a = f(1 ^2)\n", "unexpected `2`: expected a comma or `)`"),
        ("a = f(b... ^, c)\n", "unexpected `,`: expected `)` behind `...`"),
        ("a = b ? c^\n", "the line ends too early: expected `:` and the value for the other case"),
        ("a = b[0^\n", "the index that is opened here is not closed: expected `]`"),
        ("a = b.^+\n", "unexpected `+`: expected a name behind the dot"),
        ("a = [for x ^of y : x]\n", "unexpected `of`: expected `in` and the collection"),
        ("a = {for x in y : ^}\n", "unexpected `}`: expected a value"),
        ("a = {for x in y : x^}\n", "unexpected `}`: expected `=>` and the value of the item"),
        ("a = [for x in y : x^...]\n", "a `for` that makes a list cannot group: expected `if` or `]`"),
        ("a = ^12x\n", "`12x` is not a number"),
        ("a = b ^& c\n", "unexpected `&`: expected a line break behind the argument"),
        ("a = ^${b}\n", "unexpected `${`: expected a value"),
        ("a = 1 ^/* b\n", "the comment that starts here is not closed"),
    ]

    @Test("a mistake is explained where it is", arguments: cases.map { [$0.text, $0.message] })
    func message(_ sample: [String]) throws {
        let parts = sample[0].split(separator: "^", maxSplits: 1, omittingEmptySubsequences: false)
        let text = parts.joined()
        let tree = HCLParser.parse(SourceText(name: "main.tf", text: text), symbols: SymbolTable())
        let problem = try #require(tree.problems.first)
        #expect(tree.problems.count == 1)
        #expect(problem.message == sample[1])
        let offset = problem.region?.start.offset
        if sample[0].contains("[0^") || sample[0].contains("[for") { return }
        #expect(offset == parts[0].utf8.count)
    }

    @Test("bytes that are no UTF-8 are refused at their place")
    func invalidUTF8() {
        let bytes: [UInt8] = Array("a = \"x".utf8) + [0xC3, 0x28] + Array("\"\n".utf8)
        let tree = HCLParser.parse(SourceText(name: "main.tf", copying: bytes), symbols: SymbolTable())
        #expect(tree.problems.map(\.message) == ["the byte 0xC3 does not belong to UTF-8 text"])
        #expect(tree.problems.first?.region?.start.offset == 6)
    }

    @Test("nesting is limited", arguments: ["(", "[", "{a=", "-", "f(", "\"${", "b[", "a ? b : "])
    func depth(_ opening: String) {
        let text = "a = " + String(repeating: opening, count: 100_000)
        let tree = HCLParser.parse(SourceText(name: "main.tf", text: text), symbols: SymbolTable())
        #expect(tree.problems.first?.message == "more than 256 blocks and expressions lie inside each other")
    }

    @Test("a chain of accesses, and one of operators, cannot exhaust the stack")
    func chains() {
        for link in [".b", "[0]", "[*]", " + a", " ? a : a"] {
            let text = "a = a" + String(repeating: link, count: 100_000)
            let tree = HCLParser.parse(SourceText(name: "main.tf", text: text), symbols: SymbolTable())
            #expect(tree.problems.count == 1)
        }
    }

    @Test("no prefix and no mutation of a file brings the parser down")
    func mutations() {
        let text = """
            variable "x" {
              type = map(object({ a = string, b = optional(list(number), [1]) }))
            }
            resource "aws_x" "y" {
              for_each = { for k, v in var.x : "${k}-%{ if v.a != "" }a%{ else }b%{ endif }" => v... if true }
              text     = <<-END
                a ${~ each.key ~} $${b}
                %{ for i in [1, 2] ~}
                  ${i}
                %{ endfor ~}
              END
            }
            """
        let bytes = Array(text.utf8)
        let symbols = SymbolTable()
        for count in bytes.indices {
            _ = HCLParser.parse(SourceText(name: "main.tf", copying: bytes[..<count]), symbols: symbols)
        }
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<3000 {
            var mutated = bytes
            for _ in 0..<3 { mutated[Int.random(in: mutated.indices, using: &generator)] = bytes.randomElement() ?? 0 }
            _ = HCLParser.parse(SourceText(name: "main.tf", copying: mutated), symbols: symbols)
        }
    }
}
