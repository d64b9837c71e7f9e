/// The values of number literals.
enum NumberLiteral {
    /// The magnitude of a decimal or `0x` integer without its suffix; nil if it needs more than 64 bits.
    static func magnitude(_ digits: UnsafeBufferPointer<UInt8>) -> UInt64? {
        let isHexadecimal = digits.count > 2 && digits[1] | 0x20 == UInt8(ascii: "x")
        let radix: UInt64 = isHexadecimal ? 16 : 10
        var value: UInt64 = 0
        for byte in digits[(isHexadecimal ? 2 : 0)...] {
            guard let digit = byte.hexadecimalValue else { return nil }
            let (product, productOverflows) = value.multipliedReportingOverflow(by: radix)
            let (sum, sumOverflows) = product.addingReportingOverflow(UInt64(digit))
            if productOverflows || sumOverflows { return nil }
            value = sum
        }
        return value
    }

    static func signed(_ magnitude: UInt64, isNegative: Bool) -> Int64? {
        guard isNegative else { return Int64(exactly: magnitude) }
        return magnitude <= Int64.min.magnitude ? Int64(truncatingIfNeeded: 0 &- magnitude) : nil
    }

    private static let powersOfTen: [Double] = [
        1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20,
        1e21, 1e22,
    ]

    /// The double nearest to the text; nil if it is too large for one.
    static func double(_ text: UnsafeBufferPointer<UInt8>) -> Double? {
        if let value = shortDecimal(text) { return value }
        guard let value = Double(String(decoding: text, as: UTF8.self)), value.isFinite else { return nil }
        return value
    }

    /// Exact for `digits.digits` of at most 15 digits: the digits as one integer and the power of ten are both exact
    /// doubles, and one division rounds once.
    private static func shortDecimal(_ text: UnsafeBufferPointer<UInt8>) -> Double? {
        guard text.count <= 16 else { return nil }
        var digits: Int64 = 0
        var fractionStart: Int?
        for (index, byte) in text.enumerated() {
            if byte == UInt8(ascii: ".") {
                fractionStart = index &+ 1
            } else if byte.isDigit {
                digits = digits &* 10 &+ Int64(byte &- UInt8(ascii: "0"))
            } else {
                return nil
            }
        }
        guard let fractionStart else { return nil }
        return Double(digits) / powersOfTen[text.count &- fractionStart]
    }
}
