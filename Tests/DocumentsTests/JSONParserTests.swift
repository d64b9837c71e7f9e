import Documents
import Testing

@Suite("JSON: values and positions")
struct JSONParserTests {
    private func parse(_ text: String, _ options: JSONParser.Options = .init()) throws -> Document {
        try JSONParser.parse(SourceText(name: "a.json", text: text), symbols: SymbolTable(), options: options)
    }

    @Test(
        "a number is an integer exactly when it is written as one and fits in 64 bits",
        arguments: [
            ("0", .integer), ("-0", .integer), ("42", .integer), ("9223372036854775807", .integer),
            ("-9223372036854775808", .integer), ("9223372036854775808", .double), ("-9223372036854775809", .double),
            ("123456789012345678901234567890", .double), ("1.0", .double), ("1e2", .double), ("1E+2", .double),
        ] as [(String, Node.Kind)])
    func numbers(_ text: String, _ kind: Node.Kind) throws {
        let root = try #require(try parse(" \(text) ").root)
        #expect(root.kind == kind && root.text == text)
        #expect(root.number == Double(text))
        #expect(root.integer == (kind == .integer ? Int64(text) : nil))
    }

    @Test("escapes are decoded, in keys too")
    func escapes() throws {
        let root = try #require(try parse(#"{"\u0061\"b": "x\n\/\ud83d\ude00\u00e9\\", "é": "ü"}"#).root)
        #expect(root["a\"b"]?.string == "x\n/\u{1F600}\u{E9}\\")
        #expect(root["é"]?.string == "ü")
    }

    @Test("ranges cover exactly the value, its quotes included, and keys without their quotes")
    func ranges() throws {
        let text = #"{ "a" : [ 1, "x\ty", {"é": true} ] , "b\u0063" : null }"#
        let document = try parse(text)
        func written(_ range: Range<Int>?) -> String? {
            range.map { String(decoding: document.source.bytes[$0], as: UTF8.self) }
        }
        let root = try #require(document.root)
        #expect(written(root.range) == text)
        let list = try #require(root["a"])
        #expect(written(list.range) == #"[ 1, "x\ty", {"é": true} ]"#)
        #expect(written(list.keyRange) == "a")
        #expect(list.children.map { written($0.range) } == ["1", #""x\ty""#, #"{"é": true}"#])
        #expect(written(Array(list.children)[2]["é"]?.keyRange) == "é")
        #expect(written(root["bc"]?.keyRange) == #"b\u0063"#)
    }

