import Documents
import Engine
import Testing

@Suite("Differences of edited texts")
struct UnifiedDiffTests {
    @Test(
        "only the lines that differ are in it",
        arguments: [
            ("a\nb\nc\n", [(2..<3, "x")], "@@ -1,3 +1,3 @@\n a\n-b\n+x\n c\n"),
            ("a\nb\nc\n", [(3..<3, "\nx")], "@@ -1,3 +1,4 @@\n a\n b\n+x\n c\n"),
            ("a\nb\nc\n", [(2..<4, "")], "@@ -1,3 +1,2 @@\n a\n-b\n c\n"),
            (
                "a\nb", [(3..<3, "\nx")],
                "@@ -1,2 +1,3 @@\n a\n-b\n\\ No newline at end of file\n+b\n+x\n\\ No newline at end of file\n"
            ),
            ("a\n", [(2..<2, "x")], "@@ -1,1 +1,2 @@\n a\n+x\n\\ No newline at end of file\n"),
            ("", [(0..<0, "x\n")], "@@ -0,0 +1,1 @@\n+x\n"),
            ("a\n", [(0..<2, "")], "@@ -1,1 +0,0 @@\n-a\n"),
            (
                "1\n2\n3\n4\n5\n6\n7\n8\n9\n", [(0..<1, "x"), (16..<17, "y")],
                "@@ -1,4 +1,4 @@\n-1\n+x\n 2\n 3\n 4\n@@ -6,4 +6,4 @@\n 6\n 7\n 8\n-9\n+y\n"
            ),
            ("a\n", [(0..<1, "a")], ""),
        ])
    func hunks(before: String, edits: [(Range<Int>, String)], expected: String) throws {
        let text = try #require(EditedText(Array(before.utf8)).applying(edits.map(SourceEdit.init(range:text:))))
        let diff = String(decoding: UnifiedDiff(file: "f", text).bytes, as: UTF8.self)
        #expect(diff == "--- a/f\n+++ b/f\n" + expected)
    }

    @Test(
        "names of files are as git writes them",
        arguments: [
            ("x/y.yaml", "a/x/y.yaml"), ("/x.yaml", "a/x.yaml"), ("x y.yaml", "a/x y.yaml\t"),
            ("x\n--- a/y", #""a/x\012--- a/y""#), ("\u{1B}[31m", #""a/\033[31m""#), ("é\"\\", #""a/\303\251\"\\""#),
        ])
    func names(file: String, expected: String) throws {
        let text = try #require(EditedText([0x61]).applying([SourceEdit(range: 0..<1, text: "b")]))
        let diff = String(decoding: UnifiedDiff(file: file, text).bytes, as: UTF8.self)
        #expect(diff.hasPrefix("--- \(expected)\n+++ "))
    }

    @Test("edits of edited texts add up, and the difference gives the text that they make")
    func random() throws {
        var random = FixedOrder(state: 20)
        for round in 0..<2_000 {
            var text = EditedText(Self.lines(&random))
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                text = try #require(text.applying(Self.edits(of: text.bytes, &random)))
                #expect(Self.applied(text.changes, text) == text.bytes, "round \(round)")
            }
            let diff = UnifiedDiff(file: "f", text).bytes
            #expect(try Self.patched(text.original, diff) == text.bytes, "round \(round)")
        }
    }

    private static func lines(_ random: inout FixedOrder) -> [UInt8] {
        (0..<Int.random(in: 0...24, using: &random)).flatMap { _ in
            ["a\n", "b\n", "\n", "c d\n", "e"].randomElement(using: &random)?.utf8 ?? "".utf8
        }
    }

    private static func edits(of bytes: [UInt8], _ random: inout FixedOrder) -> [SourceEdit] {
        var edits: [SourceEdit] = []
        var at = 0
        while at <= bytes.count, edits.count < 4 {
            let from = Int.random(in: at...bytes.count, using: &random)
            let to = Int.random(in: from...min(bytes.count, from + 5), using: &random)
            let text = ["", "a", "a\n", "\nb", "x\ny\n"].randomElement(using: &random) ?? ""
            edits.append(SourceEdit(range: from..<to, text: text))
            at = to + 1
        }
        return edits
    }

    /// The original with each changed place replaced by what the text has there.
    private static func applied(_ changes: [EditedText.Change], _ text: EditedText) -> [UInt8] {
        let edits = changes.map { change in
            SourceEdit(range: change.old, text: String(decoding: text.bytes[change.new], as: UTF8.self))
        }
        return text.original.withUnsafeBytes { SourceEdit.apply(edits, to: $0) } ?? []
    }

    /// What `patch` does, without looking for hunks elsewhere.
    private static func patched(_ original: [UInt8], _ diff: [UInt8]) throws -> [UInt8] {
        var rest = original[...]
        var (result, line): ([UInt8], Int) = ([], 1)
        func take() -> ArraySlice<UInt8> {
            let end = rest.firstIndex(of: 0x0A).map { $0 + 1 } ?? rest.endIndex
            defer { (rest, line) = (rest[end...], line + 1) }
            return rest[..<end]
        }
        var lines = diff.split(separator: 0x0A, omittingEmptySubsequences: false).dropFirst(2).dropLast()[...]
        while let next = lines.popFirst() {
            var content = next.dropFirst() + [0x0A]
            if lines.first?.first == UInt8(ascii: "\\") {
                content.removeLast()
                lines.removeFirst()
            }
            switch next.first {
            case UInt8(ascii: "@"):
                let heading = String(decoding: next, as: UTF8.self)
                let span = heading.dropFirst(4).prefix { $0 != " " }.split(separator: ",").compactMap { Int($0) }
                let start = try #require(span.count == 2 ? span[0] + (span[1] == 0 ? 1 : 0) : nil)
                while line < start { result += take() }
            case UInt8(ascii: " "):
                #expect(rest.starts(with: content))
                result += take()
            case UInt8(ascii: "-"): #expect(take().elementsEqual(content))
            default: result += content
            }
        }
        return result + rest
    }
}

/// A sequence that is the same in each run.
private struct FixedOrder: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }
}
