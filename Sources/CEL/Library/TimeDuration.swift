/// Durations as text: `1h30m1.5s`.
enum DurationText {
    /// Nanoseconds of each unit; the micro sign and the Greek letter both occur.
    private static let units: [(name: StaticString, nanoseconds: UInt64)] = [
        ("ns", 1), ("us", 1_000), ("\u{B5}s", 1_000), ("\u{3BC}s", 1_000), ("ms", 1_000_000), ("s", 1_000_000_000),
        ("m", 60_000_000_000), ("h", 3_600_000_000_000),
    ]

    /// Reads `[+-]` and numbers with units, or `0`. Digits beyond nanoseconds are cut off.
    /// - Returns: nanoseconds; nil if the text is no duration or the duration does not fit.
    static func nanoseconds(_ text: Bytes) -> Int64? {
        guard let first = text.first else { return nil }
        let isNegative = first == UInt8(ascii: "-")
        var rest = text[...]
        if isNegative || first == UInt8(ascii: "+") { rest = rest.dropFirst() }
        if rest.count == 1, rest.first == UInt8(ascii: "0") { return 0 }
        guard !rest.isEmpty else { return nil }
        var total: UInt64 = 0
        while !rest.isEmpty {
            guard let part = takePart(&rest) else { return nil }
            let (sum, overflow) = total.addingReportingOverflow(part)
            guard !overflow else { return nil }
            total = sum
        }
        if !isNegative { return Int64(exactly: total) }
        return total == Int64.min.magnitude ? .min : Int64(exactly: total).map { -$0 }
    }

    /// Takes one number with its unit.
    private static func takePart(_ rest: inout Slice<Bytes>) -> UInt64? {
        let whole = takeDigits(&rest)
        var fraction: Slice<Bytes>?
        if rest.first == UInt8(ascii: ".") {
            rest = rest.dropFirst()
            fraction = takeDigits(&rest)
        }
        guard !whole.isEmpty || fraction?.isEmpty == false, let unit = takeUnit(&rest) else { return nil }
        let count = whole.isEmpty ? 0 : NumberText.uint(Bytes(rebasing: whole))
        guard let count else { return nil }
        let (product, overflow) = count.multipliedReportingOverflow(by: unit)
        guard !overflow else { return nil }
        let (sum, carry) = product.addingReportingOverflow(fraction.map { part(of: unit, digits: $0) } ?? 0)
        return carry ? nil : sum
    }

    private static func takeDigits(_ rest: inout Slice<Bytes>) -> Slice<Bytes> {
        let digits = rest.prefix { $0 &- 0x30 < 10 }
        rest = rest.dropFirst(digits.count)
        return digits
    }

    private static func takeUnit(_ rest: inout Slice<Bytes>) -> UInt64? {
        let name = Bytes(rebasing: rest.prefix { $0 &- 0x30 >= 10 && $0 != UInt8(ascii: ".") })
        for unit in units where ByteSearch.equal(name, Bytes(staticText: unit.name)) {
            rest = rest.dropFirst(name.count)
            return unit.nanoseconds
        }
        return nil
    }

    /// 0.digits of a unit. Fourteen digits decide: the longest unit has 3.6e12 nanoseconds.
    private static func part(of unit: UInt64, digits: Slice<Bytes>) -> UInt64 {
        var numerator: UInt64 = 0
        var denominator: UInt64 = 1
        for digit in digits.prefix(14) {
            numerator = numerator * 10 + UInt64(digit - 0x30)
            denominator *= 10
        }
        // The fraction is below 1, so the quotient is below the unit and cannot overflow.
        return denominator.dividingFullWidth(numerator.multipliedFullWidth(by: unit)).quotient
    }
}
