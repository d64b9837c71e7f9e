/// A decimal number of at most 38 digits.
///
/// Terraform computes with binary numbers of 512 bits. Halves, quarters and whole numbers are the same in both; 0.1 is not,
/// and sums of such numbers differ from what their digits say: they are known to about as many digits, and know it.
public struct Number: Sendable {
    /// The digits, without the point; less than ten to the power of 38.
    let significand: Int128
    /// How many of the digits stand behind the point; the last of them is not zero.
    let scale: Int
    /// Whether Terraform's number is the one that is nearest to these digits. If not, it may be compared with what is not
    /// next to it, but never written out.
    public let isExact: Bool

    static let mostDigits = 38
    private static let bound = (0..<mostDigits).reduce(Int128(1)) { power, _ in power * 10 }

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
        guard scale <= Self.mostDigits, digits > -Self.bound, digits < Self.bound else { return nil }
        self.init(significand: digits, scale: scale, isExact: isExact)
    }

    /// The result of a computation with numbers of 53 bits, as they are in Terraform, too; nil when it is out of range.
    init?(rounding value: Double) {
        guard value.isFinite, let number = Number("\(value)") else { return nil }
        // Up to 15 digits a binary fraction has no other digits than these.
        let isExact = number.isBinary && number.significand.magnitude < 1_000_000_000_000_000
        self.init(significand: number.significand, scale: number.scale, isExact: isExact)
    }

    /// Whether the number is the same in binary: a fraction of a power of two.
    var isBinary: Bool {
        guard scale > 0 else { return true }
        var digits = significand
        for _ in 0..<scale {
            guard digits % 5 == 0 else { return false }
            digits /= 5
        }
        return true
    }

    /// Whether multiplying by it changes nothing but the exponent of a binary number.
    private var isPowerOfTwo: Bool { scale == 0 && significand.magnitude.nonzeroBitCount == 1 }

    /// Whether a text has the form of a number, however many digits it has.
    static func isNumber(_ text: String) -> Bool {
        var bytes = text.utf8[...]
        if bytes.first == UInt8(ascii: "-") || bytes.first == UInt8(ascii: "+") { bytes.removeFirst() }
        func digits() -> Int {
            let count = bytes.prefix { $0 &- 0x30 < 10 }.count
            bytes = bytes.dropFirst(count)
            return count
        }
        var count = digits()
        if bytes.first == UInt8(ascii: ".") {
            bytes.removeFirst()
            count += digits()
        }
        guard count > 0 else { return false }
        guard let letter = bytes.first else { return true }
        guard letter | 0x20 == UInt8(ascii: "e") || letter | 0x20 == UInt8(ascii: "p") else { return false }
        bytes.removeFirst()
        if bytes.first == UInt8(ascii: "-") || bytes.first == UInt8(ascii: "+") { bytes.removeFirst() }
        return digits() > 0 && bytes.isEmpty
    }

    /// Reads a text that becomes a number; it may also begin with `+` or with the point, and end with it.
    static func converting(_ text: String) -> Number? {
        if let number = Number(text) { return number }
        guard isNumber(text) else { return nil }
        let isNegative = text.utf8.first == UInt8(ascii: "-")
        var digits = isNegative || text.utf8.first == UInt8(ascii: "+") ? String(text.dropFirst()) : text
        if digits.utf8.first == UInt8(ascii: ".") { digits = "0" + digits }
        if let point = digits.firstIndex(of: "."), digits[digits.index(after: point)...].first?.isNumber != true {
            digits.remove(at: point)
        }
        return Number((isNegative ? "-" : "") + digits)
    }

    /// Reads up to 18 digits and nothing else.
    init?(plainDigits bytes: UnsafeRawBufferPointer) {
        guard (1...18).contains(bytes.count) else { return nil }
        var value = 0
        for byte in bytes {
            guard byte &- 0x30 < 10 else { return nil }
            value = value * 10 + Int(byte &- 0x30)
        }
        self.init(value)
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
        // Binary numbers know a zero below zero, which is written `-0`.
        self.init(digits: isNegative ? -digits : digits, scale: scale - exponent, isExact: !isNegative || digits != 0)
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
        if right.isZero { return left }
        if left.isZero { return right }
        guard let (one, other, scale) = aligned(left, right) else { return nil }
        let (sum, overflows) = one.addingReportingOverflow(other)
        return overflows ? nil : Number(digits: sum, scale: scale, isExact: areBinary(left, right))
    }

    /// Whether the result of two numbers is the same in binary.
    private static func areBinary(_ left: Number, _ right: Number) -> Bool {
        left.isExact && right.isExact && left.isBinary && right.isBinary
    }

    static func multiplying(_ left: Number, _ right: Number) -> Number? {
        let (product, overflows) = left.significand.multipliedReportingOverflow(by: right.significand)
        let isExact =
            areBinary(left, right)
            || left.isExact && right.isExact && (left.isPowerOfTwo || right.isPowerOfTwo)
        if product == 0, left.isNegative || right.isNegative { return Number(0).approximate }
        return overflows ? nil : Number(digits: product, scale: left.scale + right.scale, isExact: isExact)
    }

    static func dividing(_ left: Number, by right: Number) -> Number? {
        guard !right.isZero, let (one, other, _) = aligned(left, right) else { return nil }
        if one == 0, other < 0 { return Number(0).approximate }
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
        return Number(digits: quotient, scale: scale, isExact: rest == 0 && areBinary(left, right))
    }

    /// What remains of a division that rounds towards zero.
    static func remainder(_ left: Number, _ right: Number) -> Number? {
        guard !right.isZero, let (one, other, scale) = aligned(left, right) else { return nil }
        return Number(digits: one % other, scale: scale, isExact: areBinary(left, right))
    }

    /// The same digits, of which it is not known that they are all.
    var approximate: Number { Number(significand: significand, scale: scale, isExact: false) }

    var negated: Number { Number(significand: -significand, scale: scale, isExact: isExact) }

    /// The largest integer that is not greater; nil where the number is not known well enough.
    var floor: Number? {
        guard scale > 0 || !isExact, let power = Number.powerOfTen(scale) else { return self }
        let quotient = significand / power
        let below = Number(significand: significand < 0 && scale > 0 ? quotient - 1 : quotient, scale: 0, isExact: true)
        guard !isExact else { return below }
        let above = Number(significand: below.significand + 1, scale: 0, isExact: true)
        return [below, above].contains { Number.order(self, $0) == nil } ? nil : below
    }

    /// The value without what stands behind the point; nil where the number is not known well enough.
    var truncated: Number? { isNegative ? negated.floor?.negated : floor }

    enum Order { case less, same, greater }

    /// Nil where the numbers are too close to each other for what is known of them.
    static func order(_ left: Number, _ right: Number) -> Order? {
        guard left.isExact, right.isExact else {
            let (one, other) = (left.double, right.double)
            guard abs(one - other) > 1e-9 * max(1, abs(one)) else { return nil }
            return one < other ? .less : .greater
        }
        guard let (one, other, _) = aligned(left, right) else {
            return left == right ? .same : left.double < right.double ? .less : .greater
        }
        return one < other ? .less : one == other ? .same : .greater
    }

    static func isLess(_ left: Number, _ right: Number) -> Bool { (order(left, right) ?? .same) == .less }
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
