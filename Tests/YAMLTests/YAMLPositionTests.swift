import Documents
import Testing
import YAML

@Suite("YAML: positions")
struct YAMLPositionTests {
    /// A sample in which `«` and `»` mark where a value begins and ends, and the path of that value.
    struct Case: CustomTestStringConvertible {
        var path: [String]
        var marked: String
        var testDescription: String { path.joined(separator: ".") + " in " + marked }

        init(_ path: [String], _ marked: String) {
            self.path = path
            self.marked = marked
        }
    }

    static let cases: [Case] = [
        Case(["a"], "a: «text here» # comment\nb: 1"),
        Case(["a"], "a: «\"quoted \\t\"»\n"),
        Case(["a"], "a: &x !Sub «'it''s'»\n"),
        Case(["a"], "a: !Sub &x «plain»\n"),
        Case(["a"], "a: !GetAtt\n  # why\n  «b.c»\nd: 1"),
        Case(["a"], "a: «one\n  two»\nb: 1"),
        Case(["a"], "a: !Ref«»\nb: 1"),
        Case(["a"], "a:«» # nothing\nb: 1"),
        Case(["a"], "a: «|-\n  one\n  two»\n\n# comment\nb: 1"),
        Case(["a"], "a: !Sub «>\n  one\n\n  two»\n"),
        Case(["a"], "a: «|» # head\n\nb: 1"),
        Case(["a"], "a: «[1, [2], {b: c}]» # x\nd: 1"),
        Case(["a"], "a: !If «[x,\n y]»\nd: 1"),
        Case(["a"], "a:\n  # head\n  «b: 1\n  c:\n    - 2\n    - d»\n\n# tail\ne: 1"),
        Case(["a"], "a: &x !Map\n  # head\n  «b: 1\n  c: 2»\ne: 1"),
        Case(["a"], "a:\n«- 1\n- 2»\nb: 1"),
        Case(["a"], "a:\n«- b: 1\n  c: \"d\"»\n"),
        Case(["a", "0"], "a:\n- «b: 1\n  c: \"d\"»\n- 2"),
        Case(["a", "b"], "x: &y [1]\na: {b: «z», c: *y}"),
        Case(["a"], "x: &y [1]\na: «{b: z, c: *y}»"),
        Case(["a"], "x: &y [1]\na:\n  «b: z\n  c: *y»\nd: 1"),
        Case(["é"], "\u{FEFF}ü: \u{1F600}\u{1F600} ü\né: «\u{1F600} ß»\nz: ü"),
        Case(["a", "0", "b"], "a: [b: «c»]"),
        Case(["a", "0"], "a: [«b: c», d]"),
    ]

    @Test("a range covers exactly the value", arguments: cases)
    func range(_ test: Case) throws {
        let marks = test.marked.utf8
        let open = try #require(test.marked.firstIndex(of: "«"))
        let close = try #require(test.marked.firstIndex(of: "»"))
        let start = marks.distance(from: test.marked.startIndex, to: open)
        let end = marks.distance(from: test.marked.startIndex, to: close) - "«".utf8.count
        let text = test.marked.replacing("«", with: "").replacing("»", with: "")
        let document = try YAMLParser.parse(SourceText(name: "a.yaml", text: text), symbols: SymbolTable())
        var view = try #require(document.root)
        for step in test.path {
            let next = Int(step).map { index in Array(view.children)[index] } ?? view[step]
            view = try #require(next)
        }
        let written = String(decoding: document.source.bytes[view.range], as: UTF8.self)
        #expect(view.range == start..<end, "the range covers `\(written)`")
    }

    static let keys: [(text: String, keys: [String])] = [
        ("a: 1\n  \n\"b\\u0063\": 2\n'it''s': 3\n? explicit\n: 4", ["a", "b\\u0063", "it''s", "explicit"]),
        ("{é: 1, &x k: 2, \"\": 3}", ["é", "k", ""]),
    ]

    @Test("a key's range covers it without its quotes", arguments: keys)
    func keyRange(_ test: (text: String, keys: [String])) throws {
        let document = try YAMLParser.parse(SourceText(name: "a.yaml", text: test.text), symbols: SymbolTable())
        let written = try #require(document.root).children.map { child in
            String(decoding: document.source.bytes[child.keyRange ?? 0..<0], as: UTF8.self)
        }
        #expect(written == test.keys)
    }
}
