#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Numbers from text, as `int()`, `uint()` and `double()` read them.
enum NumberText {
    /// A text longer than this is no number.
    private static let lengthLimit = 4_096

    /// Decimal digits with an optional sign; nil for anything else and outside of 64 bits.
    static func int(_ text: Bytes) -> Int64? {
        guard let first = text.first else { return nil }
        let isNegative = first == UInt8(ascii: "-")
        let hasSign = isNegative || first == UInt8(ascii: "+")
        guard let magnitude = uint(Bytes(rebasing: text.dropFirst(hasSign ? 1 : 0))) else { return nil }
        if !isNegative { return Int64(exactly: magnitude) }
        return magnitude == UInt64(Int64.min.magnitude) ? Int64.min : Int64(exactly: magnitude).map { -$0 }
    }

    /// Decimal digits; nil for anything else and outside of 64 bits.
    static func uint(_ text: Bytes) -> UInt64? {
        guard !text.isEmpty, text.count <= lengthLimit else { return nil }
        var value: UInt64 = 0
        for byte in text {
            let digit = byte &- 0x30
            guard digit < 10 else { return nil }
            let (product, overflow) = value.multipliedReportingOverflow(by: 10)
            let (sum, carry) = product.addingReportingOverflow(UInt64(digit))
            guard !overflow, !carry else { return nil }
            value = sum
        }
        return value
    }

    /// A decimal floating-point number, or a spelling of infinity or NaN; nil for anything else and for a magnitude
    /// too large for a double.
    static func double(_ text: Bytes) -> Double? {
        guard !text.isEmpty, text.count <= lengthLimit else { return nil }
        if let special = specialDouble(text) { return special }
        guard isDecimal(text) else { return nil }
        // strtod wants a terminated string; the copy is on the stack.
        let value = withUnsafeTemporaryAllocation(of: CChar.self, capacity: text.count + 1) { copy in
            for offset in 0..<text.count { copy[offset] = CChar(bitPattern: text[offset]) }
            copy[text.count] = 0
            return copy.baseAddress.map { strtod($0, nil) } ?? .nan
        }
        return value.isFinite ? value : nil
    }

    /// `nan`, `inf` and `infinity` with a sign, in any case.
    private static func specialDouble(_ text: Bytes) -> Double? {
        let isNegative = text[0] == UInt8(ascii: "-")
        let hasSign = isNegative || text[0] == UInt8(ascii: "+")
        let word = Bytes(rebasing: text.dropFirst(hasSign ? 1 : 0))
        if ByteSearch.equalIgnoringCase(word, "nan") { return .nan }
        guard ByteSearch.equalIgnoringCase(word, "inf") || ByteSearch.equalIgnoringCase(word, "infinity") else {
            return nil
        }
        return isNegative ? -.infinity : .infinity
    }

    /// `[+-] digits [. digits] [e [+-] digits]`, with a digit before or after the point.
    private static func isDecimal(_ text: Bytes) -> Bool {
        var offset = 0
        func skipSign() {
            if offset < text.count, text[offset] == UInt8(ascii: "-") || text[offset] == UInt8(ascii: "+") {
                offset += 1
            }
        }
        func skipDigits() -> Int {
            let start = offset
            while offset < text.count, text[offset] &- 0x30 < 10 { offset += 1 }
            return offset - start
        }
        skipSign()
        var digits = skipDigits()
        if offset < text.count, text[offset] == UInt8(ascii: ".") {
            offset += 1
            digits += skipDigits()
        }
        guard digits > 0 else { return false }
        if offset < text.count, text[offset] | 0x20 == UInt8(ascii: "e") {
            offset += 1
            skipSign()
            guard skipDigits() > 0 else { return false }
        }
        return offset == text.count
    }
}
