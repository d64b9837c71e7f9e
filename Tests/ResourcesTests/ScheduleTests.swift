import Resources
import Testing

@Suite("Schedule expressions")
struct ScheduleTests {
    @Test(
        "a schedule runs as often on a day as it says",
        arguments: [
            ("rate(1 hour)", 24), ("rate(5 minutes)", 288), ("rate(1 day)", 1), ("rate(2 days)", 0.5), ("NOW", 1),
            ("at(2026-11-20T13:00:00)", 1), ("cron(0 * ? * * *)", 24), ("cron(0 7 ? * MON-FRI *)", 1),
            ("cron(0 7,19 ? * MON-FRI *)", 2), ("cron(0/15 8-17 ? * MON-FRI *)", 40), ("cron(*/30 0 1 JAN ? 2027)", 2),
            ("cron(0 0/6 * * ? *)", 4), ("cron(0 9 L * ? *)", 1), ("cron(0 9 15W * ? *)", 1),
            ("cron(0 9 ? * 6#3 *)", 1), ("cron(0 9 ? * 6L *)", 1), ("cron(0 22-2 ? * SUN *)", 5),
            ("cron(0 9 ? * MON-FRI 2026-2030)", 1),
        ] as [(String, Double)])
    func runs(text: String, perDay: Double) throws {
        #expect(try ScheduleExpression(parsing: text).runsPerDay == perDay)
    }

    @Test(
        "what no scheduler takes says what is wrong",
        arguments: [
            ("cron(21 ? * MON-FRI *)", "six fields"), ("cron(0 25 ? * * *)", "`25` says nothing of the hours"),
            ("cron(0 7 * * MON *)", "exactly one of"), ("cron(0 7 ? * ? *)", "exactly one of"),
            ("cron(0 7 ? * MON#9 *)", "day of week"), ("cron(0 7 32 * ? *)", "day of month"),
            ("cron(0 7 ? * XYZ *)", "day of week"), ("cron(0/0 7 ? * MON *)", "minutes"), ("cron()", "six fields"),
            ("cron(0 7 W * ? *)", "day of month"), ("cron(0, 7 ? * MON *)", "minutes"),
            ("cron(0 7 ? FOO MON *)", "month"), ("cron(0 7 ? * MON 1066)", "year"),
            ("rate(0 hours)", "a rate is a number above 0"), ("rate(5)", "a rate is"),
            ("rate(1 week)", "`week` is no unit"), ("rate(99999999999999999999 days)", "a rate is"),
            ("every day", "neither rate"), ("", "neither rate"), ("cron(0 7 ? * MON *", "neither rate"),
        ])
    func problems(text: String, words: String) {
        let problem = #expect(throws: ScheduleExpression.Problem.self) { try ScheduleExpression(parsing: text) }
        #expect(problem?.words.contains(words) == true, "\(problem?.words ?? "")")
    }
}
