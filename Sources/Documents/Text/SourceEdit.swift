/// A change of a text: bytes that are replaced by others.
public struct SourceEdit: Hashable, Sendable {
    /// Empty for an insertion.
    public var range: Range<Int>
    public var text: String

    public init(range: Range<Int>, text: String) {
        self.range = range
        self.text = text
    }

    /// The bytes after some edits; nil if two of them touch the same bytes or one lies outside.
    public static func apply(_ edits: [SourceEdit], to bytes: UnsafeRawBufferPointer) -> [UInt8]? {
        var result: [UInt8] = []
        var at = 0
        for edit in edits.sorted(by: {
            ($0.range.lowerBound, $0.range.upperBound) < ($1.range.lowerBound, $1.range.upperBound)
        }) {
            guard edit.range.lowerBound >= at, edit.range.upperBound <= bytes.count else { return nil }
            result.append(contentsOf: bytes[at..<edit.range.lowerBound])
            result.append(contentsOf: edit.text.utf8)
            at = edit.range.upperBound
        }
        result.append(contentsOf: bytes[at...])
        return result
    }
}
