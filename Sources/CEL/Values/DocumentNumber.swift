#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Numbers as documents write them.
enum DocumentNumber {
    /// A decimal integer with an optional sign; nil if it is none or does not fit.
    static func integer(_ text: UnsafeRawBufferPointer) -> Int64? {
        var index = 0
        var isNegative = false
        if let first = text.first, first == UInt8(ascii: "-") || first == UInt8(ascii: "+") {
            isNegative = first == UInt8(ascii: "-")
            index = 1
        }
        guard index < text.count, text.count - index <= 19 else { return nil }
        var magnitude: UInt64 = 0
        while index < text.count {
            let digit = text[index] &- 48
            guard digit <= 9 else { return nil }
            magnitude = magnitude &* 10 &+ UInt64(digit)
            index += 1
        }
        if isNegative { return magnitude <= 1 << 63 ? Int64(truncatingIfNeeded: 0 &- magnitude) : nil }
        return Int64(exactly: magnitude)
    }

    private static let exactPowers: [Double] = [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22,
    ]

    /// A decimal number, `inf`, `-inf` or `nan`; nil if the text is none of them.
    static func double(_ text: UnsafeRawBufferPointer) -> Double? {
        if let simple = simpleDouble(text) { return simple }
        let capacity = 64
        if text.count < capacity {
            return withUnsafeTemporaryAllocation(byteCount: capacity, alignment: 1) { buffer in
                buffer.copyMemory(from: text)
                buffer[text.count] = 0
                guard let start = buffer.baseAddress?.assumingMemoryBound(to: CChar.self) else { return nil }
                var end: UnsafeMutablePointer<CChar>?
                let value = strtod(start, &end)
                return end == start + text.count ? value : nil
            }
        }
        return Double(String(decoding: text, as: UTF8.self))
    }

    /// `123.45` with at most 15 digits: such a number is the exact quotient of two doubles, rounded once.
    private static func simpleDouble(_ text: UnsafeRawBufferPointer) -> Double? {
        guard text.count <= 17 else { return nil }
        var mantissa: UInt64 = 0
        var digits = 0
        var decimals = 0
        var sawPoint = false
        for (index, byte) in text.enumerated() {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                mantissa = mantissa * 10 + UInt64(byte - 48)
                digits += 1
                if sawPoint { decimals += 1 }
            case UInt8(ascii: ".") where !sawPoint: sawPoint = true
            case UInt8(ascii: "-") where index == 0: continue
            default: return nil
            }
        }
        guard digits > 0, digits <= 15 else { return nil }
        let magnitude = Double(mantissa) / exactPowers[decimals]
        return text.first == UInt8(ascii: "-") ? -magnitude : magnitude
    }
}
