import Documents
import Testing
import YAML

@Suite("YAML: values")
struct YAMLValueTests {
    private func tree(_ text: String, _ schema: YAMLSchema = .core) throws -> String {
        var options = YAMLParser.Options()
        options.schema = schema
        let document = try YAMLParser.parse(
            SourceText(name: "a.yaml", text: text), symbols: SymbolTable(), options: options)
        return document.roots.map { TreeText.of(NodeView(document: document, id: $0)) }.joined(separator: " | ")
    }

    static let scalars: [(written: String, core: String, legacy: String)] = [
        ("true", "true", "true"), ("TRUE", "true", "true"), ("tRue", "\"tRue\"", "\"tRue\""),
        ("yes", "\"yes\"", "true"), ("Off", "\"Off\"", "false"), ("y", "\"y\"", "\"y\""), ("N", "\"N\"", "\"N\""),
        ("null", "null", "null"), ("~", "null", "null"), ("", "null", "null"), ("nil", "\"nil\"", "\"nil\""),
        ("0", "0", "0"), ("-17", "-17", "-17"), ("+5", "5", "5"),
        ("9223372036854775807", "9223372036854775807", "9223372036854775807"),
        ("9223372036854775808", "9.223372036854776e+18", "9.223372036854776e+18"),
        ("0x1F", "31", "31"), ("0xG", "\"0xG\"", "\"0xG\""), ("0x-1", "\"0x-1\"", "\"0x-1\""),
        ("0o17", "15", "\"0o17\""),
        ("0777", "\"0777\"", "\"0777\""), ("012345678901", "\"012345678901\"", "\"012345678901\""),
        ("123456789012", "123456789012", "123456789012"), ("1_000", "\"1_000\"", "\"1_000\""),
        ("22:22", "\"22:22\"", "\"22:22\""), ("0b11", "\"0b11\"", "\"0b11\""),
        ("2010-09-09", "\"2010-09-09\"", "\"2010-09-09\""),
        ("1.5", "1.5", "1.5"), ("1.", "1", "1"), (".5", "0.5", "0.5"), ("0.5", "0.5", "0.5"),
        ("00.5", "\"00.5\"", "\"00.5\""), ("-0.5e-1", "-0.05", "-0.05"),
        ("1e3", "1000", "1000"), ("1e", "\"1e\"", "\"1e\""), (".", "\".\"", "\".\""),
        ("+", "\"+\"", "\"+\""),
        ("1.2.3", "\"1.2.3\"", "\"1.2.3\""), (".inf", "inf", "inf"), ("-.INF", "-inf", "-inf"), (".nan", "nan", "nan"),
        ("-.nan", "\"-.nan\"", "\"-.nan\""),
        ("'1'", "\"1\"", "\"1\""), ("\"true\"", "\"true\"", "\"true\""), ("!!str 1", "\"1\"", "\"1\""),
        ("!!int 0x10", "16", "16"), ("!!float 1", "1", "1"), ("!!bool yes", "error", "true"),
        ("!!int a", "error", "error"),
        ("!!null ''", "null", "null"), ("!!binary aGk=", "\"aGk=\"", "\"aGk=\""), ("!!binary a", "error", "error"),
        ("!!map a", "error", "error"),
        ("! 1", "\"1\"", "\"1\""), ("!Ref 1", "\"1\"", "\"1\""), ("!<tag:yaml.org,2002:int> 3", "3", "3"),
    ]

    @Test("a scalar means what the schema says", arguments: scalars)
    func scalar(_ test: (written: String, core: String, legacy: String)) {
        #expect((try? tree("--- " + test.written)) ?? "error" == test.core)
        #expect((try? tree("--- " + test.written, .legacy)) ?? "error" == test.legacy)
    }

    @Test("a double that is written as an integer is a double under its tag")
    func floatTag() throws {
        let document = try YAMLParser.parse(SourceText(name: "a", text: "!!float 1"), symbols: SymbolTable())
        #expect(document.root?.kind == .double)
    }

    @Test("tags of applications are kept, YAML's own are applied")
    func tags() throws {
        let text =
            "a: !Ref x\nb: !Equals [1, !Ref y]\nc: !Map {d: 1}\ne: !Ref\nf: !!str 1\ng: !!set {a}\nh: &z !Sub |\n  t\n"
        let document = try YAMLParser.parse(SourceText(name: "a", text: text), symbols: SymbolTable())
        let root = try #require(document.root)
        let tags = ["a", "b", "c", "e", "f", "g", "h"].map { root[$0]?.tag }
        #expect(tags == ["!Ref", "!Equals", "!Map", "!Ref", nil, "!!set", "!Sub"])
        #expect(root["e"]?.string == "" && root["h"]?.string == "t\n")
    }

