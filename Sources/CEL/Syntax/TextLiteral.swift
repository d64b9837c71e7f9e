/// The values of string and bytes literals with escape sequences.
enum TextLiteral {
    /// A sequence that means nothing.
    struct Problem: Error {
        /// In the bytes that were given.
        var range: Range<Int>
        var kind: Kind

        enum Kind {
            case unknownEscape, tooFewDigits, notACharacter, unicodeInBytes
        }
    }

    /// What a letter behind a backslash stands for, where it is one character.
    private static func simpleEscape(_ letter: UInt8) -> UInt8? {
        switch letter {
        case UInt8(ascii: "a"): 0x07
        case UInt8(ascii: "b"): 0x08
        case UInt8(ascii: "f"): 0x0C
        case UInt8(ascii: "n"): 0x0A
        case UInt8(ascii: "r"): 0x0D
        case UInt8(ascii: "t"): 0x09
        case UInt8(ascii: "v"): 0x0B
        case UInt8(ascii: "\\"), UInt8(ascii: "?"), UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "`"): letter
        default: nil
        }
    }

    /// Decodes what stands between the quotes. In a string the result is UTF-8; in bytes `\x` and octal escapes are octets.
    static func decode(_ text: UnsafeBufferPointer<UInt8>, isBytes: Bool) throws(Problem) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(text.count)
        var index = 0
        while index < text.count {
            let byte = text[index]
            if byte == UInt8(ascii: "\\") {
                try decodeEscape(text, at: &index, isBytes: isBytes, into: &result)
            } else {
                result.append(byte)
                index &+= 1
            }
        }
        return result
    }

    private static func decodeEscape(
        _ text: UnsafeBufferPointer<UInt8>, at index: inout Int, isBytes: Bool, into result: inout [UInt8]
    ) throws(Problem) {
        let start = index
        let letter = start &+ 1 < text.count ? text[start &+ 1] : 0
        if let simple = simpleEscape(letter) {
            result.append(simple)
            index = start &+ 2
            return
        }
        guard let form = NumericEscape(letter) else {
            let end = min(start &+ 1 &+ sequenceLength(letter), text.count)
            throw Problem(range: start..<end, kind: .unknownEscape)
        }
        if isBytes, form.isUnicode { throw Problem(range: start..<start &+ 2, kind: .unicodeInBytes) }
        index = start &+ form.prefixLength
        var value: UInt32 = 0
        for _ in 0..<form.digits {
            guard index < text.count, let digit = text[index].hexadecimalValue, digit < form.radix else {
                throw Problem(range: start..<index, kind: .tooFewDigits)
            }
            value = value &* form.radix &+ digit
            index &+= 1
        }
        if isBytes {
            result.append(UInt8(truncatingIfNeeded: value))
        } else if let encoded = Unicode.Scalar(value).flatMap(UTF8.encode) {
            result.append(contentsOf: encoded)
        } else {
            throw Problem(range: start..<index, kind: .notACharacter)
        }
    }

    /// Bytes of the UTF-8 sequence that begins with this byte.
    private static func sequenceLength(_ lead: UInt8) -> Int {
        lead < 0xC0 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
    }
}

/// `\xHH`, `\uHHHH`, `\UHHHHHHHH` or `\OOO`.
private struct NumericEscape {
    var prefixLength: Int
    var digits: Int
    var radix: UInt32
    var isUnicode = false

    init?(_ letter: UInt8) {
        switch letter {
        case UInt8(ascii: "x"), UInt8(ascii: "X"): (prefixLength, digits, radix) = (2, 2, 16)
        case UInt8(ascii: "u"): (prefixLength, digits, radix, isUnicode) = (2, 4, 16, true)
        case UInt8(ascii: "U"): (prefixLength, digits, radix, isUnicode) = (2, 8, 16, true)
        case UInt8(ascii: "0")...UInt8(ascii: "3"): (prefixLength, digits, radix) = (1, 3, 8)
        default: return nil
        }
    }
}
