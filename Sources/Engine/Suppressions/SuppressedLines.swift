import Documents
import Readers
import Resources

/// Finds the lines that comments are about.
struct CommentTargets {
    struct Target {
        var line: Int
        /// A hash of what the line holds beside the comment.
        var content: Int
    }

    private let source: SourceText
    private let lines: LineTable
    private let hasSlashes: Bool
    /// The last target of comments above a line, and the first line from which it was looked for: comments stand in rows.
    private var last: (from: Int, target: Target)?

    init(_ source: SourceText, _ lines: LineTable) {
        self.source = source
        self.lines = lines
        hasSlashes = TerraformComments.areWritten(in: source)
    }

    /// The line that a comment is about: its own, or the next one that holds more than a comment if nothing else stands
    /// beside it.
    mutating func target(of comment: Range<Int>) -> Target {
        let start = lines.position(of: comment.lowerBound).line
        if let last, last.from <= start, start < last.target.line { return last.target }
        var line = start
        var text = lines.text(ofLine: line)
        guard isBare(text) else {
            let before = max(comment.lowerBound - lines.offset(ofLine: line), 0)
            return Target(line: line, content: Self.hash(of: text.utf8.prefix(before)))
        }
        while line < lines.lineCount, isBare(text) {
            line += 1
            text = lines.text(ofLine: line)
        }
        let target = Target(line: line, content: Self.hash(of: text.utf8[...]))
        last = (start, target)
        return target
    }

    private func isBare(_ text: String) -> Bool {
        let first = text.utf8.first { $0 != 0x20 && $0 != 0x09 && $0 != 0x0D }
        return first == nil || first == UInt8(ascii: "#") || hasSlashes && first == UInt8(ascii: "/")
    }

    /// Equal for texts that differ in the blanks around them.
    private static func hash(of text: Substring.UTF8View) -> Int {
        func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0D }
        var text = text.drop(while: isBlank)
        while let end = text.last, isBlank(end) { text.removeLast() }
        return Substring(text).hashValue
    }
}

/// Where the keys of resources stand.
struct ResourceLines {
    private let starts: [(line: Int, identity: String)]

    init(_ resources: [Resource], _ lines: LineTable) {
        starts = resources.map { (lines.position(of: $0.anchor.lowerBound).line, $0.suppressionIdentity) }
            .sorted { $0.0 < $1.0 }
    }

    /// The one resource whose key stands on a line.
    func resource(atKey line: Int) -> String? {
        let end = end(ofStartsUpTo: line)
        guard end > 0, starts[end - 1].line == line, end == 1 || starts[end - 2].line != line else { return nil }
        return starts[end - 1].identity
    }

    func resource(around line: Int) -> String {
        let end = end(ofStartsUpTo: line)
        return end > 0 ? starts[end - 1].identity : ""
    }

    /// How many keys stand on a line or above it.
    private func end(ofStartsUpTo line: Int) -> Int {
        var (low, high) = (0, starts.count)
        while low < high {
            let middle = (low + high) / 2
            if starts[middle].line <= line { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
