extension Library {
    /// Timestamps and durations: their conversions and fields. Their arithmetic is that of the operators.
    ///
    /// The overloads are those of the standard library, of which this is a part.
    public static let time = Library(
        name: "time",
        functions: [
            Function("timestamp") {
                [
                    .global("timestamp_to_timestamp", [.timestamp], .timestamp, .unary { $1 }),
                    .global("string_to_timestamp", [.string], .timestamp, .unary(TimeFunctions.timestampOfText)),
                    .global("int64_to_timestamp", [.int], .timestamp, .unary(TimeFunctions.timestampOfSeconds)),
                ]
            },
            Function("duration") {
                [
                    .global("duration_to_duration", [.duration], .duration, .unary { $1 }),
                    .global("string_to_duration", [.string], .duration, .unary(TimeFunctions.durationOfText)),
                    .global("int64_to_duration", [.int], .duration, .unary { .duration(nanoseconds: $1.integer) }),
                ]
            },
            Function("int") {
                [
                    .global("timestamp_to_int64", [.timestamp], .int, .unary { .int($1.seconds) }),
                    .global("duration_to_int64", [.duration], .int, .unary { .int($1.nanoseconds) }),
                ]
            },
            Function("string") {
                [
                    .global("timestamp_to_string", [.timestamp], .string, .unary(TimeFunctions.text)),
                    .global("duration_to_string", [.duration], .string, .unary(TimeFunctions.text)),
                ]
            },
        ]
            + TimeFunctions.fields.map { field in
                Function(field.name) {
                    var overloads: [Overload] = [
                        .member(
                            "timestamp_to_\(field.id)", [.timestamp], .int,
                            .unary { TimeFunctions.read(field, of: $1, offset: 0) }),
                        .member(
                            "timestamp_to_\(field.id)_with_tz", [.timestamp, .string], .int,
                            .binary { TimeFunctions.read(field, $0, of: $1, zone: $2) }),
                    ]
                    if let (id, count) = field.ofDuration {
                        overloads.append(
                            .member("duration_to_\(id)", [.duration], .int, .unary { .int(count($1.nanoseconds)) }))
                    }
                    return overloads
                }
            })
}

/// The functions of the `time` library.
enum TimeFunctions {
    /// Nanoseconds.
    static let second: Int64 = 1_000_000_000

    /// A part of a date, and the function that reads it.
    struct Field: Sendable {
        let name: String
        /// Part of the ids of its overloads.
        let id: String
        let read: @Sendable (CalendarTime, UInt32) -> Int64
        /// The function of the same name on durations: how many whole units they have.
        var ofDuration: (id: String, count: @Sendable (Int64) -> Int64)?
    }

    static let fields = [
        Field(name: "getFullYear", id: "year") { time, _ in time.year },
        Field(name: "getMonth", id: "month") { time, _ in time.month - 1 },
        Field(name: "getDate", id: "day_of_month_1_based") { time, _ in time.day },
        Field(name: "getDayOfMonth", id: "day_of_month") { time, _ in time.day - 1 },
        Field(name: "getDayOfYear", id: "day_of_year") { time, _ in time.dayOfYear },
        Field(name: "getDayOfWeek", id: "day_of_week") { time, _ in time.dayOfWeek },
        Field(
            name: "getHours", id: "hours", read: { time, _ in time.hour },
            ofDuration: ("hours", { $0 / (3_600 * second) })),
        Field(
            name: "getMinutes", id: "minutes", read: { time, _ in time.minute },
            ofDuration: ("minutes", { $0 / (60 * second) })),
        Field(
            name: "getSeconds", id: "seconds", read: { time, _ in time.second },
            ofDuration: ("seconds", { $0 / second })),
        // Of a duration too this is a part, not a total: the one field for which the specification says so.
        Field(
            name: "getMilliseconds", id: "milliseconds", read: { _, nanoseconds in Int64(nanoseconds / 1_000_000) },
            ofDuration: ("milliseconds", { $0 % second / 1_000_000 })),
    ]

    /// - Parameter offset: seconds east of UTC.
    static func read(_ field: Field, of timestamp: Val, offset: Int64) -> Val {
        guard let instant = Instant(timestamp) else { return .error(.invalidArgument) }
        return .int(field.read(CalendarTime(seconds: instant.seconds + offset), instant.nanoseconds))
    }

    static func read(_ field: Field, _ frame: FramePointer, of timestamp: Val, zone: Val) -> Val {
        let offset = TimeZones.offset(zone.text, at: timestamp.seconds)
        frame.charge(TimeZones.steps(isFound: offset != nil))
        guard let offset else {
            return frame.invalidArgument(
                "unknown time zone \(FramePointer.quoted(zone.text)): expected a name such as `Europe/Paris`, or `+01:00`"
            )
        }
        return read(field, of: timestamp, offset: offset)
    }

    @Sendable
    static func timestampOfText(_ frame: FramePointer, _ text: Val) -> Val {
        Instant(rfc3339: text.text)?.value
            ?? frame.invalidConversion(
                of: text.text,
                "is not a timestamp: expected RFC 3339 in the years 1 to 9999, such as `2024-05-01T00:00:00Z`")
    }

    @Sendable
    static func timestampOfSeconds(_ frame: FramePointer, _ seconds: Val) -> Val {
        Instant(seconds: seconds.integer)?.value ?? .error(.overflow)
    }

    @Sendable
    static func durationOfText(_ frame: FramePointer, _ text: Val) -> Val {
        DurationText.nanoseconds(text.text).map { .duration(nanoseconds: $0) }
            ?? frame.invalidConversion(
                of: text.text,
                "is not a duration of up to 292 years: expected numbers with units, such as `1h30m` or `1.5s`")
    }

    @Sendable
    static func text(_ frame: FramePointer, _ value: Val) -> Val {
        frame.string { _ = $0.append(scalar: value) }
    }
}
