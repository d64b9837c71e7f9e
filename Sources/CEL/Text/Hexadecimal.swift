/// Hexadecimal digits.
enum Hexadecimal {
    static func value(of digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
        default: nil
        }
    }

    /// Lower-case digits, filled up with zeros.
    static func text(_ value: UInt32, width: Int) -> String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}

extension ByteWriter {
    /// Two digits for each byte.
    mutating func append(hexadecimal bytes: Bytes, isUpperCase: Bool) {
        for byte in bytes { append(UInt64(byte), radix: 16, isUpperCase: isUpperCase, width: 2) }
    }
}
