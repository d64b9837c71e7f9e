import Foundation
import Testing

@testable import CEL

@Suite("timestamps and durations")
struct TimeTests {
    private static func instant(_ text: String) -> Instant? {
        Array(text.utf8).withUnsafeBytes { Instant(rfc3339: $0) }
    }

    private static func text(_ write: (inout ByteWriter) -> Void) -> String {
        ByteWriter.with(limit: 256) { writer in
            write(&writer)
            return String(decoding: writer.bytes, as: UTF8.self)
        }
    }

    private static func nanoseconds(_ text: String) -> Int64? {
        Array(text.utf8).withUnsafeBytes { DurationText.nanoseconds($0) }
    }

    @Test(
        "functions over times",
        arguments: [
            "string(timestamp('2009-02-13T23:31:30.120Z')) == '2009-02-13T23:31:30.12Z'",
            "timestamp('2009-02-14T01:01:30+01:30') == timestamp('2009-02-13T23:31:30Z')",
            "timestamp('0001-01-01T00:00:00Z') < timestamp('9999-12-31T23:59:59.999999999Z')",
            "int(timestamp('1969-12-31T23:59:59.5Z')) == -1", "timestamp(0) == timestamp('1970-01-01T00:00:00Z')",
            "string(duration('1h30m1.5s')) == '5401.5s'", "string(duration('-0.5s')) == '-0.5s'",
            "duration('1.5h') == duration('90m')", "duration('0') == duration('0s')",
            "duration('1ms2us3ns') > duration('1ms')",
            "duration('10000s').getHours() == 2", "duration('3730s').getMinutes() == 62",
            "duration('123.321456789s').getMilliseconds() == 321",
            "timestamp('2024-12-31T00:00:00Z').getDayOfYear() == 365",
            "timestamp('1969-07-20T20:17:40Z').getDayOfWeek() == 0",
            "timestamp('2009-02-13T23:31:30Z').getHours('02:00') == 1",
            "timestamp('2009-02-13T02:00:00Z').getDayOfMonth('-02:30') == 11",
            "timestamp('2009-02-13T23:31:30Z').getFullYear('') == 2009",
            "timestamp('2009-02-13T23:31:30Z').getDayOfYear('US/Central') == 43",
            "timestamp('2009-02-13T02:00:00Z').getDayOfMonth('America/St_Johns') == 11",
            "timestamp('2009-02-13T23:31:30Z').getDate('Australia/Sydney') == 14",
            "timestamp('2009-02-13T23:31:30Z').getMinutes('Asia/Kathmandu') == 16",
        ])
    func claim(_ source: String) throws { try expectTrue(source) }

    @Test(
        "times that do not exist or do not fit are errors",
        arguments: [
            "timestamp('2023-02-29T00:00:00Z')", "timestamp('2023-04-31T00:00:00Z')",
            "timestamp('2023-01-01T24:00:00Z')",
            "timestamp('2023-01-01T00:00:60Z')", "timestamp('2023-01-01T00:00:00')",
            "timestamp('2023-01-01 00:00:00Z')",
            "timestamp('2023-1-01T00:00:00Z')", "timestamp('2023-01-01T00:00:00.Z')", "timestamp('')",
            "timestamp('0001-01-01T00:00:00+00:01')", "timestamp('9999-12-31T23:59:59-00:01')",
            "timestamp('0000-12-31T23:59:59Z')", "timestamp('2023-01-01T00:00:00+1:00')",
            "timestamp('2023-13-01T00:00:00Z')",
            "timestamp(253402300800)", "timestamp(-62135596801)", "duration('1')", "duration('')", "duration('1d')",
            "duration('-')", "duration('s')", "duration('.s')", "duration('1h-1m')",
            "duration('9223372036.854775808s')",
            "duration('320000000000s')", "duration('1h ')", "timestamp(0).getHours('Nowhere/City')",
            "timestamp(0).getHours('../../../etc/passwd')", "timestamp(0).getHours('/etc/passwd')",
            "timestamp(0).getHours('zone.tab')", "timestamp(0).getHours('America')", "timestamp(0).getHours('+24:00')",
            "timestamp(0).getHours('1:60')", "timestamp(0).getHours('right/UTC')",
            "timestamp('9999-12-31T23:59:59.999999999Z') + duration('1ns')",
            "timestamp('9999-12-31T23:59:59Z') - timestamp('0001-01-01T00:00:00Z')",
        ])
    func errors(_ source: String) throws { try expectError(source, nil) }

