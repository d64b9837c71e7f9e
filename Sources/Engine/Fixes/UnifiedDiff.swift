/// The difference of two texts in the form that `patch` and `git apply` read.
public struct UnifiedDiff: Sendable {
    private enum Line {
        case same([UInt8])
        case removed([UInt8])
        case added([UInt8])

        var isChange: Bool { if case .same = self { false } else { true } }
    }

    private static let context = 3

    public let bytes: [UInt8]

    public init(file: String, before: [UInt8], after: [UInt8]) {
        let lines = Self.merged(Self.lines(of: before), Self.lines(of: after))
        var output = Array("--- a/\(file)\n+++ b/\(file)\n".utf8)
        for hunk in Self.hunks(of: lines) { Self.write(hunk, of: lines, to: &output) }
        bytes = output
    }

    private static func lines(of text: [UInt8]) -> [[UInt8]] {
        var lines: [[UInt8]] = []
        var start = 0
        for (index, byte) in text.enumerated() where byte == 0x0A {
            lines.append(Array(text[start...index]))
            start = index + 1
        }
        if start < text.count { lines.append(Array(text[start...])) }
        return lines
    }

    private static func merged(_ old: [[UInt8]], _ new: [[UInt8]]) -> [Line] {
        let difference = new.difference(from: old)
        let removed = Set(difference.removals.map { Self.offset(of: $0) })
        let inserted = Set(difference.insertions.map { Self.offset(of: $0) })
        var lines: [Line] = []
        var (left, right) = (0, 0)
        while left < old.count || right < new.count {
            if left < old.count, removed.contains(left) {
                lines.append(.removed(old[left]))
                left += 1
            } else if right < new.count, inserted.contains(right) {
                lines.append(.added(new[right]))
                right += 1
            } else {
                lines.append(.same(old[left]))
                left += 1
                right += 1
            }
        }
        return lines
    }

    private static func offset(of change: CollectionDifference<[UInt8]>.Change) -> Int {
        switch change {
        case .remove(let offset, _, _), .insert(let offset, _, _): offset
        }
    }

    private static func hunks(of lines: [Line]) -> [Range<Int>] {
        var hunks: [Range<Int>] = []
        for index in lines.indices where lines[index].isChange {
            let range = max(0, index - context)..<min(lines.count, index + context + 1)
            if let last = hunks.last, last.upperBound >= range.lowerBound {
                hunks[hunks.count - 1] = last.lowerBound..<range.upperBound
            } else {
                hunks.append(range)
            }
        }
        return hunks
    }

    private static func write(_ hunk: Range<Int>, of lines: [Line], to output: inout [UInt8]) {
        func counts(_ lines: ArraySlice<Line>) -> (old: Int, new: Int) {
            lines.reduce(into: (0, 0)) { counts, line in
                switch line {
                case .same: counts = (counts.0 + 1, counts.1 + 1)
                case .removed: counts.0 += 1
                case .added: counts.1 += 1
                }
            }
        }
        let (skipped, inside) = (counts(lines[..<hunk.lowerBound]), counts(lines[hunk]))
        func span(_ skipped: Int, _ count: Int) -> String { "\(count == 0 ? skipped : skipped + 1),\(count)" }
        output += Array("@@ -\(span(skipped.old, inside.old)) +\(span(skipped.new, inside.new)) @@\n".utf8)
        for line in lines[hunk] {
            switch line {
            case .same(let text): write(" ", text, to: &output)
            case .removed(let text): write("-", text, to: &output)
            case .added(let text): write("+", text, to: &output)
            }
        }
    }

    private static func write(_ mark: String, _ text: [UInt8], to output: inout [UInt8]) {
        output += Array(mark.utf8) + text
        if text.last != 0x0A { output += Array("\n\\ No newline at end of file\n".utf8) }
    }
}
