/// Lines of facts in read-only memory, searched where they lie.
// INVARIANT: `bytes` points into a static string, which lives as long as the program.
struct FactLines: @unchecked Sendable {
    private let bytes: UnsafeBufferPointer<UInt8>

    init(_ text: StaticString) {
        bytes = UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
    }

    private init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    /// The lines within a range of bytes; empty when the range is not inside.
    subscript(range: Range<Int>) -> FactLines {
        let range = range.clamped(to: 0..<bytes.count)
        return FactLines(UnsafeBufferPointer(rebasing: bytes[range]))
    }

    var count: Int { bytes.count }

    /// One line: fields between bars.
    struct Line: @unchecked Sendable {
        fileprivate let bytes: UnsafeBufferPointer<UInt8>

        /// The fields, empty ones too.
        var fields: [String] {
            bytes.split(separator: UInt8(ascii: "|"), omittingEmptySubsequences: false)
                .map { String(decoding: $0, as: UTF8.self) }
        }

        var text: String { String(decoding: bytes, as: UTF8.self) }

        /// The words of a line that has spaces for bars.
        var words: [String] {
            bytes.split(separator: UInt8(ascii: " ")).map { String(decoding: $0, as: UTF8.self) }
        }

        var name: String { String(decoding: bytes.prefix { $0 != UInt8(ascii: "|") }, as: UTF8.self) }
    }

    /// Every line, in order.
    var lines: [Line] {
        var result: [Line] = []
        var start = 0
        while start < bytes.count {
            let end = lineEnd(from: start)
            result.append(Line(bytes: UnsafeBufferPointer(rebasing: bytes[start..<end])))
            start = end + 1
        }
        return result
    }

    var first: Line? {
        bytes.isEmpty ? nil : Line(bytes: UnsafeBufferPointer(rebasing: bytes[0..<lineEnd(from: 0)]))
    }

    /// The line of this number, counted from 0.
    subscript(index: Int) -> Line? {
        var start = 0
        for _ in 0..<max(index, 0) {
            start = lineEnd(from: start) + 1
            if start >= bytes.count { return nil }
        }
        guard start < bytes.count else { return nil }
        return Line(bytes: UnsafeBufferPointer(rebasing: bytes[start..<lineEnd(from: start)]))
    }

    /// The line whose first field is `name`, upper and lower case alike. The lines must be sorted by that field.
    ///
    /// A binary search over bytes: logarithmic, and nothing is allocated.
    func find(_ name: some StringProtocol) -> Line? {
        var low = 0
        var high = bytes.count
        while low < high {
            var start = (low + high) / 2
            while start > low, bytes[start - 1] != UInt8(ascii: "\n") { start -= 1 }
            let end = lineEnd(from: start)
            switch order(of: name, comparedTo: start..<end) {
            case 0: return Line(bytes: UnsafeBufferPointer(rebasing: bytes[start..<end]))
            case ..<0: high = start
            default: low = end + 1
            }
        }
        return nil
    }

    private func lineEnd(from start: Int) -> Int {
        var end = start
        while end < bytes.count, bytes[end] != UInt8(ascii: "\n") { end += 1 }
        return end
    }

    private func order(of name: some StringProtocol, comparedTo line: Range<Int>) -> Int {
        var position = line.lowerBound
        for byte in name.utf8 {
            guard position < line.upperBound, bytes[position] != UInt8(ascii: "|") else { return 1 }
            let difference = Int(Self.folded(byte)) - Int(Self.folded(bytes[position]))
            if difference != 0 { return difference }
            position += 1
        }
        return position == line.upperBound || bytes[position] == UInt8(ascii: "|") ? 0 : -1
    }

    private static func folded(_ byte: UInt8) -> UInt8 {
        byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z") ? byte | 0x20 : byte
    }
}
