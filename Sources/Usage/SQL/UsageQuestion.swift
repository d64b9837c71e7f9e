/// Something that is asked of the usage of SageMaker. Each is one statement over `usage_lines`, and some
/// over another table.
public enum UsageQuestion: String, CaseIterable, Sendable {
    case contents
    case charges
    case kinds = "by-kind"
    case accounts = "by-account"
    case regions = "by-region"
    case days = "by-day"
    case tags = "by-tag"
    case resources = "by-resource"
    case months = "by-month"
    case instances = "by-instance"
    case runs = "full-days"
    case spikes
    case denied
    case transfer = "data-transfer"
    case steady
    case coverage

    /// The table that the answer needs beside `usage_lines`.
    var table: UsageTable? {
        switch self {
        case .steady, .coverage: .hours
        case .runs: .clock
        default: nil
        }
    }

    /// What is asked, in words.
    public var title: String {
        switch self {
        case .contents: "what the report holds"
        case .charges: "what was billed, by the type of the line"
        case .kinds: "the cost of usage by kind"
        case .accounts: "the cost of usage by account"
        case .regions: "the cost of usage by region"
        case .days: "the cost of usage by day"
        case .tags: "the cost of usage by the value of a tag, from the day on which a row carries it"
        case .resources: "the cost of usage by resource"
        case .months: "the month in which a resource cost most"
        case .instances: "the instance types of a resource, with their hours"
        case .runs: "the longest run of days on which a resource ran around the clock"
        case .spikes: "the day on which a resource cost most above the median of the seven days before"
        case .denied: "the cost of denied instance types"
        case .transfer: "the cost of data into and out of endpoints"
        case .steady:
            "the on-demand cost of an hour that never stops, over 14 days; null where rows are about fewer, or not about hours"
        case .coverage: "what Savings Plans cover, at on-demand prices"
        }
    }
}

/// What the rows of a report are brought to before they are asked.
enum UsageTable: String, CaseIterable, Sendable {
    case lines = "usage_lines"
    case hours = "usage_hours"
    case clock = "usage_clock"

    /// The statement that makes it of rows.
    func statement(_ source: UsageSource, of rows: String) -> String {
        switch self {
        case .lines: source.lines(of: rows)
        case .hours: source.hours(of: rows)
        case .clock: source.clock(of: rows)
        }
    }
}

/// Writes the statement of a question.
struct QuestionWriter {
    let dialect: SQLDialect
    let tags: [String]
    /// The pattern of instance types that are denied.
    let denied: String
    /// A day counts as full when so many of its hours are covered.
    var fullDay = "23.52"
    /// Days at the end of a report that are not complete yet.
    var openDays = 2

    private let usage = "FROM usage_lines WHERE " + UsageSource.isUsage
    private let isHour = UsageSource.isHours

    func statements(_ question: UsageQuestion) -> [String] {
        question == .tags ? tags.indices.map { tag($0) } : [statement(question)]
    }

    private func statement(_ question: UsageQuestion) -> String {
        switch question {
        case .contents:
            """
            SELECT currency, sum(row_count) AS row_count, sum(hourly_rows) AS hourly_rows, sum(late_rows) AS late_rows,
                sum(CASE WHEN resource IS NULL THEN 0 ELSE row_count END) AS named_rows,
                COALESCE(min(CASE WHEN \(UsageSource.isUsage) THEN day END), min(day)) AS first_day,
                COALESCE(max(CASE WHEN \(UsageSource.isUsage) THEN day END), max(day)) AS last_day
            FROM usage_lines GROUP BY currency ORDER BY currency
            """
        case .charges:
            """
            SELECT line_type, sum(row_count) AS row_count, sum(billed) AS billed, sum(cost) AS cost
            FROM usage_lines GROUP BY line_type ORDER BY line_type
            """
        case .kinds:
            """
            SELECT kind, component, unit, sum(quantity) AS quantity, sum(cost) AS cost
            \(usage) GROUP BY kind, component, unit ORDER BY kind, component, unit
            """
        case .accounts: sums(by: "account")
        case .regions: sums(by: "region")
        case .days: sums(by: "day")
        case .tags: tag(0)
        case .resources:
            """
            SELECT account, resource, max(region) AS region, sum(cost) AS cost, min(day) AS first_day,
                max(day) AS last_day\(tags.indices.map { ", max(tag_\($0 + 1)) AS tag_\($0 + 1)" }.joined())
            \(usage) AND resource IS NOT NULL GROUP BY account, resource ORDER BY cost DESC, account, resource
            """
        case .months: months
        case .instances:
            """
            SELECT account, resource, instance, sum(CASE WHEN \(isHour) THEN quantity ELSE 0 END) AS hours,
                sum(cost) AS cost, max(rate) AS rate
            \(usage) AND resource IS NOT NULL AND instance IS NOT NULL
            GROUP BY account, resource, instance ORDER BY account, resource, instance
            """
        case .runs: runs
        case .spikes: spikes
        case .denied:
            """
            SELECT account, resource, region, instance, sum(CASE WHEN \(isHour) THEN quantity ELSE 0 END) AS hours,
                sum(cost) AS cost
            \(usage) AND \(dialect.firstGroup(of: "instance", "(\(denied))")) IS NOT NULL
            GROUP BY account, resource, region, instance ORDER BY cost DESC, account, resource, region, instance
            """
        case .transfer:
            """
            SELECT account, region, resource, sum(quantity) AS quantity, sum(cost) AS cost
            \(usage) AND component = 'Hst' GROUP BY account, region, resource ORDER BY account, region, resource
            """
        case .steady:
            """
            SELECT count(usage_hours.hour) AS hours,
                CASE WHEN COALESCE(max(ends.hourly_rows), 0) = 0
                    OR max(ends.first_day) > max(ends.last_day) - \(openDays + 13) THEN NULL
                  WHEN count(usage_hours.hour) < \(14 * 24) THEN 0 ELSE min(usage_hours.open_cost) END AS cost
            FROM (
              SELECT min(\(dialect.dayNumber("day"))) AS first_day, max(\(dialect.dayNumber("day"))) AS last_day,
                  sum(hourly_rows) AS hourly_rows
              \(usage)
            ) ends
            LEFT JOIN usage_hours ON \(dialect.dayNumber("usage_hours.day"))
              BETWEEN ends.last_day - \(openDays + 13) AND ends.last_day - \(openDays)
            """
        case .coverage:
            "SELECT sum(list_cost) AS cost, sum(list_cost) - sum(open_cost) AS covered FROM usage_hours"
        }
    }

