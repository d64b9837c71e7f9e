import Documents
import HCL
import Testing

/// What the samples of the specification's own tests are about, in samples of ours.
/// - SeeAlso: https://github.com/hashicorp/hcl/tree/main/specsuite
@Suite("Cases of the specification")
struct SpecificationCaseTests {
    private static let heredocs: [(lines: [String], expected: String)] = [
        (["<<END", "one", "two", "END"], "one\ntwo\n"),
        (["<<END", "    one", "    two", "  END"], "    one\n    two\n"),
        (["<<END", "    one", "      two", "  END"], "    one\n      two\n"),
        (["<<END", "  ${local.word}", "  two", "  END"], "  word\n  two\n"),
        (["<<END", "one", "", "two", "END"], "one\n\ntwo\n"),
        (["<<END", "  NOT END", "  END"], "  NOT END\n"),
        (["<<-END", "one", "two", "END"], "one\ntwo\n"),
        (["<<-END", "    one", "    two", "  END"], "one\ntwo\n"),
        (["<<-END", "    one", "      two", "    three", "  END"], "one\n  two\nthree\n"),
        (["<<-END", "    one", "  two", "    three", "  END"], "  one\ntwo\n  three\n"),
        (["<<-END", "    one", "    ${local.word}", "  END"], "one\nword\n"),
        (["<<-END", "    one", "      ${local.word}", "  END"], "one\n  word\n"),
        // What is inserted has no part in the indentation.
        (["<<-END", "    one", "  ${local.spaced}", "    three", "  END"], "  one\n  word\n  three\n"),
        // A tab is one character, as a blank is.
        (["<<-END", "\tone", "  two", "  END"], "one\n two\n"),
        (["<<-END", "    one", "", "    two", "  END"], "one\n\ntwo\n"),
        (["<<-END", "    ${local.word}", "      two", "  END"], "word\n  two\n"),
        (["<<-END", "\u{2003}\u{2003}one", " two", " three", "  END"], "\u{2003}one\ntwo\nthree\n"),
    ]

    @Test("a heredoc keeps its indentation, or loses what all of its lines have", arguments: heredocs.indices)
    func heredoc(_ index: Int) {
        let (lines, expected) = Self.heredocs[index]
        let sample = Sample(
            """
            locals {
              word   = "word"
              spaced = "  word"
            }
            resource "aws_a" "x" {
              v = \(lines.joined(separator: "\n"))
            }
            """)
        #expect(sample.value("aws_a.x", "v") == expected)
    }

    @Test(
        "operators bind as the specification says",
        arguments: [
            ("1 == 1", "true"), ("1 == 2", "false"), ("\"a\" != \"b\"", "true"), ("2 > 1 && 1 < 2", "true"),
            ("2 >= 2", "true"), ("2 <= 1", "false"), ("true && false || true", "true"),
            ("true || false && false", "true"),
            ("!true", "false"), ("!(1 == 2)", "true"), ("1 + 2 * 3", "7"), ("(1 + 2) * 3", "9"), ("7 % 4", "3"),
            ("9 / 2", "4.5"), ("-1 - -2", "1"), ("2 - 1 - 1", "0"), ("1 + 1 == 2 ? \"yes\" : \"no\"", "yes"),
            ("true ? false ? 1 : 2 : 3", "2"), ("1 < 2 == true", "true"),
            ("\"1\" == 1", "false"), ("\"true\" == true", "false"), ("\"1\" != 1", "true"),
            ("\"true\" != true", "true"),
            ("1 < 2", "true"), ("2 < 1", "false"), ("1 < 1", "false"), ("1 <= 2", "true"), ("1 <= 1", "true"),
            ("1 > 2", "false"), ("2 > 1", "true"), ("1 > 1", "false"), ("1 >= 2", "false"), ("1 >= 1", "true"),
            ("2 + 3.5", "5.5"), ("3.5 - 2", "1.5"), ("2 - 3.5", "-1.5"), ("2 * 4.5", "9"), ("11 % 5", "1"),
            ("1 / 10 < 0.11 && 1 / 10 > 0.09", "true"), ("11 % 5.1 < 0.81 && 11 % 5.1 > 0.79", "true"),
            ("true && true", "true"), ("false && false", "false"), ("true || false", "true"),
            ("false || false", "false"), ("!false", "true"), ("false ? \"a\" : \"b\"", "b"),
            (
                "3.14159265358979323846264338327950288419716939937510582097494459 + 1",
                "? the number has more than 38 digits"
            ),
        ])
    func operators(expression: String, expected: String) {
        let sample = Sample("resource \"aws_a\" \"x\" {\n  v = \(expression)\n}\n")
        #expect(sample.value("aws_a.x", "v") == expected)
    }

