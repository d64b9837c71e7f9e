import Documents
import Testing
import YAML

@Suite("YAML: errors for people")
struct YAMLErrorTests {
    struct Case: CustomTestStringConvertible {
        /// The caret's place is marked by `^` before the character it points at.
        var marked: String
        var message: String
        var help: String?
        var testDescription: String { marked }

        init(_ marked: String, _ message: String, help: String? = nil) {
            self.marked = marked
            self.message = message
            self.help = help
        }
    }

    static let cases: [Case] = [
        Case("a:\n^\tb: 1", "a tab stands where an indentation or a value is expected", help: "indent with spaces"),
        Case(
            "a: b^: c", "a colon is not allowed here",
            help: "put the value in quotes if the colon belongs to it, or check the indentation"),
        Case("a: ^\"b\nc: d\n", "the quote that opens here is not closed"),
        Case("a: ^'b\nc: d\n", "the quote that opens here is not closed"),
        Case(
            "a: [1,\n  2\nb^: 3\n", "a list in brackets goes on wrongly: expected a comma or `]`",
            help: "the bracket opened at line 1, column 4 is not closed, or a comma is missing before this"),
        Case(
            "a: {b: 1\n^", "a mapping in braces goes on wrongly: expected a comma or `}`",
            help: "the bracket opened at line 1, column 4 is not closed, or a comma is missing before this"),
        Case("a: ^@b", "a value cannot begin with this character: `@`", help: "put the value in quotes"),
        Case("a: ^%b", "a value cannot begin with this character: `%`", help: "put the value in quotes"),
        Case(
            "a: *^.txt", "`*` begins an alias: expected its name",
            help: "put the value in quotes if the star belongs to it"),
        Case(
            "a: ^*x", "the alias `*x` has no anchor before it: expected `&x`",
            help: "put the value in quotes if the star belongs to it"),
        Case("a: &x [1, ^*x]", "the alias `*x` stands inside the value that it refers to"),
        Case(
            "a: ^{{ .Values.x }}", "`{{ .Values.x }}` is template syntax, not YAML",
            help: "render the template first, and check the result"),
        Case(
            "a: 1\n{^% if x %}\nb: 2", "a value cannot begin with this character: `%`",
            help: "this looks like template syntax: render the template first, and check the result"),
        Case("? ^[a]\n: b", "a key is a list or a mapping: expected text", help: "put the key in quotes"),
        Case(
            "a: &x [1]\n^*x : b", "the alias `*x` stands for a list or a mapping: expected text for a key"),
        Case(
            "a: \"\\u^d83d\\ude00\"", "an escape stands for half of a surrogate pair or no character",
            help: "write the character itself, or one escape of the form `\\U0001F600`"),
        Case(
            "a: \"^\\d\"", "the backslash begins no escape of YAML",
            help: "write a backslash as `\\\\`, or use single quotes"),
        Case(
            "^<<: 1\na: 2", "`<<` merges mappings: expected a mapping or a list of mappings",
            help: "put the key in quotes if it is not a merge"),
        Case("a: !!int ^b", "`b` does not fit its tag `!!int`: expected an integer"),
        Case(
            "a:\n  b: 1\n ^c: 2", "a key is expected here",
            help: "check the indentation of this line against the lines above"),
        Case("a: x^\u{1}y", "a control character stands in the text"),
        Case(
            "a: b\n^c\nd: e", "a key without a colon: expected `key: value`",
            help: "check the indentation and the quotes of this line"),
        Case("a: ^- b", "a list entry is not allowed here", help: "put the list on lines of its own below the key"),
    ]

