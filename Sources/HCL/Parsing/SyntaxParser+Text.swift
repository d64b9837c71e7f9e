internal import Documents

/// Escapes, white space and the lines of heredocs.
extension SyntaxParser {
    func unclosedText(_ start: Int) -> SyntaxFailure {
        SyntaxFailure(
            start..<start + 1, "the text that starts here is not closed on its line",
            help: "close it with a double quote; a text of several lines is written `<<-NAME`")
    }

    /// Passes over an escape behind a backslash.
    mutating func skipEscape() throws(SyntaxFailure) {
        let digits: Int
        switch byte(at + 1) {
        case UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"), UInt8(ascii: "\""), UInt8(ascii: "\\"): digits = 0
        case UInt8(ascii: "u"): digits = 4
        case UInt8(ascii: "U"): digits = 8
        default:
            let length = byte(at + 1) >= 0x80 || at + 1 >= end ? 1 : 2
            let text = String(decoding: UnsafeBufferPointer(start: base + at, count: length), as: UTF8.self)
            throw SyntaxFailure(
                at..<at + length, "`\(Diagnostic.shown(text))` is not an escape", help: "write a backslash as `\\\\`")
        }
        var value: UInt32 = 0
        for index in 0..<digits {
            guard let digit = SyntaxText.hexadecimalDigit(byte(at + 2 + index)) else {
                throw SyntaxFailure(
                    at..<min(at + 2 + index, end),
                    "the escape is too short: expected \(digits) hexadecimal digits behind `\\\(digits == 4 ? "u" : "U")`"
                )
            }
            value = value << 4 | UInt32(digit)
        }
        guard digits == 0 || Unicode.Scalar(value) != nil else {
            throw SyntaxFailure(at..<at + 2 + digits, "the escape stands for no character of Unicode")
        }
        at += 2 + digits
    }

    /// Passes over `$${` and `%%{`, which stand for what they are without the first character.
    mutating func skipEscapedMarker() -> Bool {
        guard byte(at + 1) == base[at], byte(at + 2) == UInt8(ascii: "{") else { return false }
        at += 3
        return true
    }

    /// Passes over a character that is not ASCII.
    mutating func skipCharacter() throws(SyntaxFailure) {
        let length = UTF8Sequence.length(base, at, end)
        guard length > 0 else {
            let value = String(base[at], radix: 16, uppercase: true)
            throw SyntaxFailure(
                at..<at + 1, "the byte 0x\(value) does not belong to UTF-8 text", help: "save the file as UTF-8")
        }
        at &+= length
    }

    /// The length of the white space that stands at an offset of a text, perhaps as an escape.
    func whiteSpace(at offset: Int, _ flags: SyntaxNode.Flags) -> Int? {
        switch byte(offset) {
        case 0x20, 0x09...0x0D: return 1
        case UInt8(ascii: "\\") where flags.contains(.quoted):
            let escaped = byte(offset + 1)
            let isSpace = escaped == UInt8(ascii: "n") || escaped == UInt8(ascii: "r") || escaped == UInt8(ascii: "t")
            return isSpace ? 2 : nil
        default: return nil
        }
    }

    /// Takes away the white space at the end of a literal part.
    mutating func trimEnd(of id: SyntaxID) {
        let node = self[id]
        // From the front, because what a letter behind backslashes means depends on how many there are.
        var offset = Int(node.start)
        var kept = offset
        while offset < Int(node.end) {
            if let length = whiteSpace(at: offset, node.flags) {
                offset += length
                continue
            }
            offset += byte(offset) == UInt8(ascii: "\\") && node.flags.contains(.quoted) ? 2 : 1
            kept = min(offset, Int(node.end))
        }
        self[id].end = UInt32(truncatingIfNeeded: kept)
    }

    // Heredocs.

    /// Reads a text of several lines. The closing marker may be indented in both forms.
    mutating func parseHeredoc() throws(SyntaxFailure) -> SyntaxID {
        let start = at
        at += 2
        _ = take("-")
        let marker = at
        let length = skipIdentifier()
        guard length > 0 else { throw unexpected("a name behind `<<`, such as `<<-END`") }
        _ = take("\r")
        guard take("\n") else { throw unexpected("a line break behind the name of the text") }
        return try parseTemplate(.heredoc, start, .heredoc(opening: start, marker: marker..<marker + length))
    }

    /// Whether the line that starts at the current place is the closing marker.
    func isClosed(by marker: Range<Int>) -> Bool {
        guard at > 0, base[at - 1] == 0x0A else { return false }
        let start = markerStart
        guard start + marker.count <= end else { return false }
        for index in 0..<marker.count where base[start + index] != base[marker.lowerBound + index] { return false }
        var offset = start + marker.count
        while byte(offset) == 0x20 || byte(offset) == 0x09 || byte(offset) == 0x0D { offset += 1 }
        return offset >= end || base[offset] == 0x0A
    }

    private var markerStart: Int {
        var start = at
        while byte(start) == 0x20 || byte(start) == 0x09 { start += 1 }
        return start
    }

    func markerEnd(_ marker: Range<Int>) -> Int { markerStart + marker.count }

    /// Takes the indentation that all lines have in common from each of them. Lines of nothing but white space do not count;
    /// a line that begins with an interpolation has none.
    mutating func removeIndentation() {
        guard let parts = heredocParts else { return }
        var common = Int.max
        var startsLine = true
        var lines: [SyntaxID] = []
        for part in parts {
            if startsLine {
                startsLine = false
                if part == .none {
                    common = 0
                } else if let indentation = indentation(of: part) {
                    common = min(common, indentation)
                    lines.append(part)
                }
            }
            if part != .none, self[part].end > self[part].start, base[Int(self[part].end) - 1] == 0x0A {
                startsLine = true
            }
        }
        guard common != Int.max else { return }
        for line in lines {
            for _ in 0..<common {
                self[line].start += UInt32(truncatingIfNeeded: spaceLength(Int(self[line].start), Int(self[line].end)))
            }
        }
    }

    /// The bytes of the white space that stands at an offset; none if something else does.
    private func spaceLength(_ offset: Int, _ end: Int) -> Int {
        guard offset < end else { return 0 }
        let first = byte(offset)
        if first < 0x80 { return first == 0x20 || (0x09...0x0D).contains(first) ? 1 : 0 }
        let length = first >= 0xE0 ? 3 : 2
        guard first >= 0xC2, first < 0xF0, offset + length <= end else { return 0 }
        let value = (offset + 1..<offset + length).reduce(UInt32(first) & (length == 3 ? 0x0F : 0x1F)) { value, at in
            value << 6 | UInt32(byte(at) & 0x3F)
        }
        return Unicode.Scalar(value)?.properties.isWhitespace ?? false ? length : 0
    }

    /// How many characters of white space a line begins with; nil for a blank line.
    private func indentation(of part: SyntaxID) -> Int? {
        let range = Int(self[part].start)..<Int(self[part].end)
        var offset = range.lowerBound
        var count = 0
        while case let length = spaceLength(offset, range.upperBound), length > 0 {
            offset += length
            count += 1
        }
        let isBlank = offset == range.upperBound && !range.isEmpty && base[range.upperBound - 1] == 0x0A
        return isBlank ? nil : count
    }
}
