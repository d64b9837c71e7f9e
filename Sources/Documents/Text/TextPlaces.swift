/// The places in the source of all places inside the text of one scalar, worked out once.
///
/// Use it instead of `NodeView.sourceOffset(ofTextOffset:)` where many places of a long text are asked for, such as those
/// of a document that stands inside a string.
public struct TextPlaces: Sendable {
    private enum Mapping: Sendable {
        /// The text is written as it is, from this offset on.
        case verbatim(from: Int)
        /// The source offset of what gives each byte of the text.
        case table([UInt32])
        /// The text is not written at this place; something else stands for it.
        case none
    }

    private let mapping: Mapping
    private let range: Range<Int>
    /// Where the text as it is written ends, without a closing quote.
    private let end: Int

    /// - Complexity: O(*n*) in the length of the text if it is written with escapes or on several lines, else O(1).
    public init(_ scalar: NodeView) {
        let node = scalar.node
        let bytes = scalar.document.source.bytes
        range = scalar.range
        let quote = node.flags.contains(.quoted) ? 1 : 0
        end = max(range.lowerBound, range.upperBound - quote)
        guard !node.isContainer, !range.isEmpty, range.upperBound <= bytes.count else {
            mapping = .none
            return
        }
        guard node.flags.contains(.decoded), scalar.kind == .string else {
            mapping = .verbatim(from: range.lowerBound + quote)
            return
        }
        let text = scalar.document.text(of: node)
        let first = bytes[range.lowerBound]
        if quote == 0, first == UInt8(ascii: "|") || first == UInt8(ascii: ">") {
            mapping = .table(BlockNotation(bytes, range, text: text).sourceOffsets(count: text.count))
        } else {
            mapping = .table(ScalarNotation(bytes, range, isQuoted: quote == 1).sourceOffsets(count: text.count))
        }
    }

    /// All places of a text that is not written in the source: the range that stands for it.
    public init(standIn range: Range<Int>) {
        mapping = .none
        self.range = range
        end = range.upperBound
    }

    /// The range in the source of a range inside the text.
    public func sourceRange(ofTextRange text: Range<Int>) -> Range<Int> {
        guard !isStandIn else { return range }
        let start = sourceOffset(of: text.lowerBound)
        return start..<max(start, sourceOffset(of: text.upperBound))
    }

    private var isStandIn: Bool {
        if case .none = mapping { true } else { false }
    }

    private func sourceOffset(of offset: Int) -> Int {
        switch mapping {
        case .verbatim(let start): min(start + max(0, offset), end)
        case .table(let offsets): offset < offsets.count ? Int(offsets[max(0, offset)]) : end
        case .none: range.lowerBound
        }
    }
}