    @Test("an error points at its cause and says what to do", arguments: cases)
    func message(_ test: Case) throws {
        let mark = try #require(test.marked.utf8.firstIndex(of: UInt8(ascii: "^")))
        let text = test.marked.replacing("^", with: "")
        let error = #expect(throws: Diagnostic.self) {
            try YAMLParser.parse(SourceText(name: "a.yaml", text: text), symbols: SymbolTable())
        }
        let diagnostic = try #require(error)
        #expect(diagnostic.message == test.message)
        #expect(diagnostic.help == test.help)
        #expect(diagnostic.region?.start.offset == test.marked.utf8.distance(from: test.marked.startIndex, to: mark))
    }

    @Test("bytes that are not UTF-8 are pointed at")
    func invalidUTF8() throws {
        let bytes = Array("é: 1\nb: ".utf8) + [0xFF, 0x41]
        let error = #expect(throws: Diagnostic.self) {
            try YAMLParser.parse(SourceText(name: "a.yaml", copying: bytes), symbols: SymbolTable())
        }
        #expect(error?.message == "the text is not valid UTF-8" && error?.region?.start.line == 2)
        #expect(error?.region?.start.offset == 9)
    }

    @Test("a repeated key is a warning or an error, and names both lines")
    func duplicates() throws {
        let text = "a: 1\nb: {c: 1}\n\"a\": 2\n"
        let source = SourceText(name: "a.yaml", text: text)
        let document = try YAMLParser.parse(source, symbols: SymbolTable())
        #expect(document.root?["a"]?.integer == 2)
        #expect(document.warnings.map(\.message) == ["the key `a` is given twice, first on line 1"])
        #expect(document.warnings.first?.region?.start.line == 3)
        var options = YAMLParser.Options()
        options.duplicateKeys = .error
        let error = #expect(throws: Diagnostic.self) {
            try YAMLParser.parse(source, symbols: SymbolTable(), options: options)
        }
        #expect(error?.message == "the key `a` is given twice, first on line 1")
    }
}

@Suite("YAML: limits")
struct YAMLLimitTests {
    private func message(_ text: String, _ change: (inout DocumentLimits) -> Void = { _ in }) -> String? {
        var options = YAMLParser.Options()
        change(&options.limits)
        do {
            _ = try YAMLParser.parse(SourceText(name: "a.yaml", text: text), symbols: SymbolTable(), options: options)
            return nil
        } catch {
            return error.message
        }
    }

    @Test("10,000 brackets or dashes inside each other are refused", arguments: ["[", "{a: ", "- "])
    func depth(_ open: String) {
        let text = String(repeating: open, count: 10_000)
        #expect(message(text) == "more than 256 lists and mappings lie inside each other")
    }

    @Test("aliases cannot nest deeper than the limit")
    func aliasDepth() {
        var text = "- &a0 [x]\n"
        for index in 1...300 { text += "- &a\(index) [*a\(index - 1)]\n" }
        #expect(message(text) == "more than 256 lists and mappings lie inside each other")
    }

    @Test("a billion laughs end with a clear error")
    func billionLaughs() {
        var text = "a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol, lol]\n"
        for index in 1...9 {
            text +=
                "a\(index): &a\(index) [" + Array(repeating: "*a\(index - 1)", count: 10).joined(separator: ", ")
                + "]\n"
        }
        #expect(message(text) == "the aliases of the file stand for more than 100000 values")
    }

    @Test("merge keys count as aliases do")
    func mergedNodes() {
        let text = "x: &x {a: 1, b: 2}\ny: {<<: *x}"
        #expect(message(text) { $0.aliasNodes = 2 } == "the aliases of the file stand for more than 2 values")
        #expect(message(text) { $0.aliasNodes = 3 } == nil)
    }

    @Test("scalars, files, values, documents and tags beyond the limits are refused")
    func sizes() {
        #expect(
            message("a: 12345678901") { $0.scalarLength = 10 } == "the text that starts here has more than 10 bytes")
        #expect(message("a: 1234567890") { $0.scalarLength = 10 } == nil)
        #expect(message("[1, 2, 3]") { $0.nodes = 3 } == "the file has more than 3 values")
        #expect(message("[1, 2]") { $0.nodes = 3 } == nil)
        #expect(message("[1, 2]") { $0.size = 3 } == "the file has 6 bytes: expected at most 3")
        #expect(message("--- 1\n--- 2\n--- 3") { $0.documents = 2 } == "the file has more than 2 documents")
        let tags = (0...1_000).map { "- !t\($0) x\n" }.joined()
        #expect(message(tags) == "the file has more than 1000 different tags")
    }

    @Test("thousands of tag directives are refused, which libyaml would compare with each other")
    func directives() {
        let text = (0...1_000).map { "%TAG !t\($0)! x\n" }.joined() + "--- a"
        #expect(message(text) == "the file has more than 1000 `%TAG` lines")
    }

    @Test("a huge scalar is refused")
    func hugeScalar() {
        #expect(
            message("a: " + String(repeating: "x", count: 17 << 20))?.hasPrefix("the text that starts here") == true)
    }
}