    private func sums(by column: String) -> String {
        "SELECT \(column), sum(cost) AS cost \(usage) GROUP BY \(column) ORDER BY \(column)"
    }

    private func tag(_ index: Int) -> String {
        let column = "tag_\(index + 1)"
        return """
            SELECT \(dialect.text(tags[index])) AS tag, \(column) AS tag_value, min(since) AS since, sum(cost) AS cost
            FROM usage_lines, (SELECT min(day) AS since FROM usage_lines WHERE \(column) IS NOT NULL) active
            WHERE \(UsageSource.isUsage) AND day >= since GROUP BY \(column) ORDER BY cost DESC, \(column)
            """
    }

    private var months: String {
        """
        SELECT account, resource, month, cost FROM (
          SELECT months.*, row_number() OVER (PARTITION BY account, resource ORDER BY cost DESC, month DESC) AS place
          FROM (
            SELECT account, resource, substr(day, 1, 7) AS month, sum(cost) AS cost
            \(usage) AND resource IS NOT NULL GROUP BY account, resource, substr(day, 1, 7)
          ) months
        ) ranked WHERE place = 1 ORDER BY account, resource
        """
    }

    private var runs: String {
        """
        SELECT account, resource, usage_type, first_day, last_day, days, instances, rate, daily_cost FROM (
          SELECT runs.*,
              row_number() OVER (PARTITION BY account, resource, usage_type ORDER BY days DESC, last_day DESC) AS place
          FROM (
            SELECT account, resource, usage_type, min(day) AS first_day, max(day) AS last_day, count(*) AS days,
                CAST(sum(hours) AS DOUBLE) / count(*) / 24 AS instances, max(rate) AS rate,
                CAST(sum(cost) AS DOUBLE) / count(*) AS daily_cost
            FROM (
              SELECT daily.*, \(dialect.dayNumber("day")) - row_number() OVER (
                  PARTITION BY account, resource, usage_type ORDER BY day) AS island
              FROM usage_clock daily
              WHERE covered >= \(fullDay) AND \(dialect.dayNumber("day"))
                <= (SELECT max(\(dialect.dayNumber("day"))) - \(openDays) \(usage))
            ) islands
            GROUP BY account, resource, usage_type, island
          ) runs
        ) ranked WHERE place = 1 ORDER BY days DESC, account, resource, usage_type
        """
    }

    /// The median as the middle of what is in order: every dialect has another function for it.
    private var spikes: String {
        let daily = """
            SELECT account, resource, day, \(dialect.dayNumber("day")) AS day_number, sum(cost) AS cost
                  \(usage) AND resource IS NOT NULL GROUP BY account, resource, day
            """
        return """
            SELECT account, resource, day, cost, median_cost FROM (
              SELECT medians.*, row_number() OVER (
                  PARTITION BY account, resource ORDER BY CAST(cost AS DOUBLE) - median_cost DESC, day) AS place
              FROM (
                SELECT account, resource, day, max(cost) AS cost, avg(CAST(earlier AS DOUBLE)) AS median_cost
                FROM (
                  SELECT one.account, one.resource, one.day, one.cost, other.cost AS earlier,
                      row_number() OVER (PARTITION BY one.account, one.resource, one.day ORDER BY other.cost) AS place,
                      count(*) OVER (PARTITION BY one.account, one.resource, one.day) AS days
                  FROM (
                    \(daily)
                  ) one
                  JOIN (
                    \(daily)
                  ) other ON one.account = other.account AND one.resource = other.resource
                    AND other.day_number BETWEEN one.day_number - 7 AND one.day_number - 1
                ) pairs
                WHERE days >= 3 AND 2 * place BETWEEN days AND days + 2
                GROUP BY account, resource, day
              ) medians
            ) ranked WHERE place = 1 ORDER BY account, resource
            """
    }
}
