/// How the text of a scalar is written in its source, by which an offset inside the text leads back to the source.
///
/// Covers what differs between text and source in JSON and YAML: escapes, doubled quotes, folded lines, indentation.
struct ScalarNotation {
    private enum Style {
        case plain
        case singleQuoted
        case doubleQuoted
    }

    private let bytes: UnsafeRawBufferPointer
    /// The range of the written text, without quotes.
    private let range: Range<Int>
    private let style: Style

    /// What stands at one place of the source: some bytes, for some bytes of text.
    private struct Unit {
        var written: Int
        var text: Int
    }

    /// A scalar whose text differs from its source.
    init(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>, isQuoted: Bool) {
        self.bytes = bytes
        self.range = isQuoted && range.count >= 2 ? range.lowerBound + 1..<range.upperBound - 1 : range
        let isDouble = bytes[range.lowerBound] == UInt8(ascii: "\"")
        style = isQuoted ? (isDouble ? .doubleQuoted : .singleQuoted) : .plain
    }

    /// The source offset of what gives the byte of text at an offset; the end of the source text for offsets beyond it.
    func sourceOffset(of target: Int) -> Int {
        var at = range.lowerBound
        var text = 0
        while at < range.upperBound {
            let unit = unit(at)
            if text + unit.text > target { return unit.written == unit.text ? at + target - text : at }
            text += unit.text
            at += unit.written
        }
        return range.upperBound
    }

    /// The source offset of what gives each byte of the text.
    func sourceOffsets(count: Int) -> [UInt32] {
        var offsets: [UInt32] = []
        offsets.reserveCapacity(count)
        var at = range.lowerBound
        while at < range.upperBound, offsets.count < count {
            let unit = unit(at)
            for index in 0..<unit.text {
                offsets.append(UInt32(truncatingIfNeeded: unit.written == unit.text ? at + index : at))
            }
            at += unit.written
        }
        return offsets
    }

    private func unit(_ at: Int) -> Unit {
        let byte = bytes[at]
        if Self.isBlank(byte) || Self.isBreak(byte) { return blanks(at) }
        switch style {
        case .plain: return Unit(written: 1, text: 1)
        case .singleQuoted: return Unit(written: byte == UInt8(ascii: "'") ? 2 : 1, text: 1)
        case .doubleQuoted: return byte == UInt8(ascii: "\\") ? escape(at) : Unit(written: 1, text: 1)
        }
    }

    /// Blanks stand for themselves, except around line breaks: one break stands for a blank, several for all but the
    /// first.
    private func blanks(_ at: Int) -> Unit {
        var end = at
        while end < range.upperBound, Self.isBlank(bytes[end]) { end += 1 }
        guard end < range.upperBound, Self.isBreak(bytes[end]) else { return Unit(written: end - at, text: end - at) }
        let breaks = skipBreaks(&end)
        return Unit(written: end - at, text: max(1, breaks - 1))
    }

    /// Moves past line breaks and the blanks around them.
    /// - Returns: The number of breaks.
    private func skipBreaks(_ at: inout Int) -> Int {
        var breaks = 0
        while at < range.upperBound, Self.isBlank(bytes[at]) || Self.isBreak(bytes[at]) {
            if Self.isBreak(bytes[at]) { breaks += 1 }
            at += Self.breakLength(bytes, at)
        }
        return breaks
    }

    private func escape(_ at: Int) -> Unit {
        guard at + 1 < range.upperBound else { return Unit(written: 1, text: 1) }
        switch bytes[at + 1] {
        case UInt8(ascii: "u"): return unicodeEscape(at)
        case UInt8(ascii: "x"): return Unit(written: 4, text: length(ofScalar: at + 2, digits: 2))
        case UInt8(ascii: "U"): return Unit(written: 10, text: length(ofScalar: at + 2, digits: 8))
        case UInt8(ascii: "N"), UInt8(ascii: "_"): return Unit(written: 2, text: 2)
        case UInt8(ascii: "L"), UInt8(ascii: "P"): return Unit(written: 2, text: 3)
        case 0x0A, 0x0D:
            // An escaped line break stands for nothing; blank lines behind it count.
            var end = at + 1
            let breaks = skipBreaks(&end)
            return Unit(written: end - at, text: breaks - 1)
        default: return Unit(written: 2, text: 1)
        }
    }

    /// An escape of JSON and YAML, or a surrogate pair of two in JSON.
    private func unicodeEscape(_ at: Int) -> Unit {
        let value = scalarValue(at + 2, digits: 4)
        guard value & 0xFC00 == 0xD800 else { return Unit(written: 6, text: length(ofScalar: at + 2, digits: 4)) }
        return Unit(written: 12, text: 4)
    }

    private func length(ofScalar start: Int, digits: Int) -> Int {
        Unicode.Scalar(scalarValue(start, digits: digits)).map { UTF8.width($0) } ?? 1
    }

    private func scalarValue(_ start: Int, digits: Int) -> UInt32 {
        var value: UInt32 = 0
        for at in start..<min(start + digits, range.upperBound) {
            value = value << 4 | UInt32(JSONEscape.hexadecimalDigit(bytes[at]) ?? 0)
        }
        return value
    }

    static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

    static func isBreak(_ byte: UInt8) -> Bool { byte == 0x0A || byte == 0x0D }

    /// The bytes of a line break, or 1.
    static func breakLength(_ bytes: UnsafeRawBufferPointer, _ at: Int) -> Int {
        bytes[at] == 0x0D && at + 1 < bytes.count && bytes[at + 1] == 0x0A ? 2 : 1
    }
}