    @Test(
        "literals have the values that they spell",
        arguments: [
            ("1", "1"), ("1.5", "1.5"), ("1e3", "1000"), ("1.5E-1", "0.15"), ("true", "true"), ("null", "null"),
            (#""""#, ""), (#""a\tb""#, "a\tb"), (#""\u00e9\U0001F600""#, "é😀"), (#""$${a} %%{b}""#, "${a} %{b}"),
            (#""\"\\""#, #""\"#), ("5", "5"), ("3.2", "3.2"), ("false", "false"), (#""ЖЖ""#, "ЖЖ"),
            (#""👩👩👧👦""#, "👩👩👧👦"),
            ("length(\"an\u{303}os\")", "4"), ("\"an\u{303}os\" == \"a\u{F1}os\"", "true"),
        ])
    func literals(expression: String, expected: String) {
        let sample = Sample("resource \"aws_a\" \"x\" {\n  v = \(expression)\n}\n")
        #expect(sample.value("aws_a.x", "v") == expected)
    }

    @Test(
        "structure that the grammar does not have is refused",
        arguments: [
            "a = \"a value\"^, b = \"b value\"\n", "a { b = \"foo\"^, c = \"bar\" }\n", "a { b = \"foo\"^\n}\n",
            "a { b = \"foo\"^\n  c = \"bar\" }\n", "a { b = \"foo\"^\n  c = \"bar\"\n}\n", "a { ^d {} }\n", "a ^{\n",
            "a = [\n^", "a ^\"b\n", "a {} ^b = 1\n", "^1 = 2\n", "a = ^/* open\n", "a^.b = 1\n",
        ])
    func invalid(marked: String) {
        let parts = marked.split(separator: "^", maxSplits: 1, omittingEmptySubsequences: false)
        let tree = HCLParser.parse(SourceText(name: "main.tf", text: parts.joined()), symbols: SymbolTable())
        #expect(tree.problems.count == 1, "\(tree.problems.map(\.message))")
        #expect(tree.problems.first?.region?.start.offset == parts[0].utf8.count)
    }

    @Test(
        "structure that the grammar has is read",
        arguments: [
            ("", 0), ("# one\n// two\n/* three\n four */\n", 0), ("a = 1 # behind\n", 1), ("a = 1", 1), ("a {}\n", 1),
            ("a { b = 1 }\n", 1), ("a {\n  b = 1\n}\n", 1), ("a \"b\" c {}\n", 1), ("a {}\r\nb {}\r\n", 2),
            ("\u{FEFF}a = 1\n", 1), ("a /* in */ = /* in */ 1\n", 1), ("a = [\n  1, # one\n  2,\n]\n", 1),
        ])
    func valid(text: String, count: Int) {
        let tree = HCLParser.parse(SourceText(name: "main.tf", text: text), symbols: SymbolTable())
        #expect(tree.problems.isEmpty, "\(tree.problems.map(\.message))")
        #expect(SyntaxView(tree: tree, id: tree.root).children.reduce(0) { count, _ in count + 1 } == count)
    }
}
