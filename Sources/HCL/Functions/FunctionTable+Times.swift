extension FunctionTable {
    static let times: [String: Function] = [
        "timeadd": Function(2...2) { a throws(EvaluationFailure) in
            let time = try Timestamp(try a.text(0))
            return .string(try time.adding(try Timestamp.nanoseconds(in: try a.text(1))).text)
        },
        "timecmp": Function(2...2) { a throws(EvaluationFailure) in
            let left = try Timestamp(try a.text(0), isLenient: true)
            let right = try Timestamp(try a.text(1), isLenient: true)
            return .number(left.instant < right.instant ? -1 : left.instant > right.instant ? 1 : 0)
        },
        "formatdate": Function(2...2) { a throws(EvaluationFailure) in
            .string(try Timestamp(try a.text(1)).text(as: try a.text(0)))
        },
    ]
}

/// A point in time with an offset, as RFC 3339 writes it.
struct Timestamp {
    /// Days since 1970, in local time.
    private let day: Int
    /// Since midnight, in local time.
    private let second: Int
    private let nanosecond: Int
    /// Minutes that local time is ahead.
    private let offset: Int

    /// A total order of points in time: seconds since 1970, then nanoseconds.
    var instant: (Int, Int) { (day * 86_400 + second - offset * 60, nanosecond) }

    /// - Parameter isLenient: whether it is read as `time.Parse` of Go reads it, as only `timecmp` of Terraform does: with an
    ///   hour of one digit, a comma before the fraction, and offsets of up to 24 hours and 60 minutes.
    init(_ text: String, isLenient: Bool = false) throws(EvaluationFailure) {
        guard let parsed = Timestamp(parsing: Array(text.utf8), isLenient) else {
            throw EvaluationFailure("a time is written as `2026-01-31T08:00:00Z`")
        }
        self = parsed
    }

    private init(day: Int, second: Int, nanosecond: Int, offset: Int) {
        (self.day, self.second, self.nanosecond, self.offset) = (day, second, nanosecond, offset)
    }

    private init?(parsing bytes: [UInt8], _ isLenient: Bool) {
        func number(_ start: Int, _ count: Int) -> Int? {
            guard start + count <= bytes.count else { return nil }
            return bytes[start..<start + count].reduce(0) { sum, byte in
                sum.flatMap { sum in (0x30...0x39).contains(byte) ? sum * 10 + Int(byte) - 0x30 : nil }
            }
        }
        func has(_ at: Int, _ character: Unicode.Scalar) -> Bool {
            at < bytes.count && bytes[at] == UInt8(truncatingIfNeeded: character.value)
        }
        let hourDigits = isLenient && has(12, ":") ? 1 : 2
        var at = 11 + hourDigits
        guard let year = number(0, 4), has(4, "-"), let month = number(5, 2), (1...12).contains(month), has(7, "-"),
            let date = number(8, 2), (1...Self.days(in: month, of: year)).contains(date), has(10, "T"),
            let hour = number(11, hourDigits), hour < 24, has(at, ":"), let minute = number(at + 1, 2), minute < 60,
            has(at + 3, ":"), let second = number(at + 4, 2), second < 60
        else { return nil }
        at += 6
        var nanosecond = 0
        if has(at, ".") || isLenient && has(at, ",") {
            let digits = bytes[(at + 1)...].prefix { (0x30...0x39).contains($0) }
            // What is finer is left out.
            let counting = min(digits.count, 9)
            guard counting > 0, let value = number(at + 1, counting) else { return nil }
            nanosecond = (counting..<9).reduce(value) { value, _ in value * 10 }
            at += 1 + digits.count
        }
        var offset = 0
        if has(at, "+") || has(at, "-") {
            let (mostHours, mostMinutes) = isLenient ? (24, 60) : (23, 59)
            guard let hours = number(at + 1, 2), hours <= mostHours, has(at + 3, ":"),
                let minutes = number(at + 4, 2), minutes <= mostMinutes
            else { return nil }
            offset = (hours * 60 + minutes) * (has(at, "-") ? -1 : 1)
            at += 6
        } else {
            guard has(at, "Z") else { return nil }
            at += 1
        }
        guard at == bytes.count else { return nil }
        self.init(
            day: Self.day(year, month, date), second: (hour * 60 + minute) * 60 + second, nanosecond: nanosecond,
            offset: offset)
    }

