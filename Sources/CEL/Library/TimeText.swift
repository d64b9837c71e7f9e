/// Timestamps as text: RFC 3339.
extension Instant {
    /// Reads `2009-02-13T23:31:30.5+01:00`. Fractions beyond nanoseconds are cut off.
    ///
    /// Nil for anything else, for a date that does not exist and outside of the years 1 to 9999 (UTC).
    init?(rfc3339 text: Bytes) {
        var reader = DigitReader(text)
        guard let year = reader.number(digits: 4), reader.skip("-"),
            let month = reader.number(digits: 2), (1...12).contains(month), reader.skip("-"),
            let day = reader.number(digits: 2), (1...CalendarTime.daysInMonth(month, of: year)).contains(day),
            reader.skip("T") || reader.skip("t"),
            let hour = reader.number(digits: 2), hour < 24, reader.skip(":"),
            let minute = reader.number(digits: 2), minute < 60, reader.skip(":"),
            let second = reader.number(digits: 2), second < 60,
            let nanoseconds = reader.fraction(),
            let offset = reader.zoneOffset(), reader.isAtEnd
        else { return nil }
        let days = CalendarTime.days(year: year, month: month, day: day)
        let seconds = days * 86_400 + hour * 3_600 + minute * 60 + second - offset
        self.init(seconds: seconds, nanoseconds: nanoseconds)
    }
}

extension ByteWriter {
    /// `2009-02-13T23:31:30.5Z`: in UTC, the fraction without trailing zeros.
    mutating func append(_ instant: Instant) {
        let time = CalendarTime(seconds: instant.seconds)
        let fields: [(value: Int64, width: Int, separator: StaticString)] = [
            (time.year, 4, "-"), (time.month, 2, "-"), (time.day, 2, "T"),
            (time.hour, 2, ":"), (time.minute, 2, ":"), (time.second, 2, ""),
        ]
        for field in fields {
            append(field.value.magnitude, width: field.width)
            append(field.separator)
        }
        append(fraction: instant.nanoseconds)
        append(UInt8(ascii: "Z"))
    }

    /// `-1.5s`: seconds, the fraction without trailing zeros.
    mutating func append(durationNanoseconds nanoseconds: Int64) {
        if nanoseconds < 0 { append(UInt8(ascii: "-")) }
        let magnitude = nanoseconds.magnitude
        append(magnitude / 1_000_000_000)
        append(fraction: UInt32(truncatingIfNeeded: magnitude % 1_000_000_000))
        append(UInt8(ascii: "s"))
    }

    /// `.5`, or nothing for 0.
    private mutating func append(fraction nanoseconds: UInt32) {
        guard nanoseconds > 0 else { return }
        var digits = UInt64(nanoseconds)
        var width = 9
        while digits % 10 == 0 {
            digits /= 10
            width -= 1
        }
        append(UInt8(ascii: "."))
        append(digits, width: width)
    }
}

/// Reads fields of digits from the left.
struct DigitReader {
    private let text: Bytes
    private var offset = 0

    init(_ text: Bytes) { self.text = text }

    var isAtEnd: Bool { offset == text.count }

    var next: UInt8? { offset < text.count ? text[offset] : nil }

    /// Past the next byte, of which there must be one.
    mutating func advance() { offset += 1 }

    /// Exactly so many digits.
    mutating func number(digits: Int) -> Int64? {
        guard text.count - offset >= digits else { return nil }
        var value: Int64 = 0
        for index in offset..<offset + digits {
            let digit = text[index] &- 0x30
            guard digit < 10 else { return nil }
            value = value * 10 + Int64(digit)
        }
        offset += digits
        return value
    }

    /// One to `limit` digits.
    mutating func number(upTo limit: Int) -> Int64? {
        var digits = 0
        while digits < limit, offset + digits < text.count, text[offset + digits] &- 0x30 < 10 { digits += 1 }
        return digits > 0 ? number(digits: digits) : nil
    }

    mutating func skip(_ character: Unicode.Scalar) -> Bool {
        guard next == UInt8(ascii: character) else { return false }
        offset += 1
        return true
    }

    /// `.123` as nanoseconds; 0 if there is no point, nil if no digit follows it.
    mutating func fraction() -> UInt32? {
        guard skip(".") else { return 0 }
        let start = offset
        var nanoseconds: UInt32 = 0
        while let byte = next, byte &- 0x30 < 10 {
            if offset - start < 9 { nanoseconds = nanoseconds * 10 + UInt32(byte - 0x30) }
            offset += 1
        }
        guard offset > start else { return nil }
        for _ in Swift.min(offset - start, 9)..<9 { nanoseconds *= 10 }
        return nanoseconds
    }

    /// `Z` or `±hh:mm`, as seconds east of UTC.
    mutating func zoneOffset() -> Int64? {
        if skip("Z") || skip("z") { return 0 }
        let isWest = next == UInt8(ascii: "-")
        guard skip("+") || skip("-"),
            let hours = number(digits: 2), hours < 24, skip(":"), let minutes = number(digits: 2), minutes < 60
        else { return nil }
        let seconds = hours * 3_600 + minutes * 60
        return isWest ? -seconds : seconds
    }
}
