/// A decimal number of at most 38 digits.
///
/// Terraform computes with binary numbers of 512 bits, which for what configurations compute comes to the same; a result
/// with more digits is not computed at all. A quotient that has no finite form is rounded and knows it.
public struct Number: Sendable {
    /// The digits, without the point.
    let significand: Int128
    /// How many of the digits stand behind the point; the last of them is not zero.
    let scale: Int
    /// False for a rounded value: it may be compared with what is not next to it, but never written out.
    public let isExact: Bool

    private init(significand: Int128, scale: Int, isExact: Bool) {
        self.significand = significand
        self.scale = scale
        self.isExact = isExact
    }

    public init(_ value: Int) { self.init(significand: Int128(value), scale: 0, isExact: true) }

    /// The digits with zeros behind the point taken away.
    init?(digits: Int128, scale: Int, isExact: Bool = true) {
        var digits = digits
        var scale = scale
        while scale > 0, digits % 10 == 0 {
            digits /= 10
            scale -= 1
        }
        while scale < 0 {
            let (product, overflows) = digits.multipliedReportingOverflow(by: 10)
            guard !overflows else { return nil }
            digits = product
            scale += 1
        }
        guard scale <= 38 else { return nil }
        self.init(significand: digits, scale: scale, isExact: isExact)
    }

    /// A rounded value; nil when it is out of range.
    init?(rounding value: Double) {
        guard value.isFinite, let number = Number("\(value)") else { return nil }
        self.init(significand: number.significand, scale: number.scale, isExact: false)
    }

    /// Reads a number as the language writes it, also with a sign; nil when it is none or has too many digits.
    public init?(_ text: some StringProtocol) {
        var digits: Int128 = 0
        var scale = 0
        var exponent = 0
        var bytes = Array(text.utf8)[...]
        let isNegative = bytes.first == UInt8(ascii: "-")
        if isNegative { bytes.removeFirst() }
        guard let first = bytes.first, first &- 0x30 < 10 else { return nil }
        var isBehindPoint = false
        while let byte = bytes.popFirst() {
            if byte &- 0x30 < 10 {
                let (product, overflows) = digits.multipliedReportingOverflow(by: 10)
                let (sum, overflowsToo) = product.addingReportingOverflow(Int128(byte &- 0x30))
                guard !overflows, !overflowsToo else { return nil }
                digits = sum
                scale += isBehindPoint ? 1 : 0
            } else if byte == UInt8(ascii: "."), !isBehindPoint, (bytes.first ?? 0) &- 0x30 < 10 {
                isBehindPoint = true
            } else if byte | 0x20 == UInt8(ascii: "e"), let value = Int(String(decoding: bytes, as: UTF8.self)) {
                guard (-400...400).contains(value) else { return nil }
                exponent = value
                break
            } else {
                return nil
            }
        }
        self.init(digits: isNegative ? -digits : digits, scale: scale - exponent)
    }

    /// The value as an integer; nil if it is none or too large.
    public var integer: Int? { scale == 0 && isExact ? Int(exactly: significand) : nil }

    public var double: Double { Double(text) ?? 0 }

    public var isZero: Bool { significand == 0 }
    public var isNegative: Bool { significand < 0 }
    public var isInteger: Bool { scale == 0 }

    /// The digits without an exponent.
    public var text: String {
        guard scale > 0 else { return String(significand) }
        var digits = String(significand.magnitude)
        if digits.utf8.count <= scale { digits = String(repeating: "0", count: scale + 1 - digits.utf8.count) + digits }
        let point = digits.index(digits.endIndex, offsetBy: -scale)
        return (significand < 0 ? "-" : "") + digits[..<point] + "." + digits[point...]
    }
}

extension Number {
    private static func powerOfTen(_ exponent: Int) -> Int128? {
        guard exponent <= 38 else { return nil }
        return (0..<exponent).reduce(1) { power, _ in power * 10 }
    }

    /// The digits of both with as many behind the point.
    private static func aligned(_ left: Number, _ right: Number) -> (Int128, Int128, scale: Int)? {
        if left.scale == right.scale { return (left.significand, right.significand, left.scale) }
        let scale = max(left.scale, right.scale)
        guard let first = powerOfTen(scale - left.scale), let second = powerOfTen(scale - right.scale) else {
            return nil
        }
        let (one, overflows) = left.significand.multipliedReportingOverflow(by: first)
        let (other, overflowsToo) = right.significand.multipliedReportingOverflow(by: second)
        return overflows || overflowsToo ? nil : (one, other, scale)
    }

    static func adding(_ left: Number, _ right: Number) -> Number? {
        guard let (one, other, scale) = aligned(left, right) else { return nil }
        let (sum, overflows) = one.addingReportingOverflow(other)
        return overflows ? nil : Number(digits: sum, scale: scale, isExact: left.isExact && right.isExact)
    }

    static func multiplying(_ left: Number, _ right: Number) -> Number? {
        let (product, overflows) = left.significand.multipliedReportingOverflow(by: right.significand)
        return overflows
            ? nil : Number(digits: product, scale: left.scale + right.scale, isExact: left.isExact && right.isExact)
    }

    static func dividing(_ left: Number, by right: Number) -> Number? {
        guard !right.isZero, let (one, other, _) = aligned(left, right) else { return nil }
        var quotient = one / other
        var rest = one % other
        var scale = 0
        while rest != 0, scale < 36 {
            let (next, overflows) = rest.multipliedReportingOverflow(by: 10)
            let (longer, overflowsToo) = quotient.multipliedReportingOverflow(by: 10)
            guard !overflows, !overflowsToo else { break }
            let (sum, overflowsAgain) = longer.addingReportingOverflow(next / other)
            guard !overflowsAgain else { break }
            quotient = sum
            rest = next % other
            scale += 1
        }
        return Number(digits: quotient, scale: scale, isExact: rest == 0 && left.isExact && right.isExact)
    }

    /// What remains of a division that rounds towards zero.
    static func remainder(_ left: Number, _ right: Number) -> Number? {
        guard !right.isZero, let (one, other, scale) = aligned(left, right) else { return nil }
        return Number(digits: one % other, scale: scale, isExact: left.isExact && right.isExact)
    }

    var negated: Number { Number(significand: -significand, scale: scale, isExact: isExact) }

    /// The largest integer that is not greater.
    var floor: Number {
        guard scale > 0, let power = Number.powerOfTen(scale) else { return self }
        let quotient = significand / power
        return Number(significand: significand < 0 ? quotient - 1 : quotient, scale: 0, isExact: true)
    }

    /// The value without what stands behind the point.
    var truncated: Number { isNegative ? negated.floor.negated : floor }

    static func isLess(_ left: Number, _ right: Number) -> Bool {
        guard let (one, other, _) = aligned(left, right) else { return left.double < right.double }
        return one < other
    }
}

extension Number: Hashable {
    public static func == (left: Number, right: Number) -> Bool {
        left.significand == right.significand && left.scale == right.scale
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(significand)
        hasher.combine(scale)
    }
}