    @Test("a member that the options skip gets no nodes, whatever it holds")
    func skipping() throws {
        var options = JSONParser.Options()
        options.skippedMembers = [["prior_state"], ["n"]]
        let text = #"""
            {"prior_state": {"a": ["]", "\"}", {"b": [1, 2]}], "prior_state": {}}, "kept": {"prior_state": 1},
             "n": 12.5 , "prior_state": "s", "last": [2], "n": null}
            """#
        let document = try parse(text, options)
        let root = try #require(document.root)
        #expect(root.children.map(\.key) == ["kept", "last"])
        #expect(root["kept"]?["prior_state"]?.integer == 1)
        #expect(document.nodes.count == 5)
        #expect(throws: Diagnostic.self) { try parse(#"{"prior_state": {"a": [}"#, options) }
        #expect(throws: Diagnostic.self) { try parse(#"{"prior_state": }"#, options) }
        #expect(throws: Diagnostic.self) { try parse(#"{"prior_state": "a}"#, options) }
    }

    @Test("members are skipped where their way says, and nowhere else")
    func skippingInside() throws {
        var options = JSONParser.Options()
        options.skippedMembers = [["changes", "*", "change", "before"], ["changes", "*", "name"]]
        let text = #"""
            {"changes": [{"name": {"x": [1]}, "change": {"before": {"name": 1}, "after": {"before": 2, "name": 3}}},
                         {"change": {"before": null}}, [{"name": 4}]],
             "change": {"before": 5}, "name": 6, "others": [{"name": 7, "change": {"before": 8}}]}
            """#
        let root = try #require(try parse(text, options).root)
        let changes = Array(try #require(root["changes"]).children)
        #expect(changes[0].children.map(\.key) == ["change"])
        #expect(changes[0]["change"]?.children.map(\.key) == ["after"])
        #expect(changes[0]["change"]?["after"]?.children.map(\.key) == ["before", "name"])
        #expect(changes[1]["change"]?.children.map(\.key) == [])
        #expect(changes[2].children.first { _ in true }?["name"]?.integer == 4)
        #expect(root["change"]?["before"]?.integer == 5)
        #expect(root["name"]?.integer == 6)
        let other = try #require(root["others"]?.children.first { _ in true })
        #expect(other.children.map(\.key) == ["name", "change"])
        #expect(other["change"]?["before"]?.integer == 8)
    }

    @Test("a key is the one that is written, however like the one that stood there before", arguments: 1...20)
    func expectedKeys(_ length: Int) throws {
        let usual = String(repeating: "k", count: length)
        let others = [
            "", usual + "k", String(usual.dropLast()), usual.dropLast() + "x", "x" + usual.dropFirst(), "é" + usual,
        ]
        for other in others {
            let keys = [usual, usual, other, usual, usual, "k\\u006b", usual]
            let objects = keys.map { #"{"first":1,"\#($0)":2}"# }
            let text = "[\(objects.joined(separator: ","))]"
            let read = try #require(try parse(text).root).children.map { $0.children.map(\.key) }
            #expect(read == keys.map { ["first", $0 == "k\\u006b" ? "kk" : $0] }, "\(text)")
            for end in 1..<text.utf8.count {
                #expect(throws: Diagnostic.self) { try parse(String(decoding: text.utf8.prefix(end), as: UTF8.self)) }
            }
        }
    }

    @Test("a repeated key is a warning that names both lines, and the last one wins")
    func duplicateWarning() throws {
        let document = try parse("{\"a\": 1,\n \"b\": {\"a\": 5},\n \"a\": 2}")
        #expect(document.root?["a"]?.integer == 2)
        let warning = try #require(document.warnings.first)
        #expect(document.warnings.count == 1)
        #expect(warning.message == "the key `a` is given twice, first on line 1")
        #expect(warning.region?.start.line == 3)
    }

    @Test("a mapping that repeats a key says so to whoever looks keys up, also when there are too many to report")
    func repeatedKeysAreMarked() throws {
        let repeated = (0..<60).map { #"{"k": \#($0), "k": "last"}"# }.joined(separator: ", ")
        let document = try parse("[\(repeated), {\"k\": 1, \"l\": {\"k\": 2}}]")
        let elements = try #require(document.root).children.map(\.node)
        #expect(elements.map { $0.flags.contains(.repeatsKeys) } == Array(repeating: true, count: 60) + [false])
    }

    @Test("a repeated key is an error on request")
    func duplicateError() throws {
        var options = JSONParser.Options()
        options.duplicateKeys = .error
        let error = #expect(throws: Diagnostic.self) { try parse("[{\"a\": 1,\n \"a\": 2}]", options) }
        #expect(error?.message == "the key `a` is given twice, first on line 1")
        #expect(error?.region?.start.line == 2)
    }

    @Test("a mapping with thousands of repeated keys is reported briefly")
    func manyDuplicates() throws {
        let document = try parse("{" + Array(repeating: "\"a\":1", count: 20_000).joined(separator: ",") + "}")
        #expect(document.warnings.count < 100)
        #expect(document.warnings.last?.message == "more keys are repeated")
    }

    @Test("the key of a document is the symbol of the root table")
    func sharedSymbols() throws {
        let root = SymbolTable()
        let type = root.intern("Type")
        let document = try JSONParser.parse(
            SourceText(name: "a.json", text: #"{"Type": 1, "Own": 2}"#), symbols: SymbolTable(extending: root))
        #expect(document.root?[type]?.integer == 1)
        #expect(document.root?["Own"]?.integer == 2)
    }

    @Test(
        "UTF-16 and byte order marks are read",
        arguments: [
            [0xEF, 0xBB, 0xBF] + Array(#"{"a": "é"}"#.utf8), utf16(#"{"a": "é"}"#, [0xFF, 0xFE], bigEndian: false),
            utf16(#"{"a": "é"}"#, [0xFE, 0xFF], bigEndian: true), utf16(#"{"a": "é"}"#, [], bigEndian: false),
            utf16(#"{"a": "é"}"#, [], bigEndian: true),
        ])
    func encodings(_ bytes: [UInt8]) throws {
        let document = try JSONParser.parse(SourceText(name: "a.json", copying: bytes), symbols: SymbolTable())
        #expect(document.root?["a"]?.string == "é")
    }

    static func utf16(_ text: String, _ mark: [UInt8], bigEndian: Bool) -> [UInt8] {
        mark
            + text.utf16.flatMap { unit in
                let bytes = [UInt8(unit >> 8), UInt8(unit & 0xFF)]
                return bigEndian ? bytes : bytes.reversed()
            }
    }
}

@Suite("JSON: limits")
struct JSONLimitTests {
    private func message(_ text: String, _ limits: DocumentLimits) -> String? {
        var options = JSONParser.Options()
        options.limits = limits
        do {
            _ = try JSONParser.parse(SourceText(name: "a.json", text: text), symbols: SymbolTable(), options: options)
            return nil
        } catch {
            return error.message
        }
    }

    @Test("10,000 brackets inside each other are refused", arguments: ["[", "{\"a\":"])
    func depth(_ open: String) {
        let text = String(repeating: open, count: 10_000)
        #expect(message(text, .init()) == "more than 256 lists and mappings lie inside each other")
        #expect(message(String(repeating: "[", count: 256) + String(repeating: "]", count: 256), .init()) == nil)
    }

    @Test("a scalar, a file and a number of values beyond the limit are refused")
    func sizes() {
        var limits = DocumentLimits()
        limits.scalarLength = 10
        #expect(message(#"["123456789"]"#, limits)?.hasSuffix("has more than 10 bytes") == true)
        #expect(message("[12345678901]", limits)?.hasSuffix("has more than 10 bytes") == true)
        #expect(message(#"["12345678"]"#, limits) == nil)
        limits = DocumentLimits()
        limits.nodes = 3
        #expect(message("[1,2,3]", limits) == "the file has more than 3 values")
        #expect(message("[1,2]", limits) == nil)
        limits = DocumentLimits()
        limits.size = 4
        #expect(message("[1,2]", limits) == "the file has 5 bytes: expected at most 4")
    }
}
