/// The rule for the future at the end of a time zone file, in the notation of POSIX's `TZ`: `CST6CDT,M3.2.0,M11.1.0`.
///
/// - SeeAlso: RFC 9636, section 3.3, which allows hours up to 167 in the times of change.
struct TimeZoneRule: Sendable {
    /// Seconds east of UTC in standard time.
    let standardOffset: Int64
    let daylight: Daylight?

    struct Daylight: Sendable {
        let offset: Int64
        let start: Change
        let end: Change
    }

    /// When clocks change: a day of the year and a time on the clock that was valid before.
    struct Change: Sendable {
        enum Day: Sendable {
            /// 1 to 365; February 29 is never counted.
            case julian(Int64)
            /// 0 to 365.
            case zeroBased(Int64)
            /// A weekday (0 is Sunday) in a week of a month, week 5 being the last.
            case weekday(month: Int64, week: Int64, day: Int64)
        }

        let day: Day
        let seconds: Int64

        /// Seconds since 1970 on the local clock.
        func localSeconds(in year: Int64) -> Int64 {
            firstDay(in: year) * 86_400 + seconds
        }

        private func firstDay(in year: Int64) -> Int64 {
            let newYear = CalendarTime.days(year: year, month: 1, day: 1)
            switch day {
            case .julian(let number):
                return newYear + number - 1 + (number >= 60 && CalendarTime.isLeap(year) ? 1 : 0)
            case .zeroBased(let number):
                return newYear + number
            case .weekday(let month, let week, let weekday):
                let first = CalendarTime.days(year: year, month: month, day: 1)
                var dayOfMonth = (weekday - CalendarTime.dayOfWeek(ofDay: first) + 7) % 7 + 1 + (week - 1) * 7
                if dayOfMonth > CalendarTime.daysInMonth(month, of: year) { dayOfMonth -= 7 }
                return first + dayOfMonth - 1
            }
        }
    }

    /// Seconds east of UTC at a moment.
    func offset(at seconds: Int64) -> Int64 {
        guard let daylight else { return standardOffset }
        let year = CalendarTime(seconds: seconds + standardOffset).year
        let start = daylight.start.localSeconds(in: year) - standardOffset
        let end = daylight.end.localSeconds(in: year) - daylight.offset
        let isDaylight = start < end ? start <= seconds && seconds < end : !(end <= seconds && seconds < start)
        return isDaylight ? daylight.offset : standardOffset
    }
}

/// Reading the notation.
extension TimeZoneRule {
    init?(_ text: Bytes) {
        var reader = TimeZoneRuleReader(text)
        guard reader.skipName(), let west = reader.time(hourLimit: 24) else { return nil }
        standardOffset = -west
        if reader.isAtEnd {
            daylight = nil
            return
        }
        guard reader.skipName() else { return nil }
        var offset = standardOffset + 3_600
        if !reader.isAt(",") {
            guard let west = reader.time(hourLimit: 24) else { return nil }
            offset = -west
        }
        guard let start = reader.change(), let end = reader.change(), reader.isAtEnd else { return nil }
        daylight = Daylight(offset: offset, start: start, end: end)
    }
}

private struct TimeZoneRuleReader {
    private var digits: DigitReader

    init(_ text: Bytes) { digits = DigitReader(text) }

    var isAtEnd: Bool { digits.isAtEnd }

    func isAt(_ character: Unicode.Scalar) -> Bool { digits.next == UInt8(ascii: character) }

    /// Letters, or anything between `<` and `>`.
    mutating func skipName() -> Bool {
        if digits.skip("<") {
            while let byte = digits.next, byte != UInt8(ascii: ">") { digits.advance() }
            return digits.skip(">")
        }
        var length = 0
        while let byte = digits.next, (0x61...0x7A).contains(byte | 0x20) {
            digits.advance()
            length += 1
        }
        return length >= 3
    }

    /// `[+-]hh[:mm[:ss]]` in seconds.
    mutating func time(hourLimit: Int64) -> Int64? {
        let isNegative = digits.skip("-")
        if !isNegative { _ = digits.skip("+") }
        guard let hours = digits.number(upTo: 3), hours <= hourLimit else { return nil }
        var seconds = hours * 3_600
        for unit: Int64 in [60, 1] where digits.skip(":") {
            guard let value = digits.number(digits: 2), value < 60 else { return nil }
            seconds += value * unit
        }
        return isNegative ? -seconds : seconds
    }

    /// `,date[/time]`, the time being 2 o'clock if it is not given.
    mutating func change() -> TimeZoneRule.Change? {
        guard digits.skip(","), let day = day() else { return nil }
        guard digits.skip("/") else { return TimeZoneRule.Change(day: day, seconds: 7_200) }
        guard let seconds = time(hourLimit: 167) else { return nil }
        return TimeZoneRule.Change(day: day, seconds: seconds)
    }

    private mutating func day() -> TimeZoneRule.Change.Day? {
        if digits.skip("M") {
            guard let month = digits.number(upTo: 2), (1...12).contains(month), digits.skip("."),
                let week = digits.number(upTo: 1), (1...5).contains(week), digits.skip("."),
                let weekday = digits.number(upTo: 1), (0...6).contains(weekday)
            else { return nil }
            return .weekday(month: month, week: week, day: weekday)
        }
        if digits.skip("J") {
            guard let number = digits.number(upTo: 3), (1...365).contains(number) else { return nil }
            return .julian(number)
        }
        guard let number = digits.number(upTo: 3), (0...365).contains(number) else { return nil }
        return .zeroBased(number)
    }
}
