import Documents
import Testing

@Suite("JSON lines")
struct JSONLinesTests {
    static let text = "{\"a\": 1}\n\n  [2]\r\n\"three\""

    @Test("each line becomes a root of one document")
    func roots() throws {
        let document = try JSONParser.parseLines(
            SourceText(name: "a.jsonl", text: Self.text), symbols: SymbolTable())
        let views = document.roots.map { NodeView(document: document, id: $0) }
        #expect(views.map(\.kind) == [.map, .list, .string])
        #expect(views[0]["a"]?.integer == 1 && views[2].string == "three")
        let lines = LineTable(document.source)
        #expect(views.map { lines.position(of: $0.range.lowerBound).line } == [1, 3, 4])
    }

    @Test("the lazy reader gives the same values, one document for each line")
    func lazy() throws {
        var reader = try JSONLines(SourceText(name: "a.jsonl", text: Self.text), symbols: SymbolTable())
        var kinds: [Node.Kind] = []
        while let document = try reader.next() {
            #expect(document.roots.count == 1)
            kinds.append(try #require(document.root).kind)
        }
        #expect(kinds == [.map, .list, .string])
    }

    @Test("a line that is not JSON is reported with its line, and the next one is read")
    func recovery() throws {
        var reader = try JSONLines(SourceText(name: "a.jsonl", text: "1\n{\"a\":\n2 3\n4\n"), symbols: SymbolTable())
        #expect(try reader.next()?.root?.integer == 1)
        #expect(#expect(throws: Diagnostic.self) { try reader.next() }?.region?.start.line == 2)
        #expect(#expect(throws: Diagnostic.self) { try reader.next() }?.region?.start.line == 3)
        #expect(try reader.next()?.root?.integer == 4)
        #expect(try reader.next() == nil)
    }

    @Test("an empty stream has no values")
    func empty() throws {
        #expect(
            try JSONParser.parseLines(SourceText(name: "a.jsonl", text: "\n"), symbols: SymbolTable()).roots.isEmpty)
    }
}
