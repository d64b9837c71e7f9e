#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Numbers as text.
extension ByteWriter {
    mutating func append(_ value: Int64, radix: UInt64 = 10, isUpperCase: Bool = false) {
        if value < 0 { append(UInt8(ascii: "-")) }
        append(value.magnitude, radix: radix, isUpperCase: isUpperCase)
    }

    /// Digits in a radix from 2 to 16, filled up with zeros to `width`.
    mutating func append(_ value: UInt64, radix: UInt64 = 10, isUpperCase: Bool = false, width: Int = 1) {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 64) { digits in
            var start = 64
            var rest = value
            repeat {
                start -= 1
                digits[start] = Self.digit(rest % radix, isUpperCase)
                rest /= radix
            } while rest > 0
            append(repeating: UInt8(ascii: "0"), count: width - (64 - start))
            append(Bytes(rebasing: Bytes(digits)[start...]))
        }
    }

    @inline(__always)
    static func digit(_ value: UInt64, _ isUpperCase: Bool) -> UInt8 {
        let digit = UInt8(truncatingIfNeeded: value)
        return digit < 10 ? 0x30 &+ digit : (isUpperCase ? 0x37 : 0x57) &+ digit
    }

    /// The shortest decimal that reads back as the same double. With an exponent outside of 1e-4 to 1e6, as `string()`
    /// has it, unless `isPositional`.
    mutating func append(_ value: Double, isPositional: Bool = false) {
        guard value.isFinite else { return appendSpecial(value, shortInfinity: !isPositional) }
        let decimal = ShortestDecimal(value)
        if value.sign == .minus { append(UInt8(ascii: "-")) }
        let exponent = decimal.pointPosition - 1
        if isPositional || (-4..<6).contains(exponent) {
            appendPositional(decimal)
        } else {
            appendScientific(decimal, exponent: exponent)
        }
    }

    /// `NaN`, or infinity as `string()` (`+Inf`) or `format()` (`Infinity`) has it.
    private mutating func appendSpecial(_ value: Double, shortInfinity: Bool) {
        if value.isNaN { return append("NaN") }
        switch (shortInfinity, value < 0) {
        case (true, false): append("+Inf")
        case (true, true): append("-Inf")
        case (false, false): append("Infinity")
        case (false, true): append("-Infinity")
        }
    }

    private mutating func appendPositional(_ decimal: ShortestDecimal) {
        let point = decimal.pointPosition
        guard point > 0 else {
            append("0")
            guard !decimal.isZero else { return }
            append(".")
            append(repeating: UInt8(ascii: "0"), count: -point)
            return append(decimal.digits, from: 0, to: decimal.count)
        }
        append(decimal.digits, from: 0, to: Swift.min(point, decimal.count))
        append(repeating: UInt8(ascii: "0"), count: point - decimal.count)
        guard decimal.count > point else { return }
        append(".")
        append(decimal.digits, from: point, to: decimal.count)
    }

    private mutating func appendScientific(_ decimal: ShortestDecimal, exponent: Int) {
        append(decimal.digits, from: 0, to: 1)
        if decimal.count > 1 {
            append(".")
            append(decimal.digits, from: 1, to: decimal.count)
        }
        append(exponent < 0 ? "e-" : "e+")
        append(UInt64(exponent.magnitude), width: 2)
    }

    private mutating func append(_ digits: InlineDigits, from start: Int, to end: Int) {
        for index in start..<Swift.max(start, end) { append(digits[index]) }
    }

    /// `%.Nf`, or `%.Ne` if `isScientific`, rounded from the exact value; infinity and NaN by name.
    mutating func append(_ value: Double, precision: Int, isScientific: Bool) {
        guard value.isFinite else { return appendSpecial(value, shortInfinity: false) }
        // The longest: 309 digits, a point, the digits asked for.
        let capacity = 330 + precision
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: capacity) { text in
            let count = withVaList([Int32(clamping: precision), value]) { arguments in
                vsnprintf(text.baseAddress, capacity, isScientific ? "%.*e" : "%.*f", arguments)
            }
            for index in 0..<Swift.min(Int(count), capacity - 1) { append(UInt8(bitPattern: text[index])) }
        }
    }
}

/// Up to twenty digits.
typealias InlineDigits = ShortestDecimal.Digits

/// The shortest digits that identify a finite double, without its sign.
struct ShortestDecimal {
    struct Digits {
        private var low: UInt64 = 0

        /// Digits as one number: at most 17 of them.
        init(_ value: UInt64) { low = value }
        fileprivate var count = 0

        /// The digit at an index from the left, as ASCII.
        subscript(index: Int) -> UInt8 {
            var rest = low
            for _ in index..<Swift.max(index, count - 1) { rest /= 10 }
            return 0x30 &+ UInt8(truncatingIfNeeded: rest % 10)
        }
    }

    private(set) var digits = Digits(0)
    /// Where the decimal point lies, counted from before the first digit: 0.d₁d₂… × 10^pointPosition.
    private(set) var pointPosition = 1

    var count: Int { digits.count }
    private(set) var isZero = true

    init(_ value: Double) {
        // The standard library prints the shortest digits that read back as the same value.
        var description = value.magnitude.description
        description.withUTF8 { parse(Bytes($0)) }
    }

    private mutating func parse(_ text: Bytes) {
        var number: UInt64 = 0
        var integerDigits = 0
        var exponent = 0
        var hasPoint = false
        var leadingZeros = 0
        for (offset, byte) in text.enumerated() {
            if byte == UInt8(ascii: ".") {
                hasPoint = true
            } else if byte == UInt8(ascii: "e") {
                exponent = Int(NumberText.int(Bytes(rebasing: text[(offset + 1)...])) ?? 0)
                break
            } else {
                if !hasPoint { integerDigits += 1 }
                if number == 0, byte == 0x30 { leadingZeros += 1 }
                number = number &* 10 &+ UInt64(byte &- 0x30)
            }
        }
        isZero = number == 0
        guard !isZero else { return normalizeZero() }
        pointPosition = integerDigits - leadingZeros + exponent
        while number % 10 == 0 { number /= 10 }
        digits = Digits(number)
        digits.count = Self.digitCount(number)
    }

    private mutating func normalizeZero() {
        digits = Digits(0)
        digits.count = 1
        pointPosition = 1
    }

    private static func digitCount(_ number: UInt64) -> Int {
        var count = 1
        var rest = number
        while rest >= 10 {
            rest /= 10
            count += 1
        }
        return count
    }
}
