internal import Documents

/// Turns a literal text into what it stands for.
enum SyntaxText {
    /// The text of bytes that may hold escapes.
    static func decode(_ bytes: UnsafeRawBufferPointer, _ flags: SyntaxNode.Flags) -> String {
        guard flags.contains(.escaped) else { return String(decoding: bytes, as: UTF8.self) }
        return decodeEscapes(bytes, flags)
    }

    static func intern(_ bytes: UnsafeRawBufferPointer, _ flags: SyntaxNode.Flags, in symbols: SymbolTable) -> Symbol {
        flags.contains(.escaped) ? symbols.intern(decodeEscapes(bytes, flags)) : symbols.intern(bytes)
    }

    private static func decodeEscapes(_ bytes: UnsafeRawBufferPointer, _ flags: SyntaxNode.Flags) -> String {
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count)
        var at = 0
        while at < bytes.count {
            let byte = bytes[at]
            let next = at + 1 < bytes.count ? bytes[at + 1] : 0
            let isMarker = byte == UInt8(ascii: "$") || byte == UInt8(ascii: "%")
            if isMarker, next == byte, at + 2 < bytes.count, bytes[at + 2] == UInt8(ascii: "{") {
                text += [byte, UInt8(ascii: "{")]
                at += 3
            } else if byte == UInt8(ascii: "\\"), flags.contains(.quoted), next != 0 {
                at += appendEscape(bytes, at, next, to: &text)
            } else {
                text.append(byte)
                at += 1
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// - Returns: The length of the escape.
    private static func appendEscape(
        _ bytes: UnsafeRawBufferPointer, _ at: Int, _ letter: UInt8, to text: inout [UInt8]
    ) -> Int {
        switch letter {
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "u"), UInt8(ascii: "U"):
            let digits = letter == UInt8(ascii: "u") ? 4 : 8
            var value: UInt32 = 0
            for offset in at + 2..<min(at + 2 + digits, bytes.count) {
                value = value << 4 | UInt32(hexadecimalDigit(bytes[offset]) ?? 0)
            }
            text += Array(String(Character(Unicode.Scalar(value) ?? "\u{FFFD}")).utf8)
            return 2 + digits
        default: text.append(letter)
        }
        return 2
    }

    static func hexadecimalDigit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
