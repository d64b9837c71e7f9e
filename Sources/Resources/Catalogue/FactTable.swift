#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// A table of facts that lies in the program's constants: text rows, sorted by key, searched where they lie.
///
/// Nothing is parsed, copied or indexed before a row is asked for; a look-up is a binary search over the bytes.
// INVARIANT: the bytes are those of a StaticString, so they are immutable and live as long as the process. Rows end
// with a line feed (the last may end with the text), ascend by the bytes of their key, and a key ends at the first tab.
struct FactTable: @unchecked Sendable {
    private let bytes: UnsafeBufferPointer<UInt8>

    init(_ text: StaticString) {
        // A table has more than one character, so its text is always a pointer.
        bytes = UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
    }

    /// The row with this key.
    /// - Complexity: O(log n) in the size of the table.
    func row(_ key: String) -> FactRow? {
        var key = key
        return key.withUTF8 { key in
            let offset = lowerBound(key)
            guard offset < bytes.count else { return nil }
            let row = row(at: offset)
            return row.key.equals(key) ? row : nil
        }
    }

    /// The rows whose keys begin with a text, in order.
    func rows(prefix: String) -> Rows {
        var prefix = prefix
        return prefix.withUTF8 { Rows(table: self, offset: lowerBound($0), prefix: Array($0)) }
    }

    var rows: Rows { Rows(table: self, offset: 0, prefix: []) }

    struct Rows: Sequence, IteratorProtocol {
        fileprivate let table: FactTable
        fileprivate var offset: Int
        fileprivate let prefix: [UInt8]

        mutating func next() -> FactRow? {
            guard offset < table.bytes.count else { return nil }
            let row = table.row(at: offset)
            guard prefix.isEmpty || row.text.bytes.starts(with: prefix) else { return nil }
            offset += row.text.bytes.count + 1
            return row
        }
    }

    /// The offset of the first row whose key is not less than the given one.
    private func lowerBound(_ key: UnsafeBufferPointer<UInt8>) -> Int {
        var low = 0
        var high = bytes.count
        while low < high {
            // Forwards, because the C library has a quick way there; a half in which no row starts leaves the first.
            let middle = startOfRow(after: low + (high - low) / 2)
            let start = middle < high ? middle : low
            let row = row(at: start)
            if row.key.precedes(key) {
                low = Swift.min(start + row.text.bytes.count + 1, bytes.count)
            } else {
                high = start
            }
        }
        return low
    }

    private func startOfRow(after offset: Int) -> Int {
        offset + UnsafeBufferPointer(rebasing: bytes[offset...]).prefix(before: UInt8(ascii: "\n")).count + 1
    }

    private func row(at offset: Int) -> FactRow {
        let rest = UnsafeBufferPointer(rebasing: bytes[offset...])
        return FactRow(text: FactText(bytes: rest.prefix(before: UInt8(ascii: "\n"))))
    }
}

/// One row: fields separated by tabs, the first of which is the key.
struct FactRow: Sendable {
    let text: FactText

    var key: FactText { FactText(bytes: text.bytes.prefix(before: UInt8(ascii: "\t"))) }

    /// The field at an index; empty when the row is shorter.
    subscript(index: Int) -> FactText {
        var fields = text.split(by: "\t")
        for _ in 0..<index { _ = fields.next() }
        return fields.next() ?? FactText(bytes: UnsafeBufferPointer(rebasing: text.bytes[..<0]))
    }

    /// The fields after the key.
    var values: FactText.Pieces {
        var fields = text.split(by: "\t")
        _ = fields.next()
        return fields
    }
}

/// A piece of a table.
// INVARIANT: as for FactTable; the bytes are ASCII.
struct FactText: @unchecked Sendable {
    let bytes: UnsafeBufferPointer<UInt8>

    var isEmpty: Bool { bytes.isEmpty }

    var string: String { String(decoding: bytes, as: UTF8.self) }

    /// The text, or nil when it is empty.
    var optional: String? { bytes.isEmpty ? nil : string }

    /// Nil when the text is not a whole number.
    var integer: Int? { Int(string) }

    static func == (left: FactText, right: String) -> Bool {
        var right = right
        return right.withUTF8 { left.equals($0) }
    }

    func equals(_ other: UnsafeBufferPointer<UInt8>) -> Bool {
        bytes.count == other.count && bytes.hasSameStart(as: other, count: other.count)
    }

    /// Whether the text comes before another in the order of the tables, that of bytes.
    func precedes(_ other: UnsafeBufferPointer<UInt8>) -> Bool {
        let common = min(bytes.count, other.count)
        guard common > 0, let left = bytes.baseAddress, let right = other.baseAddress else {
            return common < other.count
        }
        let order = memcmp(left, right, common)
        return order < 0 || order == 0 && bytes.count < other.count
    }

    /// What follows the first `count` bytes.
    func dropping(_ count: Int) -> FactText {
        FactText(bytes: UnsafeBufferPointer(rebasing: bytes.dropFirst(count)))
    }

    func prefix(upTo index: Int) -> FactText { FactText(bytes: UnsafeBufferPointer(rebasing: bytes[..<index])) }

    func firstIndex(of character: Unicode.Scalar) -> Int? { bytes.firstIndex(of: UInt8(ascii: character)) }

    /// The pieces between separators; none for an empty text.
    func split(by separator: Unicode.Scalar) -> Pieces { Pieces(rest: bytes, separator: UInt8(ascii: separator)) }

    /// The pieces of a list that is written with commas.
    var list: [String] { split(by: ",").map(\.string) }

    struct Pieces: Sequence, IteratorProtocol, @unchecked Sendable {
        fileprivate var rest: UnsafeBufferPointer<UInt8>
        fileprivate let separator: UInt8
        fileprivate var isAtEnd = false

        fileprivate init(rest: UnsafeBufferPointer<UInt8>, separator: UInt8) {
            self.rest = rest
            self.separator = separator
            isAtEnd = rest.isEmpty
        }

        mutating func next() -> FactText? {
            guard !isAtEnd else { return nil }
            let piece = rest.prefix(before: separator)
            isAtEnd = piece.count == rest.count
            rest = UnsafeBufferPointer(rebasing: rest.dropFirst(piece.count + 1))
            return FactText(bytes: piece)
        }
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// What stands before the first occurrence of a byte; everything if there is none.
    fileprivate func prefix(before byte: UInt8) -> UnsafeBufferPointer<UInt8> {
        guard let start = baseAddress, let found = memchr(start, Int32(byte), count) else { return self }
        return UnsafeBufferPointer(rebasing: self[..<(UnsafeRawPointer(found) - UnsafeRawPointer(start))])
    }

    /// Whether the first `count` bytes, which both have, are the same.
    fileprivate func hasSameStart(as other: UnsafeBufferPointer<UInt8>, count: Int) -> Bool {
        guard count > 0, let left = baseAddress, let right = other.baseAddress else { return true }
        return memcmp(left, right, count) == 0
    }
}
