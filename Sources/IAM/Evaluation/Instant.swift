/// A point in time as IAM's date operators see it.
struct Instant: Comparable, Hashable {
    /// Seconds since 1970-01-01 in UTC.
    let seconds: Double

    init(seconds: Double) { self.seconds = seconds }

    static func < (left: Instant, right: Instant) -> Bool { left.seconds < right.seconds }

    /// Reads ISO 8601, from a year alone to fractions of a second and a zone, or seconds since 1970.
    ///
    /// - SeeAlso: W3C, "Date and Time Formats"; IAM also takes a lower-case `t` and `z`.
    init?(policyText text: String) {
        let lower = text.asciiLowercased
        guard lower.contains("t") || lower.contains("-") else {
            guard let seconds = Int64(text), seconds >= 0 else { return nil }
            self.seconds = Double(seconds)
            return
        }
        let halves = lower.split(separator: "t", maxSplits: 1, omittingEmptySubsequences: false)
        guard let day = Self.day(halves[0]) else { return nil }
        let time = halves.count > 1 ? Self.time(halves[1]) : 0
        guard let time else { return nil }
        seconds = Double(day) * 86400 + time
    }

    /// Days since 1970-01-01.
    private static func day(_ text: Substring) -> Int64? {
        let isNegative = text.hasPrefix("-")
        let parts = text.drop { $0 == "-" }.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count <= 3, let digits = parts.first, let year = Int64(digits), year <= 292_278_993,
            !digits.hasPrefix("+")
        else { return nil }
        let month = parts.count > 1 ? number(parts[1], in: 1...12) : 1
        let day = parts.count > 2 ? number(parts[2], in: 1...31) : 1
        guard let month, let day else { return nil }
        return days(year: isNegative ? -year : year, month: month, day: day)
    }

    /// Seconds since midnight in UTC.
    private static func time(_ text: Substring) -> Double? {
        var clock = text
        var offset = 0.0
        if let zone = clock.firstIndex(where: { "z+-".contains($0) }) {
            guard let minutes = zoneMinutes(clock[zone...]) else { return nil }
            offset = Double(minutes) * 60
            clock = clock[..<zone]
        }
        let parts = clock.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count <= 3 else { return nil }
        if parts.count == 1, parts[0].isEmpty { return -offset }
        guard let hours = number(parts[0], in: 0...23) else { return nil }
        let minutes = parts.count > 1 ? number(parts[1], in: 0...59) : 0
        let seconds = parts.count > 2 ? self.seconds(parts[2]) : 0
        guard let minutes, let seconds else { return nil }
        return Double(hours * 3600 + minutes * 60) + seconds - offset
    }

    private static func seconds(_ text: Substring) -> Double? {
        let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        guard let whole = number(parts[0], in: 0...59) else { return nil }
        guard parts.count > 1 else { return Double(whole) }
        // IAM reads nanoseconds: at most nine digits.
        guard !parts[1].isEmpty, parts[1].count <= 9, let fraction = Int(parts[1]), fraction >= 0 else { return nil }
        let scale = (0..<parts[1].count).reduce(1.0) { scale, _ in scale * 10 }
        return Double(whole) + Double(fraction) / scale
    }

    /// `z`, `+hh`, `+hh:mm` or `+hhmm`.
    private static func zoneMinutes(_ text: Substring) -> Int64? {
        if text == "z" { return 0 }
        let sign: Int64 = text.hasPrefix("-") ? -1 : 1
        let parts = text.dropFirst().split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count <= 2 else { return nil }
        if parts.count == 1, parts[0].count == 4 {
            guard let hours = number(parts[0].prefix(2), in: 0...23),
                let minutes = number(parts[0].suffix(2), in: 0...59)
            else { return nil }
            return sign * (hours * 60 + minutes)
        }
        guard parts.allSatisfy({ $0.count == 2 }), let hours = number(parts[0], in: 0...23) else { return nil }
        let minutes = parts.count > 1 ? number(parts[1], in: 0...59) : 0
        return minutes.map { sign * (hours * 60 + $0) }
    }

    private static func number(_ text: Substring, in range: ClosedRange<Int64>) -> Int64? {
        guard text.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }), let value = Int64(text), range.contains(value) else {
            return nil
        }
        return value
    }

    /// Days from 1970-01-01 to a date of the Gregorian calendar.
    private static func days(year: Int64, month: Int64, day: Int64) -> Int64 {
        let shifted = month <= 2 ? year - 1 : year
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    /// ISO 8601 in UTC, with a fraction where there is one.
    var exactText: String {
        let fraction = Int64(((seconds - seconds.rounded(.down)) * 1e9).rounded())
        guard fraction > 0, fraction < 1_000_000_000 else { return text }
        return text.dropLast() + "." + Self.padded(fraction, to: 9) + "Z"
    }

    /// ISO 8601 in UTC, to whole seconds.
    var text: String {
        let whole = Int64(max(min(seconds, 253_402_300_799), -62_135_596_800).rounded(.down))
        let day = whole >= 0 ? whole / 86400 : (whole - 86399) / 86400
        let rest = whole - day * 86400
        let shifted = day + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthIndex = (5 * dayOfYear + 2) / 153
        let month = monthIndex < 10 ? monthIndex + 3 : monthIndex - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        let dayOfMonth = dayOfYear - (153 * monthIndex + 2) / 5 + 1
        let date = "\(Self.padded(year, to: 4))-\(Self.padded(month, to: 2))-\(Self.padded(dayOfMonth, to: 2))"
        return date
            + "T\(Self.padded(rest / 3600, to: 2)):\(Self.padded(rest / 60 % 60, to: 2)):\(Self.padded(rest % 60, to: 2))Z"
    }

    private static func padded(_ number: Int64, to width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
