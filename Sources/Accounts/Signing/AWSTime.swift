#if canImport(Glibc)
    internal import Glibc
#else
    internal import Darwin
#endif

/// Instants as AWS writes them, in seconds since 1970.
public enum AWSTime {
    public static var now: Int64 { Int64(time(nil)) }

    /// `20150830T123600Z`, as signatures want it.
    static func basic(_ seconds: Int64) -> String { format(seconds, "%Y%m%dT%H%M%SZ") }

    /// `2015-08-30T12:36:00Z`.
    public static func text(_ seconds: Int64) -> String { format(seconds, "%Y-%m-%dT%H:%M:%SZ") }

    private static func format(_ seconds: Int64, _ pattern: String) -> String {
        var instant = time_t(seconds)
        var parts = tm()
        gmtime_r(&instant, &parts)
        var buffer = [CChar](repeating: 0, count: 32)
        let count = strftime(&buffer, buffer.count, pattern, &parts)
        return String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// Reads `2015-08-30T12:36:00Z`, with or without fractions of a second, also with `+00:00` or `UTC` for `Z`.
    public static func parse(_ text: String) -> Int64? {
        let digits = text.utf8.prefix(19)
        let pattern = Array("dddd-dd-ddTdd:dd:dd".utf8)
        guard digits.count == pattern.count else { return nil }
        var numbers: [Int32] = []
        var isInside = false
        for (byte, expected) in zip(digits, pattern) {
            guard expected == UInt8(ascii: "d") else {
                guard byte == expected else { return nil }
                isInside = false
                continue
            }
            guard byte &- 0x30 < 10 else { return nil }
            if !isInside { numbers.append(0) }
            isInside = true
            numbers[numbers.count - 1] = numbers[numbers.count - 1] * 10 + Int32(byte - 0x30)
        }
        var rest = Substring(text.dropFirst(19))
        if rest.hasPrefix(".") { rest = rest.dropFirst().drop { $0.isASCII && $0.isNumber } }
        guard ["Z", "+00:00", "+0000", "UTC"].contains(rest), numbers.count == 6 else { return nil }
        var parts = tm()
        parts.tm_year = numbers[0] - 1900
        parts.tm_mon = numbers[1] - 1
        parts.tm_mday = numbers[2]
        parts.tm_hour = numbers[3]
        parts.tm_min = numbers[4]
        parts.tm_sec = numbers[5]
        guard (0..<12).contains(parts.tm_mon), (1...31).contains(parts.tm_mday) else { return nil }
        return Int64(timegm(&parts))
    }
}