    @Test("a timestamp reads back as itself, and its fields are those of counting through the calendar")
    func roundTrip() throws {
        var random = FixedRandom(seed: 5)
        for _ in 0..<500 {
            let seconds = Int64.random(in: Instant.firstSecond...Instant.lastSecond, using: &random)
            let nanoseconds = UInt32.random(in: 0..<1_000_000_000, using: &random)
            let instant = try #require(Instant(seconds: seconds, nanoseconds: nanoseconds))
            let text = Self.text { $0.append(instant) }
            #expect(Self.instant(text) == instant, "\(text)")
            #expect(CalendarTime(seconds: seconds) == Self.counted(seconds - Instant.firstSecond), "\(text)")
        }
    }

    /// The fields of a moment so many seconds after the beginning of the year 1, by counting years and months.
    private static func counted(_ seconds: Int64) -> CalendarTime {
        var time = CalendarTime(seconds: 0)
        var days = seconds / 86_400
        time.secondOfDay = seconds % 86_400
        time.year = 1
        time.month = 1
        func isLeap(_ year: Int64) -> Bool {
            year.isMultiple(of: 400) || year.isMultiple(of: 4) && !year.isMultiple(of: 100)
        }
        while days >= (isLeap(time.year) ? 366 : 365) {
            days -= isLeap(time.year) ? 366 : 365
            time.year += 1
        }
        let months: [Int64] = [31, isLeap(time.year) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        for length in months {
            guard days >= length else { break }
            days -= length
            time.month += 1
        }
        time.day = days + 1
        return time
    }

    @Test("days of the week and of the year agree with Foundation's since 1900")
    func days() {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        for day in stride(from: Int64(-25_567), to: 60_000, by: 13) {
            let time = CalendarTime(seconds: day * 86_400)
            let date = Date(timeIntervalSince1970: Double(day) * 86_400)
            #expect(calendar.component(.weekday, from: date) == Int(time.dayOfWeek) + 1)
            #expect(calendar.ordinality(of: .day, in: .year, for: date) == Int(time.dayOfYear) + 1)
        }
    }

    @Test("a duration reads back as itself")
    func durationRoundTrip() {
        var random = FixedRandom(seed: 9)
        for value in [0, 1, -1, .max, .min, 1_000_000_000] + (0..<2_000).map({ _ in Int64(bitPattern: random.next()) })
        {
            let text = Self.text { $0.append(durationNanoseconds: value) }
            #expect(Self.nanoseconds(text) == value, "\(text)")
        }
    }

    @Test("sums and differences undo each other, up to the limits")
    func arithmetic() throws {
        var random = FixedRandom(seed: 13)
        for _ in 0..<2_000 {
            let seconds = Int64.random(in: Instant.firstSecond...Instant.lastSecond, using: &random)
            let start = try #require(
                Instant(seconds: seconds, nanoseconds: UInt32.random(in: 0..<1_000_000_000, using: &random)))
            let step = Int64(bitPattern: random.next())
            guard let end = start.adding(nanoseconds: step) else { continue }
            #expect(end.nanoseconds(since: start) == step)
            #expect(end.subtracting(nanoseconds: step) == start)
        }
        let first = try #require(Instant(seconds: Instant.firstSecond))
        let last = try #require(Instant(seconds: Instant.lastSecond, nanoseconds: 999_999_999))
        #expect(first.subtracting(nanoseconds: 1) == nil && last.adding(nanoseconds: 1) == nil)
        #expect(last.nanoseconds(since: first) == nil && first.nanoseconds(since: last) == nil)
        let epoch = try #require(Instant(seconds: 0))
        #expect(epoch.subtracting(nanoseconds: .min)?.nanoseconds(since: epoch) == nil)
        #expect(epoch.adding(nanoseconds: .min)?.nanoseconds(since: epoch) == .min)
    }
}

@Suite("time zones")
struct TimeZoneTests {
    static let names = [
        "US/Central", "America/St_Johns", "Australia/Sydney", "Asia/Kathmandu", "Europe/Dublin", "America/Sao_Paulo",
        "Asia/Tehran", "Pacific/Apia", "Africa/Casablanca", "Etc/GMT+5", "UTC",
    ]

