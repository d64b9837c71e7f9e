import Documents
import Testing

/// Vectors published with GitHub's own tests of the algorithm.
@Suite struct LineHashTests {
    struct Vector: Sendable, CustomTestStringConvertible {
        let text: String
        let hashes: [String]
        var testDescription: String { String(text.prefix(20)) }
    }

    static let vectors = [
        Vector(text: "", hashes: ["c129715d7a2bc9a3:1"]),
        Vector(
            text: " a\nb\n  \t\tc\n d",
            hashes: ["271789c17abda88f:1", "54703d4cd895b18:1", "180aee12dab6264:1", "a23a3dc5e078b07b:1"]),
        Vector(
            text: String(repeating: "Lorem ipsum dolor sit amet.\n", count: 10),
            hashes: (1...6).map { "a7f2ff13bc495cf2:\($0)" } + ["a7f2ff1481e87703:1"]),
    ]

    @Test("hashes are those that GitHub computes", arguments: vectors)
    func vector(_ vector: Vector) {
        let hashes = LineHash.hashes(of: SourceText(name: "x", text: vector.text))
        #expect(vector.hashes.indices.map { hashes[$0 + 1] } == vector.hashes)
    }

    @Test("the ways to end a line and the blanks in it make no difference")
    func lineBreaksAndBlanks() {
        let expected = LineHash.hashes(of: SourceText(name: "x", text: "a: b\nc: d\n\ne"))
        for text in ["a: b\r\nc: d\r\n\r\ne", "a: b\rc: d\r\re", "\ta:b \n  c :d\n \t\ne"] {
            #expect(LineHash.hashes(of: SourceText(name: "x", text: text)) == expected)
        }
        #expect(expected.count == 4)
    }

    @Test(
        "lines are counted as the line table counts them", arguments: ["", "\n", "a", "a\n", "a\r\rb\n\r\n", "é\n日本"])
    func lineNumbers(text: String) {
        let source = SourceText(name: "x", text: text)
        #expect(LineHash.hashes(of: source).keys.sorted() == Array(1...LineTable(source).lineCount))
    }

    @Test("only lines that are asked for are answered, with the ordinals of all")
    func selection() {
        let source = SourceText(name: "x", text: String(repeating: "Lorem ipsum dolor sit amet.\n", count: 10))
        #expect(LineHash.hashes(of: source, lines: [3, 99]) == [3: "a7f2ff13bc495cf2:3"])
    }

    @Test("a text beyond ASCII is hashed by its UTF-16 code units, also where it is no valid UTF-8")
    func codeUnits() {
        // Computed by the published algorithm over the same text.
        let hashes = LineHash.hashes(of: SourceText(name: "x", text: "name: Zoë 🚀\nü\n"))
        #expect(hashes == [1: "7c0387aa28bbb337:1", 2: "7e5808d75a269561:1", 3: "c129715d7a2bc9a3:1"])
        let broken = SourceText(name: "x", copying: [0x61, 0xFF, 0x0A, 0xE2, 0x82])
        #expect(LineHash.hashes(of: broken) == LineHash.hashes(of: SourceText(name: "x", text: "a\u{FFFD}\n\u{FFFD}")))
    }
}