    // MARK: Durations

    private static let units: [(name: String, nanoseconds: Int)] = [
        ("ns", 1), ("us", 1_000), ("µs", 1_000), ("μs", 1_000), ("ms", 1_000_000), ("s", 1_000_000_000),
        ("m", 60_000_000_000), ("h", 3_600_000_000_000),
    ]

    /// A duration as Go writes it, such as `-1h30.5m`.
    static func nanoseconds(in text: String) throws(EvaluationFailure) -> Int {
        let failure = EvaluationFailure("a duration is a sequence of numbers with units, such as `1h30m`")
        var rest = text[...]
        let isNegative = rest.hasPrefix("-")
        if isNegative || rest.hasPrefix("+") { rest.removeFirst() }
        if rest == "0" { return 0 }
        guard !rest.isEmpty else { throw failure }
        var sum = 0
        while !rest.isEmpty {
            let number = rest.prefix { $0.isASCII && $0.isNumber || $0 == "." }
            rest = rest[number.endIndex...]
            let name = rest.prefix { !($0.isASCII && $0.isNumber) && $0 != "." }
            rest = rest[name.endIndex...]
            guard let unit = units.first(where: { $0.name == name }), let part = part(number, of: unit.nanoseconds)
            else { throw failure }
            let (total, isOver) = sum.addingReportingOverflow(part)
            guard !isOver else { throw failure }
            sum = total
        }
        return isNegative ? -sum : sum
    }

    private static func part(_ number: Substring, of unit: Int) -> Int? {
        let pieces = number.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        let whole = pieces[0].isEmpty && pieces.count > 1 ? 0 : Int(pieces[0])
        guard let whole, pieces.count < 2 || pieces[0].count + pieces[1].count > 0 else { return nil }
        let (product, isOver) = whole.multipliedReportingOverflow(by: unit)
        guard !isOver else { return nil }
        guard pieces.count > 1, !pieces[1].isEmpty else { return product }
        guard pieces[1].count <= 18, let digits = Int(pieces[1]) else { return nil }
        let scale = (0..<pieces[1].count).reduce(1.0) { scale, _ in scale * 10 }
        let (sum, overflows) = product.addingReportingOverflow(Int(Double(digits) * (Double(unit) / scale)))
        return overflows ? nil : sum
    }

    func adding(_ nanoseconds: Int) throws(EvaluationFailure) -> Timestamp {
        let fraction = nanosecond + nanoseconds % 1_000_000_000
        let carry = fraction < 0 ? -1 : fraction / 1_000_000_000
        let total = day * 86_400 + second + nanoseconds / 1_000_000_000 + carry
        let second = (total % 86_400 + 86_400) % 86_400
        let sum = Timestamp(
            day: (total - second) / 86_400, second: second, nanosecond: fraction - carry * 1_000_000_000, offset: offset
        )
        guard (0...9_999).contains(sum.date.year) else { throw EvaluationFailure("the time is beyond the year 9999") }
        return sum
    }

    // MARK: Text

    /// As RFC 3339 writes it, without the fraction of a second, as Terraform leaves it out.
    var text: String {
        let (year, month, date) = self.date
        return "\(Self.padded(year, 4))-\(Self.padded(month))-\(Self.padded(date))T\(Self.padded(second / 3_600))"
            + ":\(Self.padded(second / 60 % 60)):\(Self.padded(second % 60))" + zone(zero: "Z", separator: ":")
    }