    @Test("offsets of named zones agree with Foundation's from 1971 to 2120", arguments: names)
    func offsets(_ name: String) throws {
        let known = TimeZone(identifier: name)
        let zone = try #require(known)
        var random = FixedRandom(seed: 17)
        for _ in 0..<3_000 {
            let seconds = Int64.random(in: 31_536_000...4_733_510_400, using: &random)
            let offset = Array(name.utf8).withUnsafeBytes { TimeZones.offset($0, at: seconds) }
            #expect(
                offset == Int64(zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(seconds)))),
                "\(name) at \(seconds)")
        }
    }

    @Test("the clock changes in the very second")
    func changes() {
        func offset(_ name: String, _ seconds: Int64) -> Int64? {
            Array(name.utf8).withUnsafeBytes { TimeZones.offset($0, at: seconds) }
        }
        // 2024-03-10T08:00:00Z and 2024-11-03T07:00:00Z.
        #expect(offset("US/Central", 1_710_057_599) == -21_600)
        #expect(offset("US/Central", 1_710_057_600) == -18_000)
        #expect(offset("US/Central", 1_730_617_199) == -18_000)
        #expect(offset("US/Central", 1_730_617_200) == -21_600)
    }

    @Test(
        "rules of the future are read and applied",
        arguments: [
            // Rule, moment, seconds east of UTC.
            ("EST5", "2100-07-01T00:00:00Z", -18_000), ("<+0545>-5:45", "2100-01-01T00:00:00Z", 20_700),
            ("CST6CDT,M3.2.0,M11.1.0", "2100-07-01T00:00:00Z", -18_000),
            ("CST6CDT,M3.2.0,M11.1.0", "2100-12-31T23:59:59Z", -21_600),
            ("AEST-10AEDT,M10.1.0,M4.1.0/3", "2100-01-01T00:00:00Z", 39_600),
            ("AEST-10AEDT,M10.1.0,M4.1.0/3", "2100-07-01T00:00:00Z", 36_000),
            ("IST-1GMT0,M10.5.0,M3.5.0/1", "2100-01-01T00:00:00Z", 0),
            ("IST-1GMT0,M10.5.0,M3.5.0/1", "2100-07-01T00:00:00Z", 3_600),
            ("AAA0BBB,J60/0,J61/0", "2096-03-01T00:30:00Z", 3_600),
            ("AAA0BBB,59/0,60/0", "2096-02-29T00:30:00Z", 3_600),
        ] as [(String, String, Int64)])
    func rules(_ text: String, _ moment: String, _ expected: Int64) throws {
        let rule = try #require(Array(text.utf8).withUnsafeBytes { TimeZoneRule($0) })
        let instant = try #require(Array(moment.utf8).withUnsafeBytes { Instant(rfc3339: $0) })
        #expect(rule.offset(at: instant.seconds) == expected)
    }

    @Test(
        "damaged rules are refused",
        arguments: [
            "", "X5", "EST", "EST5EDT", "EST5EDT,M13.1.0,M11.1.0", "EST5EDT,M3.2.0", "EST5EDT,M3.2.0,M11.1.0,", "EST25",
        ])
    func damagedRules(_ text: String) {
        #expect(Array(text.utf8).withUnsafeBytes { TimeZoneRule($0) } == nil)
    }

    @Test("a damaged file is refused, wherever it is cut or changed, and never read beyond its end")
    func damagedFiles() throws {
        let path = "/usr/share/zoneinfo/America/St_Johns"
        guard let data = FileManager.default.contents(atPath: path) else { return }
        let file = [UInt8](data)
        for length in stride(from: 0, to: file.count - 1, by: 7) {
            // A cut in the rule's text may leave another valid rule; elsewhere nothing may be left.
            let zone = file[..<length].withUnsafeBytes { TimeZoneFile($0) }
            if length < file.count - 40 { #expect(zone == nil) }
        }
        var random = FixedRandom(seed: 19)
        for _ in 0..<2_000 {
            var damaged = file
            for _ in 0..<3 {
                damaged[Int.random(in: 0..<file.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            let zone = damaged.withUnsafeBytes { TimeZoneFile($0) }
            _ = zone?.offset(at: 0)
        }
    }
}
