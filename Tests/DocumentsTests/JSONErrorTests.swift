import Documents
import Testing

@Suite("JSON: errors for people")
struct JSONErrorTests {
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
        Case("^", "the file is empty: expected a JSON value"),
        Case(#"{"a": 1, ^}"#, "unexpected `}`: expected a key in double quotes", help: "remove the extra comma"),
        Case("[1, 2, ^]", "unexpected `]`: expected a value", help: "remove the extra comma"),
        Case("[1,, 2]".marking(3), "unexpected `,`: expected a value", help: "remove the extra comma"),
        Case(
            "{\n  ^// why\n  \"a\": 1}", "unexpected `//`: expected a key in double quotes",
            help: "JSON has no comments: remove it, or move the file to YAML"),
        Case(
            "{^'a': 1}", "unexpected `'a'`: expected a key in double quotes",
            help: "JSON strings stand in double quotes"),
        Case("{^a: 1}", "unexpected `a`: expected a key in double quotes", help: "put the key in double quotes"),
        Case(#"{"a": ^NaN}"#, "unexpected `NaN`: expected a value", help: "JSON has no NaN: use null or a string"),
        Case("[^True]", "unexpected `True`: expected a value", help: "write true"),
        Case(
            #"{"a" ^1}"#, "unexpected `1`: expected a colon after the key",
            help: "put a colon between the key and its value"),
        Case(
            "{\"a\": 1\n ^\"b\": 2}", "unexpected `\"`: expected a comma or `}`", help: "put a comma before it"),
        Case(
            "{\n  \"a\": [1,\n  2\n^}", "unexpected `}`: expected a comma or `]`",
            help: "the bracket opened at line 2, column 8 is not closed"),
        Case(
            "{\"a\": {\n^", "the text ends too early", help: "the bracket opened at line 1, column 7 is not closed"),
        Case(
            #"{"a": ^"open}"#, "the string that starts here is not closed on its line",
            help: "close it with a double quote, and write line breaks as `\\n`"),
        Case(
            "[^\"a\nb\"]", "the string that starts here is not closed on its line",
            help: "close it with a double quote, and write line breaks as `\\n`"),
        Case("[\"a^\tb\"]", "a control character stands in a string: expected an escape such as `\\t`"),
        Case(#"["^\d+"]"#, #"`\d` is not an escape of JSON"#, help: #"write a backslash as `\\`"#),
        Case(#"["^\ud800"]"#, #"`\ud800` is half of a surrogate pair: expected both halves"#),
        Case(#"["^\u12G4"]"#, #"`\u12G4` is not an escape: expected four hexadecimal digits after `\u`"#),
        Case(
            "[^012345678901]", "`012345678901` is not a number of JSON",
            help: "remove the zeros at the start, or put the value in quotes if it is an identifier"),
        Case(
            "[^1.]", "`1.` is not a number of JSON",
            help: "a number has digits on both sides of its point and no plus sign"),
        Case("[^-Infinity]", "`-Infinity` is not a number of JSON", help: "JSON has no infinity: use null or a string"),
        Case("{} ^{}", "unexpected `{`: expected nothing after the value"),
        Case(
            "{\"name\": ^{{ .Values.name }}}".replacing("^", with: "").marking(10),
            "unexpected `{`: expected a key in double quotes",
            help: "put the key in double quotes"),
        Case(
            "[^!Ref a]", "unexpected `!Ref`: expected a value",
            help: "tags belong to YAML: in JSON write the long form such as {\"Ref\": ...}"),
    ]

    @Test("an error points at its cause and says what to do", arguments: cases)
    func message(_ test: Case) throws {
        let offset = try #require(test.marked.utf8.firstIndex(of: UInt8(ascii: "^")))
        let text = test.marked.replacing("^", with: "")
        let error = #expect(throws: Diagnostic.self) {
            try JSONParser.parse(SourceText(name: "a.json", text: text), symbols: SymbolTable())
        }
        let diagnostic = try #require(error)
        #expect(diagnostic.message == test.message)
        #expect(diagnostic.help == test.help)
        #expect(diagnostic.region?.start.offset == test.marked.utf8.distance(from: test.marked.startIndex, to: offset))
    }

    @Test("an excerpt of a file on one long line is cut around the caret")
    func longLine() throws {
        let text = "[" + String(repeating: "1,", count: 100_000) + "x," + String(repeating: "1,", count: 1_000) + "1]"
        let error = #expect(throws: Diagnostic.self) {
            try JSONParser.parse(SourceText(name: "a.json", text: text), symbols: SymbolTable())
        }
        let excerpt = try #require(error?.excerpt)
        #expect(excerpt.text.count <= Excerpt.width)
        let caret = excerpt.text.index(excerpt.text.startIndex, offsetBy: excerpt.caret)
        #expect(excerpt.text[caret] == "x")
    }
}

extension String {
    /// Puts the caret mark before the character at an offset.
    fileprivate func marking(_ offset: Int) -> String {
        var marked = self
        marked.insert("^", at: index(startIndex, offsetBy: offset))
        return marked
    }
}
