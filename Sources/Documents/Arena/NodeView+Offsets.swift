extension NodeView {
    /// The place in the source of a place inside the text of this scalar, both counted in bytes.
    ///
    /// It is exact for JSON strings and all scalars of YAML: escapes, doubled quotes, folded lines and block scalars. An
    /// offset inside what an escape or a fold stands for leads to its start; an offset beyond the text to its end. Use it
    /// to point into an expression that stands in a policy.
    /// - Complexity: O(*n*) in the length of the scalar if it is written with escapes or on several lines, else O(1).
    public func sourceOffset(ofTextOffset offset: Int) -> Int {
        let node = node
        let range = range
        let bytes = document.source.bytes
        guard !node.isContainer, !range.isEmpty, range.upperBound <= bytes.count else { return range.lowerBound }
        let quote = node.flags.contains(.quoted) ? 1 : 0
        let offset = max(0, offset)
        guard node.flags.contains(.decoded), kind == .string else {
            return min(range.lowerBound + quote + offset, range.upperBound - quote)
        }
        let first = bytes[range.lowerBound]
        if quote == 0, first == UInt8(ascii: "|") || first == UInt8(ascii: ">") {
            return BlockNotation(bytes, range, text: document.text(of: node)).sourceOffset(of: offset)
        }
        return ScalarNotation(bytes, range, isQuoted: quote == 1).sourceOffset(of: offset)
    }

    /// The range in the source of a range inside the text of this scalar: see `sourceOffset(ofTextOffset:)`.
    public func sourceRange(ofTextRange text: Range<Int>) -> Range<Int> {
        let start = sourceOffset(ofTextOffset: text.lowerBound)
        return start..<max(start, sourceOffset(ofTextOffset: text.upperBound))
    }
}