    private func zone(zero: String, separator: String) -> String {
        guard offset != 0 else { return zero }
        let size = abs(offset)
        return (offset < 0 ? "-" : "+") + Self.padded(size / 60) + separator + Self.padded(size % 60)
    }

    /// Writes the time as a format says.
    /// - SeeAlso: https://developer.hashicorp.com/terraform/language/functions/formatdate
    func text(as format: String) throws(EvaluationFailure) -> String {
        var result = ""
        var rest = format[...]
        while let first = rest.first {
            if first == "'" {
                result += try Self.literal(&rest)
                continue
            }
            guard first.isASCII, first.isLetter else {
                result.append(first)
                rest.removeFirst()
                continue
            }
            let run = rest.prefix { $0 == first }
            rest = rest[run.endIndex...]
            guard let part = part(String(run)) else {
                throw EvaluationFailure("`\(run)` means nothing in a format of dates: put text in single quotes")
            }
            result += part
        }
        return result
    }

    private static func literal(_ rest: inout Substring) throws(EvaluationFailure) -> String {
        var text = ""
        rest.removeFirst()
        while let next = rest.popFirst() {
            guard next == "'" else {
                text.append(next)
                continue
            }
            guard rest.first == "'" else { return text }
            rest.removeFirst()
            text.append("'")
        }
        throw EvaluationFailure("a text in single quotes is not closed in the format")
    }

    private func part(_ run: String) -> String? {
        let (year, month, date) = self.date
        let (hour, minute) = (second / 3_600, second / 60 % 60)
        let short = hour % 12 == 0 ? 12 : hour % 12
        return switch run {
        case "YYYY": Self.padded(year, 4)
        case "YY": Self.padded(year % 100)
        case "MMMM": Self.months[month - 1]
        case "MMM": String(Self.months[month - 1].prefix(3))
        case "MM": Self.padded(month)
        case "M": String(month)
        case "DD": Self.padded(date)
        case "D": String(date)
        case "EEEE": Self.weekdays[((day + 4) % 7 + 7) % 7]
        case "EEE": String(Self.weekdays[((day + 4) % 7 + 7) % 7].prefix(3))
        case "hh": Self.padded(hour)
        case "h": String(hour)
        case "HH": Self.padded(short)
        case "H": String(short)
        case "AA": hour < 12 ? "AM" : "PM"
        case "aa": hour < 12 ? "am" : "pm"
        case "mm": Self.padded(minute)
        case "m": String(minute)
        case "ss": Self.padded(second % 60)
        case "s": String(second % 60)
        case "ZZZZZ": zone(zero: "+00:00", separator: ":")
        case "ZZZZ": zone(zero: "+0000", separator: "")
        case "ZZZ": offset == 0 ? "UTC" : zone(zero: "", separator: "")
        case "Z": zone(zero: "Z", separator: ":")
        default: nil
        }
    }

    private static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]
    private static let weekdays = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]

    private static func padded(_ number: Int, _ width: Int = 2) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }

    // MARK: Calendar

    private static func days(in month: Int, of year: Int) -> Int {
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        return [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
    }

    /// Days from 1970 to a date of the Gregorian calendar.
    private static func day(_ year: Int, _ month: Int, _ date: Int) -> Int {
        // Years begin in March, so that the day that some have is their last.
        let shifted = month > 2 ? year : year - 1
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let ofYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + date - 1
        let yearOfEra = shifted - era * 400
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + ofYear - 719_468
    }

    private var date: (year: Int, month: Int, date: Int) {
        let days = day + 719_468
        let era = (days >= 0 ? days : days - 146_096) / 146_097
        let ofEra = days - era * 146_097
        let yearOfEra = (ofEra - ofEra / 1_460 + ofEra / 36_524 - ofEra / 146_096) / 365
        let ofYear = ofEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * ofYear + 2) / 153
        let month = shifted < 10 ? shifted + 3 : shifted - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, ofYear - (153 * shifted + 2) / 5 + 1)
    }
}
