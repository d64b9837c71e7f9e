public import Documents

/// A text with all places where it is not as it was.
public struct EditedText: Sendable {
    /// A place that differs: bytes of the original, and what stands there now.
    public struct Change: Hashable, Sendable {
        public var old: Range<Int>
        public var new: Range<Int>
    }

    public let original: [UInt8]
    public private(set) var bytes: [UInt8]
    /// In the order of the text; no two of them touch.
    public private(set) var changes: [Change] = []

    public init(_ original: [UInt8]) {
        self.original = original
        bytes = original
    }

    /// The text after some more edits, which are of its bytes as they are now; nil if two of them touch the same bytes or one
    /// lies outside.
    public func applying(_ edits: [SourceEdit]) -> EditedText? {
        guard let edited = bytes.withUnsafeBytes({ SourceEdit.apply(edits, to: $0) }) else { return nil }
        var result = self
        result.bytes = edited
        result.changes = Self.merged(changes, edits)
        return result
    }

    /// A range of the text as it was before the edits, and how much longer than that it is in the original and after them.
    private struct Span {
        var range: Range<Int>
        var oldGrowth = 0
        var newGrowth = 0
    }

    private static func merged(_ changes: [Change], _ edits: [SourceEdit]) -> [Change] {
        var spans = changes.map { Span(range: $0.new, oldGrowth: $0.old.count - $0.new.count) }
        spans += edits.map { Span(range: $0.range, newGrowth: $0.text.utf8.count - $0.range.count) }
        spans.sort { $0.range.lowerBound < $1.range.lowerBound }
        var united: [Span] = []
        for span in spans {
            guard let last = united.last, span.range.lowerBound <= last.range.upperBound else {
                united.append(span)
                continue
            }
            united[united.count - 1] = Span(
                range: last.range.lowerBound..<max(last.range.upperBound, span.range.upperBound),
                oldGrowth: last.oldGrowth + span.oldGrowth, newGrowth: last.newGrowth + span.newGrowth)
        }
        var (old, new) = (0, 0)
        return united.map { span in
            let (from, to) = (span.range.lowerBound, span.range.upperBound)
            defer { (old, new) = (old + span.oldGrowth, new + span.newGrowth) }
            return Change(
                old: from + old..<to + old + span.oldGrowth, new: from + new..<to + new + span.newGrowth)
        }
    }
}
