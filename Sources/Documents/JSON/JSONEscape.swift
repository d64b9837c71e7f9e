/// An escape sequence inside a JSON string.
struct JSONEscape {
    /// Bytes in the source, the backslash included.
    var length: Int
    var scalar: Unicode.Scalar

    /// Reads the escape whose backslash lies at an offset.
    static func read(_ base: UnsafePointer<UInt8>, _ at: Int, _ end: Int) throws(JSONFailure) -> JSONEscape {
        guard at + 1 < end else { throw JSONFailure(.badEscape, at: at) }
        if let plain = plain(base[at + 1]) { return JSONEscape(length: 2, scalar: plain) }
        guard base[at + 1] == UInt8(ascii: "u") else { throw JSONFailure(.badEscape, at: at) }
        guard let first = unit(base, at + 2, end) else { throw JSONFailure(.badUnicodeEscape, at: at) }
        if let scalar = Unicode.Scalar(first) { return JSONEscape(length: 6, scalar: scalar) }
        guard UTF16.isLeadSurrogate(first), at + 7 < end, base[at + 6] == UInt8(ascii: "\\"),
            base[at + 7] == UInt8(ascii: "u"), let second = unit(base, at + 8, end), UTF16.isTrailSurrogate(second),
            let scalar = Unicode.Scalar(0x10000 + (UInt32(first) - 0xD800) << 10 + (UInt32(second) - 0xDC00))
        else { throw JSONFailure(.loneSurrogate, at: at) }
        return JSONEscape(length: 12, scalar: scalar)
    }

    /// Writes the text of a string whose escapes have all been read once without an error.
    /// - Parameter target: Room for `length` bytes; every escape is at least as long as what it stands for.
    /// - Returns: The number of bytes written.
    static func decode(_ base: UnsafePointer<UInt8>, _ length: Int, into target: UnsafeMutablePointer<UInt8>) -> Int {
        var at = 0
        var written = 0
        while at < length {
            if base[at] == UInt8(ascii: "\\"), let escape = try? read(base, at, length) {
                for byte in UTF8.encode(escape.scalar) ?? UTF8.encodedReplacementCharacter {
                    target[written] = byte
                    written &+= 1
                }
                at &+= escape.length
            } else {
                target[written] = base[at]
                written &+= 1
                at &+= 1
            }
        }
        return written
    }

    @inline(__always)
    private static func plain(_ byte: UInt8) -> Unicode.Scalar? {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): Unicode.Scalar(byte)
        case UInt8(ascii: "n"): "\n"
        case UInt8(ascii: "t"): "\t"
        case UInt8(ascii: "r"): "\r"
        case UInt8(ascii: "b"): "\u{8}"
        case UInt8(ascii: "f"): "\u{C}"
        default: nil
        }
    }

    /// The four hexadecimal digits at an offset.
    private static func unit(_ base: UnsafePointer<UInt8>, _ at: Int, _ end: Int) -> UInt16? {
        guard at + 4 <= end else { return nil }
        var value: UInt16 = 0
        for offset in at..<at + 4 {
            guard let digit = hexadecimalDigit(base[offset]) else { return nil }
            value = value << 4 | UInt16(digit)
        }
        return value
    }

    /// The value of a hexadecimal digit.
    static func hexadecimalDigit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
