public import Documents

/// Finds the comments of a YAML document, which its nodes do not hold.
public enum YAMLComments {
    public struct Comment: Hashable, Sendable {
        /// From the `#` to the end of the line.
        public var range: Range<Int>
        /// Counted from 1.
        public var line: Int
    }

    /// The comments in the order of the source. A `#` inside a scalar or a key is none.
    /// - Complexity: O(*n* log *n*) in the number of values, and O(1) in memory for a text without a `#`.
    public static func comments(in document: Document) -> [Comment] {
        let bytes = document.source.bytes
        guard bytes.contains(UInt8(ascii: "#")) else { return [] }
        let lines = LineTable(document.source)
        var scan = GapScan(bytes: bytes)
        for range in scalarRanges(of: document) { scan.advance(over: range) }
        scan.advance(over: bytes.count..<bytes.count)
        return scan.found.map { Comment(range: $0, line: lines.position(of: $0.lowerBound).line) }
    }

    /// Where the scalars and keys stand, in the order of the source.
    private static func scalarRanges(of document: Document) -> [Range<Int>] {
        var ranges: [Range<Int>] = []
        ranges.reserveCapacity(document.nodes.count * 2)
        for index in document.nodes.indices {
            let view = NodeView(document: document, id: NodeID(rawValue: UInt32(truncatingIfNeeded: index)))
            if let key = view.keyRange {
                let quote = view.node.flags.contains(.quotedKey) ? 1 : 0
                ranges.append(key.lowerBound - quote..<key.upperBound + quote)
            }
            if !view.node.isContainer, !view.range.isEmpty { ranges.append(view.range) }
        }
        return ranges.sorted { $0.lowerBound < $1.lowerBound }
    }
}

/// Looks for comments between scalars.
private struct GapScan {
    let bytes: UnsafeRawBufferPointer
    private(set) var found: [Range<Int>] = []
    private var at = 0

    init(bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    /// Scans up to a scalar and steps over it.
    mutating func advance(over scalar: Range<Int>) {
        while at < scalar.lowerBound { step(before: scalar.lowerBound) }
        guard scalar.upperBound > at else { return }
        if let first = bytes[scalar].first, first == UInt8(ascii: "|") || first == UInt8(ascii: ">") {
            // A comment may stand behind the head of a block scalar, on its first line.
            at = max(at, scalar.lowerBound + 1)
            while at < bytes.count, !isBreak(bytes[at]) { step(before: bytes.count) }
        }
        at = max(at, scalar.upperBound)
    }

    private mutating func step(before end: Int) {
        switch bytes[at] {
        case UInt8(ascii: "#") where at == 0 || isBreak(bytes[at - 1]) || isBlank(bytes[at - 1]):
            let start = at
            while at < bytes.count, !isBreak(bytes[at]) { at += 1 }
            found.append(start..<at)
        case UInt8(ascii: "\""), UInt8(ascii: "'"):
            // A quoted scalar that has no node, such as one that a merge left out.
            skipQuoted(before: end)
        default: at += 1
        }
    }

    private mutating func skipQuoted(before end: Int) {
        let quote = bytes[at]
        at += 1
        while at < end, bytes[at] != quote {
            at += bytes[at] == UInt8(ascii: "\\") && quote == UInt8(ascii: "\"") ? 2 : 1
        }
        at += 1
    }

    private func isBreak(_ byte: UInt8) -> Bool { byte == 0x0A || byte == 0x0D }

    private func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
}
