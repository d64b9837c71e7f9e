/// Base64 with the standard alphabet (RFC 4648, section 4).
public enum Base64 {
    private static let padding = UInt8(ascii: "=")

    /// The number of bytes that `count` bytes take when encoded; nil if that is no `Int`.
    public static func encodedCount(_ count: Int) -> Int? {
        let (groups, _) = (count / 3).addingReportingOverflow(count % 3 == 0 ? 0 : 1)
        let (encoded, overflow) = groups.multipliedReportingOverflow(by: 4)
        return overflow ? nil : encoded
    }

    /// Writes the encoded form, padded, into a buffer of `encodedCount` bytes.
    public static func encode(_ bytes: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer) {
        var written = 0
        var offset = 0
        while offset < bytes.count {
            let available = Swift.min(3, bytes.count - offset)
            var group = UInt32(bytes[offset]) << 16
            if available > 1 { group |= UInt32(bytes[offset + 1]) << 8 }
            if available > 2 { group |= UInt32(bytes[offset + 2]) }
            for position in 0..<4 {
                let sextet = UInt8(truncatingIfNeeded: group >> UInt32(18 - 6 * position)) & 0x3F
                output[written] = position <= available ? character(of: sextet) : padding
                written += 1
            }
            offset += 3
        }
    }

    /// The encoded form of a text.
    public static func encode(_ text: String) -> String {
        var text = text
        return text.withUTF8 { encode(UnsafeRawBufferPointer($0)) }
    }

    /// The encoded form of bytes.
    public static func encode(_ bytes: UnsafeRawBufferPointer) -> String {
        String(unsafeUninitializedCapacity: encodedCount(bytes.count) ?? 0) { output in
            encode(bytes, into: UnsafeMutableRawBufferPointer(output))
            return output.count
        }
    }

    /// Writes the decoded bytes into a buffer of at least three quarters of the text's length. Line ends are skipped and the
    /// padding may be missing.
    /// - Returns: how many bytes were written; nil if the text is not base64.
    public static func decode(_ text: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer) -> Int? {
        var written = 0
        var group: UInt32 = 0
        var sextets = 0
        var paddings = 0
        for character in text where character != 0x0A && character != 0x0D {
            if character == padding {
                paddings += 1
                continue
            }
            guard paddings == 0, let sextet = sextet(of: character) else { return nil }
            group = group << 6 | UInt32(sextet)
            sextets += 1
            if sextets % 4 == 0 {
                for shift: UInt32 in [16, 8, 0] {
                    output[written] = UInt8(truncatingIfNeeded: group >> shift)
                    written += 1
                }
                group = 0
            }
        }
        let rest = sextets % 4
        guard rest != 1, paddings == 0 || rest > 0 && paddings + rest == 4 else { return nil }
        if rest > 1 {
            group <<= UInt32(6 * (4 - rest))
            for shift: UInt32 in rest == 2 ? [16] : [16, 8] {
                output[written] = UInt8(truncatingIfNeeded: group >> shift)
                written += 1
            }
        }
        return written
    }

    private static func character(of sextet: UInt8) -> UInt8 {
        switch sextet {
        case 0..<26: UInt8(ascii: "A") + sextet
        case 26..<52: UInt8(ascii: "a") + (sextet - 26)
        case 52..<62: UInt8(ascii: "0") + (sextet - 52)
        case 62: UInt8(ascii: "+")
        default: UInt8(ascii: "/")
        }
    }

    private static func sextet(of character: UInt8) -> UInt8? {
        switch character {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): character - UInt8(ascii: "A")
        case UInt8(ascii: "a")...UInt8(ascii: "z"): character - UInt8(ascii: "a") + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): character - UInt8(ascii: "0") + 52
        case UInt8(ascii: "+"): 62
        case UInt8(ascii: "/"): 63
        default: nil
        }
    }
}
