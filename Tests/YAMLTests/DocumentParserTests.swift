import Documents
import Foundation
import Testing
import YAML

@Suite("JSON or YAML, by content")
struct DocumentParserTests {
    private func parse(_ text: String, name: String = "a.template") throws -> Document {
        try DocumentParser.parse(SourceText(name: name, text: text), symbols: SymbolTable())
    }

    private func message(_ text: String, name: String = "a.template") -> String? {
        guard case .failure(let error) = Result(catching: { try parse(text, name: name) }) else { return nil }
        return (error as? Diagnostic)?.message
    }

    static let readable: [(text: String, tree: String)] = [
        (" {\"a\": \"\\ud83d\\ude00\"}", "{\"a\": \"\u{1F600}\"}"),
        ("{a: 1, b: [x, 'y']}", #"{"a": 1, "b": ["x", "y"]}"#),
        ("[1, 2,]", "[1, 2]"),
        ("{\"a\": 1, # why\n \"b\": 2}", #"{"a": 1, "b": 2}"#),
        ("{\n\t\"a\":\t1\n}", #"{"a": 1}"#),
        ("- a\n- b", #"["a", "b"]"#),
        ("\u{FEFF}{\"a\": 1}", #"{"a": 1}"#),
        ("[a]: b".replacing("]: b", with: "]"), #"["a"]"#),
        ("{a: 1}\n---\n[2]", #"{"a": 1}"#),
    ]

    @Test("what is JSON or YAML is read, whatever the name says", arguments: readable)
    func accepted(_ test: (text: String, tree: String)) throws {
        for name in ["a.json", "a.yaml", "a.template"] {
            #expect(try parse(test.text, name: name).root.map(TreeText.of) == test.tree)
        }
    }

    static let unreadable: [(text: String, message: String)] = [
        ("{\"a\": 1 \"b\": 2}", "unexpected `\"`: expected a comma or `}`"),
        ("{\"a\": [1, 2}", "unexpected `}`: expected a comma or `]`"),
        // As YAML these would be accepted, with the comments as text.
        ("{\"a\": 1 // why\n}", "unexpected `//`: expected a comma or `}`"),
        ("{/* why */ \"a\": 1}", "unexpected `/*`: expected a key in double quotes"),
        ("{a: b: c}", "a mapping in braces goes on wrongly: expected a comma or `}`"),
        ("{{ .Values }}", "`{{ .Values }}` is template syntax, not YAML"),
        ("{\"a\": 1}\n{\"a\": 2}", "unexpected `{`: expected nothing after the value"),
    ]

    @Test("what is neither is refused in the words of what it looks like", arguments: unreadable)
    func refused(_ test: (text: String, message: String)) {
        #expect(message(test.text) == test.message)
    }

    @Test("a limit is reached once, in whichever format is tried first")
    func limits() {
        #expect(
            message(String(repeating: "[", count: 10_000)) == "more than 256 lists and mappings lie inside each other")
    }

    @Test("keys to skip are left out of JSON")
    func skipping() throws {
        var options = DocumentParser.Options()
        options.skippedMembers = [["prior_state"]]
        let source = SourceText(name: "plan.json", text: #"{"prior_state": {"a": [1]}, "b": 2}"#)
        let document = try DocumentParser.parse(source, symbols: SymbolTable(), options: options)
        #expect(document.root.map(TreeText.of) == #"{"b": 2}"#)
    }

    static let real = ["templates/sagemaker", "templates/general", "plans", "describe", "iam"].flatMap {
        SharedData.files(in: $0)
    }
    .filter { ["json", "yaml", "yml", "template"].contains($0.pathExtension) }

    @Test(
        "real files are read, and the ranges of their values nest",
        .enabled(if: SharedData.isPresent, SharedData.absent),
        arguments: real)
    func realFile(_ file: URL) throws {
        var options = DocumentParser.Options()
        options.schema = .legacy
        let source = SourceText(name: file.lastPathComponent, copying: try Data(contentsOf: file))
        let document: Document
        do {
            document = try DocumentParser.parse(source, symbols: SymbolTable(), options: options)
        } catch {
            // A chart among the recorded files.
            #expect(error.help?.contains(MalformedTests.template) == true, "\(error.message)")
            return
        }
        for root in document.roots { check(NodeView(document: document, id: root)) }
    }

    private func check(_ view: NodeView) {
        var last = view.range.lowerBound
        for child in view.children where !child.node.flags.contains(.copied) {
            #expect(child.range.lowerBound >= last && child.range.upperBound <= view.range.upperBound)
            last = child.range.upperBound
            check(child)
        }
    }
}

@Suite("JSON and YAML agree")
struct AgreementTests {
    static let seeds: [UInt64] = (1...300).map { $0 &* 0xD134_2543_DE82_EF95 }

    @Test("the same value, written as JSON, block YAML and flow YAML, gives the same tree", arguments: seeds)
    func agreement(_ seed: UInt64) throws {
        var generator = ValueGenerator(seed: seed)
        let value = generator.value(depth: 0)
        let json = try tree(value.json) { try JSONParser.parse($0, symbols: SymbolTable()) }
        let flow = try tree(value.json) { try YAMLParser.parse($0, symbols: SymbolTable()) }
        let block = try tree("---" + value.yaml(indent: 0) + "\n") { try YAMLParser.parse($0, symbols: SymbolTable()) }
        #expect(json == flow && json == block, "seed \(seed): \(json) != \(block)")
    }

    private func tree(_ text: String, _ parse: (SourceText) throws -> Document) throws -> String {
        do {
            return try #require(try parse(SourceText(name: "generated", text: text)).root.map(TreeText.of))
        } catch let error as Diagnostic {
            Issue.record("\(error.message) in \(text)")
            throw error
        }
    }
}

/// A value that can be written in both formats.
indirect enum Value {
    case scalar(String)
    case string(String)
    case list([Value])
    case map([(String, Value)])

    var json: String {
        switch self {
        case .scalar(let text): text
        case .string(let text): Self.quoted(text)
        case .list(let items): "[" + items.map(\.json).joined(separator: ", ") + "]"
        case .map(let members): "{" + members.map { Self.quoted($0) + ": " + $1.json }.joined(separator: ", ") + "}"
        }
    }

    /// Block style, with literal scalars for texts of several lines.
    func yaml(indent: Int) -> String {
        let margin = "\n" + String(repeating: " ", count: indent)
        switch self {
        case .scalar(let text): return " " + text
        case .string(let text) where text.contains("\n") && text.first != " " && text.first != "\n":
            let head = text.hasSuffix("\n") ? (text.hasSuffix("\n\n") ? " |+" : " |") : " |-"
            let lines = text.hasSuffix("\n") ? String(text.dropLast()) : text
            return head
                + lines.split(separator: "\n", omittingEmptySubsequences: false).map { margin + "  " + $0 }.joined()
        case .string(let text) where text.contains("\n"): return " " + Self.quoted(text)
        case .string(let text): return " '" + text.replacing("'", with: "''") + "'"
        case .list(let items) where items.isEmpty: return " []"
        case .map(let members) where members.isEmpty: return " {}"
        case .list(let items): return items.map { margin + "-" + $0.yaml(indent: indent + 2) }.joined()
        case .map(let members):
            return members.map { margin + Self.quoted($0) + ":" + $1.yaml(indent: indent + 2) }.joined()
        }
    }

    private static func quoted(_ text: String) -> String {
        "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n") + "\""
    }
}

struct ValueGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed | 1 }

    mutating func value(depth: Int) -> Value {
        switch pick(depth > 4 ? 4 : 7) {
        case 0: .scalar(["null", "true", "false"][pick(3)])
        case 1:
            .scalar(["0", "-1", "17", "9223372036854775807", "9223372036854775808", "1.5", "-2e3", "0.25"][pick(8)])
        case 2, 3: .string(text())
        case 4: .list((0..<pick(4)).map { _ in value(depth: depth + 1) })
        default: .map((0..<pick(5)).map { ("\(text().replacing("\n", with: " "))\($0)", value(depth: depth + 1)) })
        }
    }

    private mutating func text() -> String {
        let parts = [
            "a", "Key", "#", ": ", "- ", "'", "\"", "\\", "é", "\u{1F600}", "{", "]", "true", "1", "line\nnext", "\n",
            " x",
        ]
        return (0..<pick(5)).map { _ in parts[pick(parts.count)] }.joined()
    }

    private mutating func pick(_ count: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int((state >> 33) % UInt64(count))
    }
}
