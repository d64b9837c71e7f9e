/// A date and time of day in the proleptic Gregorian calendar, without a zone.
struct CalendarTime: Hashable, Sendable {
    var year: Int64
    /// 1 to 12.
    var month: Int64
    /// 1 to 31.
    var day: Int64
    /// 0 to 86,399.
    var secondOfDay: Int64

    private static let secondsPerDay: Int64 = 86_400

    /// The fields of a moment that lies `seconds` after 1970-01-01T00:00:00 on the same clock.
    ///
    /// - SeeAlso: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", civil_from_days.
    init(seconds: Int64) {
        var days = seconds / Self.secondsPerDay
        secondOfDay = seconds % Self.secondsPerDay
        if secondOfDay < 0 {
            secondOfDay += Self.secondsPerDay
            days -= 1
        }
        // Years begin in March here, so that the leap day comes last; eras have 400 years and 146,097 days.
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }

    /// The days from 1970-01-01 to a date of the years -9999 to 19999.
    static func days(year: Int64, month: Int64, day: Int64) -> Int64 {
        let shiftedYear = month <= 2 ? year - 1 : year
        let era = (shiftedYear >= 0 ? shiftedYear : shiftedYear - 399) / 400
        let yearOfEra = shiftedYear - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }

    static func isLeap(_ year: Int64) -> Bool {
        year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    }

    static func daysInMonth(_ month: Int64, of year: Int64) -> Int64 {
        switch month {
        case 2: isLeap(year) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// 0 to 365.
    var dayOfYear: Int64 {
        Self.days(year: year, month: month, day: day) - Self.days(year: year, month: 1, day: 1)
    }

    /// 0 for Sunday to 6.
    var dayOfWeek: Int64 {
        Self.dayOfWeek(ofDay: Self.days(year: year, month: month, day: day))
    }

    /// The weekday of a day counted from 1970-01-01, a Thursday.
    static func dayOfWeek(ofDay days: Int64) -> Int64 {
        let remainder = (days + 4) % 7
        return remainder < 0 ? remainder + 7 : remainder
    }

    var hour: Int64 { secondOfDay / 3_600 }
    var minute: Int64 { secondOfDay / 60 % 60 }
    var second: Int64 { secondOfDay % 60 }
}
