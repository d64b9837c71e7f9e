/// When something runs, as EventBridge, its scheduler and SageMaker's monitoring write it: `rate(5 minutes)`,
/// `cron(0 7 ? * MON-FRI *)`, `at(2026-11-20T13:00:00)`, `NOW`.
///
/// - SeeAlso: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html
public struct ScheduleExpression: Hashable, Sendable {
    /// How often it runs on a day on which it runs at all; less than 1 where it skips days by a rate.
    public var runsPerDay: Double

    /// What is wrong with an expression, in words for people.
    public struct Problem: Error, Hashable, Sendable {
        public var words: String
    }

    private static let once = ["NOW"]
    private static let minutesPerDay = 1440.0
    /// The minutes of the units of a rate.
    private static let units: [String: Double] = ["minute": 1, "hour": 60, "day": minutesPerDay]

    /// The fields of a cron expression, with what their values are called.
    private static let fields: [CronField] = [
        CronField("minutes", 0...59), CronField("hours", 0...23), CronField("day of month", 1...31),
        CronField(
            "month", 1...12,
            names: ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"]),
        CronField("day of week", 1...7, names: ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"]),
        CronField("year", 1970...2199),
    ]

    public init(parsing text: String) throws(Problem) {
        if Self.once.contains(text) {
            runsPerDay = 1
        } else if let inside = Self.inside("rate", text) {
            runsPerDay = try Self.rate(inside)
        } else if let inside = Self.inside("cron", text) {
            runsPerDay = try Self.cron(inside)
        } else if Self.inside("at", text) != nil {
            runsPerDay = 1
        } else {
            throw Problem(words: "it is neither rate(...), cron(...) nor at(...)")
        }
    }

    private static func inside(_ name: String, _ text: String) -> Substring? {
        guard text.hasPrefix(name + "("), text.hasSuffix(")") else { return nil }
        return text.dropFirst(name.count + 1).dropLast()
    }

    private static func rate(_ text: Substring) throws(Problem) -> Double {
        let words = text.split(separator: " ")
        guard words.count == 2, let count = Int(words[0]), (1...1_000_000).contains(count) else {
            throw Problem(words: "a rate is a number above 0 and minutes, hours or days")
        }
        let unit = words[1].hasSuffix("s") ? words[1].dropLast() : words[1]
        guard let minutes = units[String(unit)] else {
            throw Problem(words: "`\(words[1])` is no unit of a rate; minutes, hours and days are")
        }
        return minutesPerDay / (Double(count) * minutes)
    }

    private static func cron(_ text: Substring) throws(Problem) -> Double {
        let parts = text.split(separator: " ")
        guard parts.count == fields.count else {
            throw Problem(
                words: "a cron expression has six fields (minutes, hours, day of month, month, day of week, year), "
                    + "this one has \(parts.count)")
        }
        var counts: [Int] = []
        for (field, part) in zip(fields, parts) { counts.append(try field.count(of: part)) }
        let (days, weekdays) = (parts[2], parts[4])
        guard (days == "?") != (weekdays == "?") else {
            throw Problem(words: "exactly one of day of month and day of week is `?`")
        }
        return Double(counts[0] * counts[1])
    }
}

/// One field of a cron expression.
private struct CronField: Sendable {
    let name: String
    let range: ClosedRange<Int>
    let names: [String]

    init(_ name: String, _ range: ClosedRange<Int>, names: [String] = []) {
        self.name = name
        self.range = range
        self.names = names
    }

    /// How many values a field selects.
    func count(of text: Substring) throws(ScheduleExpression.Problem) -> Int {
        var values = Set<Int>()
        for item in text.split(separator: ",", omittingEmptySubsequences: false) {
            guard let found = self.values(of: item) else {
                throw ScheduleExpression.Problem(words: "`\(text)` says nothing of the \(name)")
            }
            values.formUnion(found)
        }
        return values.count
    }

    private func values(of item: Substring) -> [Int]? {
        if item == "?" || item == "*" { return Array(range) }
        if isSingleDay(item) { return [range.lowerBound] }
        let step = item.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard step.count == 2 else { return span(of: item) }
        guard let width = Int(step[1]), width > 0, width <= range.upperBound else { return nil }
        guard step[0] != "*" else { return Array(stride(from: range.lowerBound, through: range.upperBound, by: width)) }
        guard let from = span(of: step[0]), let first = from.first else { return nil }
        let last = from.count > 1 ? from[from.count - 1] : range.upperBound
        return Array(stride(from: first, through: last, by: width))
    }

    /// `L` is the last day, `15W` the weekday nearest to a day, `6L` the last Friday, `6#3` the third one.
    private func isSingleDay(_ item: Substring) -> Bool {
        guard name.hasPrefix("day of") else { return false }
        if item == "L" || item == "LW" { return true }
        if item.last == "L" || item.last == "W" { return value(of: item.dropLast()) != nil }
        let parts = item.split(separator: "#", omittingEmptySubsequences: false)
        return parts.count == 2 && value(of: parts[0]) != nil && ["1", "2", "3", "4", "5"].contains(parts[1])
    }

    private func span(of item: Substring) -> [Int]? {
        let ends = item.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
        guard let first = value(of: ends[0]), let last = value(of: ends[ends.count - 1]) else { return nil }
        if first <= last { return Array(first...last) }
        return Array(first...range.upperBound) + Array(range.lowerBound...last)
    }

    private func value(of text: Substring) -> Int? {
        if let name = names.firstIndex(of: text.uppercased()) { return name + range.lowerBound }
        guard let number = Int(text), range.contains(number) else { return nil }
        return number
    }
}
