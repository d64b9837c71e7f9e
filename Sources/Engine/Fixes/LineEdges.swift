/// Where lines begin and end around a place of a text.
struct LineEdges {
    let bytes: UnsafeRawBufferPointer

    /// The line break that the text uses.
    var lineBreak: String {
        guard let first = bytes.firstIndex(of: 0x0A) else { return "\n" }
        return first > 0 && bytes[first - 1] == 0x0D ? "\r\n" : "\n"
    }

    /// The white space that indents something to the column of a place; nil if something else than dashes stands before.
    func indent(before place: Int) -> String? {
        var start = place
        while start > 0, bytes[start - 1] != 0x0A { start -= 1 }
        var indent = ""
        for byte in bytes[start..<place] {
            switch byte {
            case UInt8(ascii: " "), UInt8(ascii: "-"): indent += " "
            case UInt8(ascii: "\t"): indent += "\t"
            default: return nil
            }
        }
        return indent
    }

    /// The dash that opens the element of a list that begins at a place.
    func dash(before place: Int) -> Int? {
        var at = place - 1
        while at >= 0, bytes[at] == UInt8(ascii: " ") { at -= 1 }
        return at >= 0 && bytes[at] == UInt8(ascii: "-") ? at : nil
    }

    /// The end of the line, without its break, if nothing but a comment stands between it and a place.
    func end(behind place: Int) -> Int? {
        var at = place
        while at < bytes.count, isBlank(bytes[at]) { at += 1 }
        guard at == bytes.count || isBreak(bytes[at]) || bytes[at] == UInt8(ascii: "#") && at > place else {
            return nil
        }
        while at < bytes.count, !isBreak(bytes[at]) { at += 1 }
        return at
    }

    func isBlank(_ range: Range<Int>) -> Bool { bytes[range].allSatisfy { isBlank($0) || isBreak($0) } }

    private func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }

    private func isBreak(_ byte: UInt8) -> Bool { byte == 0x0A || byte == 0x0D }
}
