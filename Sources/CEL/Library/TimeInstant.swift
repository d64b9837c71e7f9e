/// A point in time as CEL has it: nanoseconds of the years 1 to 9999, UTC.
struct Instant: Hashable, Comparable, Sendable {
    /// Whole seconds since 1970-01-01T00:00:00Z, rounded down.
    let seconds: Int64
    /// 0 to 999,999,999.
    let nanoseconds: UInt32

    /// 0001-01-01T00:00:00Z.
    static let firstSecond: Int64 = -62_135_596_800
    /// 9999-12-31T23:59:59Z.
    static let lastSecond: Int64 = 253_402_300_799

    private static let billion: Int64 = 1_000_000_000

    /// Nil outside of the years 1 to 9999.
    init?(seconds: Int64, nanoseconds: UInt32 = 0) {
        guard (Self.firstSecond...Self.lastSecond).contains(seconds), nanoseconds < 1_000_000_000 else { return nil }
        self.seconds = seconds
        self.nanoseconds = nanoseconds
    }

    /// The instant of a value of kind `timestamp`; nil if a host made one outside of the years 1 to 9999.
    init?(_ value: Val) {
        self.init(seconds: value.seconds, nanoseconds: value.count)
    }

    var value: Val { .timestamp(seconds: seconds, nanoseconds: nanoseconds) }

    static func < (left: Instant, right: Instant) -> Bool {
        (left.seconds, left.nanoseconds) < (right.seconds, right.nanoseconds)
    }

    /// The instant a duration later; nil outside of the years 1 to 9999.
    func adding(nanoseconds duration: Int64) -> Instant? {
        adding(seconds: duration / Self.billion, nanoseconds: duration % Self.billion)
    }

    /// The instant a duration earlier; nil outside of the years 1 to 9999.
    func subtracting(nanoseconds duration: Int64) -> Instant? {
        // The parts are far from the limits of their type, so negating them is safe even for the least duration.
        adding(seconds: -(duration / Self.billion), nanoseconds: -(duration % Self.billion))
    }

    /// - Parameters:
    ///   - wholeSeconds: within ±9,223,372,036, as all durations are.
    ///   - rest: within ±999,999,999.
    private func adding(seconds wholeSeconds: Int64, nanoseconds rest: Int64) -> Instant? {
        var newSeconds = seconds + wholeSeconds
        var newNanoseconds = Int64(nanoseconds) + rest
        if newNanoseconds < 0 {
            newNanoseconds += Self.billion
            newSeconds -= 1
        } else if newNanoseconds >= Self.billion {
            newNanoseconds -= Self.billion
            newSeconds += 1
        }
        return Instant(seconds: newSeconds, nanoseconds: UInt32(truncatingIfNeeded: newNanoseconds))
    }

    /// The nanoseconds from another instant to this one; nil outside of 64 bits.
    func nanoseconds(since other: Instant) -> Int64? {
        var wholeSeconds = seconds - other.seconds
        var rest = Int64(nanoseconds) - Int64(other.nanoseconds)
        // One sign for both parts: then no intermediate result is larger than the final one.
        if wholeSeconds < 0, rest > 0 {
            wholeSeconds += 1
            rest -= Self.billion
        } else if wholeSeconds > 0, rest < 0 {
            wholeSeconds -= 1
            rest += Self.billion
        }
        let (product, overflow) = wholeSeconds.multipliedReportingOverflow(by: Self.billion)
        let (sum, carry) = product.addingReportingOverflow(rest)
        return overflow || carry ? nil : sum
    }
}