    @Test("aliases are copies that say so")
    func aliases() throws {
        let text = "a: &x {b: [1, &y two]}\nc: *x\nd: *y\n*y : e\n&k f: g\nh: *k\n"
        #expect(
            try tree(text)
                == #"{"a": {"b": [1, "two"]}, "c": {"b": [1, "two"]}, "d": "two", "f": "g", "h": "f", "two": "e"}"#)
        let document = try YAMLParser.parse(SourceText(name: "a", text: text), symbols: SymbolTable())
        let copy = try #require(document.root?["c"])
        let original = try #require(document.root?["a"])
        #expect(copy.node.flags.contains(.copied) && !original.node.flags.contains(.copied))
        #expect(copy.range == original.range)
        #expect(copy.keyRange.map { String(decoding: document.source.bytes[$0], as: UTF8.self) } == "c")
    }

    @Test("an anchor that is given again refers to the latest value, and none outlives its document")
    func anchorsAgain() throws {
        #expect(try tree("[&a 1, *a, &a 2, *a]") == "[1, 1, 2, 2]")
        #expect(try tree("&a [&a x, *a]") == #"["x", "x"]"#)
        #expect(throws: Diagnostic.self) { try tree("--- &a 1\n--- *a") }
    }

    static let merges: [(String, String)] = [
        ("x: &x {a: 1, b: 2}\ny: {<<: *x, b: 3}", #"{"x": {"a": 1, "b": 2}, "y": {"a": 1, "b": 3}}"#),
        ("x: &x {a: 1, b: 2}\ny: {b: 3, <<: *x}", #"{"x": {"a": 1, "b": 2}, "y": {"a": 1, "b": 3}}"#),
        (
            "[&x {a: 1}, &y {a: 2, b: 2}, {<<: [*x, *y], c: 3}]",
            #"[{"a": 1}, {"a": 2, "b": 2}, {"a": 1, "b": 2, "c": 3}]"#
        ),
        ("{<<: {a: 1, b: 2}, a: 5}", #"{"a": 5, "b": 2}"#),
        ("{'<<': {a: 1}}", #"{"<<": {"a": 1}}"#),
        (
            "[&x {a: {b: [1]}}, &y {<<: *x, c: 2}, {<<: *y}]",
            #"[{"a": {"b": [1]}}, {"a": {"b": [1]}, "c": 2}, {"a": {"b": [1]}, "c": 2}]"#
        ),
        // An anchor inside a mapping that is rebuilt, and one inside what is merged.
        (
            "{m: {z: &i {k: 1}, <<: &j {a: &v 2}, w: &o [3]}, p: *i, q: *j, r: *v, s: *o}",
            #"{"m": {"a": 2, "w": [3], "z": {"k": 1}}, "p": {"k": 1}, "q": {"a": 2}, "r": 2, "s": [3]}"#
        ),
    ]

    @Test("merge keys stand for the members of other mappings; own members win, then earlier ones", arguments: merges)
    func merge(_ test: (String, String)) throws {
        #expect(try tree(test.0) == test.1)
    }

    @Test("a merge is followed by siblings whose positions and extents are right")
    func mergeExtents() throws {
        let document = try YAMLParser.parse(
            SourceText(name: "a", text: "x: &x {a: 1}\ny:\n  <<: *x\n  b: {c: 2}\nz: last"), symbols: SymbolTable())
        let root = try #require(document.root)
        #expect(root.children.map(\.key) == ["x", "y", "z"])
        #expect(root["y"]?["a"]?.node.flags.contains(.copied) == true)
        #expect(root["y"]?["b"]?.node.flags.contains(.copied) == false)
        #expect(Int(root.node.extent) == document.nodes.count)
    }

    @Test("each document of a stream is a root")
    func stream() throws {
        #expect(try tree("a: 1\n---\n- 2\n---\n...\n---\nthree") == #"{"a": 1} | [2] | null | "three""#)
        #expect(try tree("") == "" && (try tree("# nothing\n")) == "")
    }

    @Test("keys are text, whatever they look like")
    func keys() throws {
        #expect(
            try tree("80: a\ntrue: b\n~: c\n'': d\n? e\n? >-\n  f\n  g\n: h")
                == #"{"": "d", "80": "a", "e": null, "f g": "h", "true": "b", "~": "c"}"#)
    }

    @Test("text in UTF-16, with byte order marks and with CR LF is read")
    func encodings() throws {
        let text = "a: é\r\nb: |\r\n  x\r\n  y\r\n"
        let expected = "{\"a\": \"é\", \"b\": \"x\ny\n\"}"
        #expect(try tree(text) == expected && (try tree("\u{FEFF}" + text)) == expected)
        let little = text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        for bytes in [[0xFF, 0xFE] + little, little] {
            let document = try YAMLParser.parse(SourceText(name: "a", copying: bytes), symbols: SymbolTable())
            #expect(document.root.map(TreeText.of) == expected)
        }
    }
}
