/// Turns the rows of a report, whatever its form, into rows with the same columns.
struct UsageSource {
    let columns: ReportColumns
    let dialect: SQLDialect
    /// What stands behind `FROM`.
    let table: String
    let tags: [String]
    /// The column with the name of the file, where rows are compared between files.
    var fileColumn: String?
    /// The only currency whose rows count.
    var currency: String?

    /// Exact sums need exact numbers; ten digits behind the point are what AWS writes.
    static let number = "DECIMAL(24, 10)"

    /// Line types that are usage: the rest of a bill is fees, taxes, credits and refunds.
    static let usageTypes = ["Usage", "DiscountedUsage", "SavingsPlanCoveredUsage"]
    /// What a Savings Plan costs itself, and what of it nobody used.
    static let fees = ["SavingsPlanRecurringFee", "SavingsPlanUpfrontFee", "Purchase"]
    static let unused = "UnusedCommitment"
    static let isUsage = "line_type IN (" + usageTypes.map { "'\($0)'" }.joined(separator: ", ") + ")"

    /// The products whose rows count: SageMaker, and the fees of its Savings Plans, which are billed apart.
    static let products = ["AmazonSageMaker", "MachineLearningSavingsPlans"]

    /// Rows whose quantity is hours of instances.
    static let isHours = "lower(unit) IN ('hrs', 'hr', 'hours', 'hour') AND operation = 'RunInstance'"

    /// What never has more than one instance, as it stands in ARNs.
    static let oneInstance = ["notebook-instance", "app"]

    /// One row for each row of the report that is about SageMaker.
    var rows: String {
        let start = text(.start)
        let members: [(String, String)] =
            [
                ("account", text(.account)), ("resource", text(.resource)), ("usage_type", text(.usageType)),
                ("operation", text(.operation)), ("line_type", lineType), ("day", "substr(\(start), 1, 10)"),
                ("hour", hour(start)), ("unit", text(.unit)), ("region", text(.region)), ("currency", text(.currency)),
                ("quantity", number(.quantity)), ("cost", cost), ("billed", number(.billed)),
                ("list_cost", number(.listCost)), ("rate", number(.rate)),
                ("is_late", "CASE WHEN \(text(.billStart)) > \(start) THEN 1 ELSE 0 END"),
            ] + tags.enumerated().map { ("tag_\($0 + 1)", tag($1)) }
            + (fileColumn.map { [("file", $0), ("signature", signature)] } ?? [])
        let list = members.map { "    \($1) AS \($0)" }.joined(separator: ",\n")
        return """
            SELECT
            \(list)
            FROM \(table)
            WHERE \(condition)
            """
    }

    private var condition: String {
        let isOurs = "\(text(.product)) IN (\(Self.products.map { "'\($0)'" }.joined(separator: ", ")))"
        guard let currency, !columns.names(of: .currency).isEmpty else { return isOurs }
        return "\(isOurs) AND \(text(.currency)) = \(dialect.text(currency))"
    }

    /// The rows that `currency` leaves out, by their currency; nil where it leaves out none.
    var leftOutRows: String? {
        guard let currency, !columns.names(of: .currency).isEmpty else { return nil }
        var all = self
        all.currency = nil
        return """
            SELECT currency, count(*) AS row_count, sum(billed) AS billed FROM (\(all.rows)) usage_rows
            WHERE currency IS NULL OR currency <> \(dialect.text(currency)) GROUP BY currency ORDER BY currency
            """
    }

    /// The tags of DuckDB's maps that have one of these keys in another case; nil where no map holds any.
    func similarTags(to keys: [String]) -> String? {
        let names = keys.compactMap { key -> (key: String, list: String)? in
            switch columns.source(ofTag: key) {
            case .map(let name, _): (key, "map_keys(\(dialect.name(name)))")
            case .json(let name, _): (key, "json_keys(\(dialect.name(name)))")
            case .column, nil: nil
            }
        }
        guard let list = names.first?.list else { return nil }
        let wanted = names.map { dialect.text($0.key.lowercased()) }.joined(separator: ", ")
        return """
            SELECT DISTINCT tag FROM (
              SELECT regexp_replace(unnest(\(list)), '^user:', '') AS tag FROM \(table) WHERE \(condition)
            ) WHERE lower(tag) IN (\(wanted)) ORDER BY tag
            """
    }

    /// How many line items stand in several files; nil where nothing tells rows apart.
    var repeatedRows: String? {
        guard let fileColumn else { return nil }
        guard !columns.names(of: .item).isEmpty else { return repeatedContents(fileColumn) }
        return """
            SELECT count(*) AS row_count FROM (
              SELECT 1 FROM \(table) WHERE \(condition) AND \(text(.item)) IS NOT NULL
              GROUP BY hash(\(text(.item)), \(text(.interval)), \(text(.billStart)))
              HAVING count(DISTINCT \(fileColumn)) > 1
            )
            """
    }

    /// Rows of a resource that agree in all columns, where a report has no identity for them. A few may be chance, those of a
    /// month that came anew are not.
    private func repeatedContents(_ fileColumn: String) -> String? {
        guard !columns.names(of: .resource).isEmpty else { return nil }
        return """
            SELECT CASE WHEN count(*) > 10 THEN count(*) ELSE 0 END AS row_count FROM (
              SELECT 1 FROM (
                SELECT hash(*COLUMNS(* EXCLUDE (\(fileColumn)))) AS contents, \(fileColumn) AS file
                FROM \(table) WHERE \(condition) AND \(text(.resource)) IS NOT NULL
              ) GROUP BY contents HAVING count(DISTINCT file) > 1
            )
            """
    }

    /// The rows of a day that differ in nothing but the hour as one, with what the usage type says.
    func lines(of rows: String) -> String {
        let keys =
            ["account", "resource", "usage_type", "operation", "line_type", "day", "unit", "region", "currency"]
            + tags.indices.map { "tag_\($0 + 1)" } + (fileColumn == nil ? [] : ["file"])
        let list = keys.joined(separator: ", ")
        let signature = fileColumn == nil ? "" : ",\n        bit_xor(signature) AS signature"
        let kinds = UsageKind.all.map { "WHEN '\($0.component)' THEN '\($0.name)'" }.joined(separator: " ")
        return """
            SELECT named.*, CASE component \(kinds) ELSE '\(UsageKind.other)' END AS kind
            FROM (
              SELECT
                days.*,
                \(dialect.firstGroup(of: "usage_type", UsageKind.componentPattern)) AS component,
                \(dialect.firstGroup(of: "usage_type", UsageKind.instancePattern)) AS instance
              FROM (
                SELECT \(list),
                    count(*) AS row_count,
                    sum(CASE WHEN hour IS NOT NULL THEN 1 ELSE 0 END) AS hourly_rows,
                    sum(is_late) AS late_rows,
                    sum(quantity) AS quantity, sum(cost) AS cost, sum(billed) AS billed,
                    sum(list_cost) AS list_cost, max(rate) AS rate\(signature)
                FROM \(rows)
                GROUP BY \(list)
              ) days
            ) named
            """
    }

    /// What could be covered by Savings Plans, hour by hour.
    func hours(of rows: String) -> String {
        let component = dialect.firstGroup(of: "usage_type", UsageKind.componentPattern)
        let covered = UsageKind.coverable.map { "'\($0)'" }.joined(separator: ", ")
        return """
            SELECT hour, substr(hour, 1, 10) AS day,
                sum(CASE WHEN line_type = 'SavingsPlanCoveredUsage' THEN 0 ELSE list_cost END) AS open_cost,
                sum(list_cost) AS list_cost
            FROM \(rows)
            WHERE \(Self.isUsage) AND hour IS NOT NULL AND operation = 'RunInstance'
              AND \(component) IN (\(covered))
            GROUP BY hour
            """
    }

    /// How long a resource ran on each day: the hours of all its instances, and those of the day that they cover. What stands
    /// in several rows of an hour covers that hour once. A row about a day tells only where there is one instance.
    func clock(of rows: String) -> String {
        let isAlone = Self.oneInstance.map { "resource LIKE '%:\($0)/%'" }.joined(separator: " OR ")
        return """
            SELECT account, resource, usage_type, day, sum(quantity) AS hours, sum(cost) AS cost, max(rate) AS rate,
                sum(CASE WHEN hour IS NULL THEN CASE WHEN \(isAlone) THEN quantity ELSE 0 END
                    WHEN quantity > 1 THEN 1 ELSE quantity END) AS covered
            FROM (
              SELECT account, resource, usage_type, day, hour,
                  sum(quantity) AS quantity, sum(cost) AS cost, max(rate) AS rate
              FROM \(rows)
              WHERE \(Self.isUsage) AND \(Self.isHours) AND resource IS NOT NULL
              GROUP BY account, resource, usage_type, day, hour
            ) hours
            GROUP BY account, resource, usage_type, day
            """
    }

    /// An hour as `2026-09-01T05`; null for rows that are about more than an hour.
    private func hour(_ start: String) -> String {
        let end = text(.end)
        return "CASE WHEN substr(\(end), 12, 2) <> substr(\(start), 12, 2)"
            + " THEN concat(substr(\(start), 1, 10), 'T', substr(\(start), 12, 2)) END"
    }

    private func text(_ field: ReportField) -> String {
        let parts = columns.names(of: field).map { "NULLIF(\(dialect.cast(toText: dialect.name($0))), '')" }
        return parts.count > 1
            ? "COALESCE(\(parts.joined(separator: ", ")))" : parts.first ?? dialect.cast(toText: "NULL")
    }

    private func number(_ field: ReportField) -> String {
        columns.names(of: field).isEmpty
            ? "CAST(NULL AS \(Self.number))" : "CAST(CAST(\(text(field)) AS DOUBLE) AS \(Self.number))"
    }

    private var lineType: String {
        guard columns.form.isFocus else { return text(.lineType) }
        return """
            CASE WHEN \(text(.chargeClass)) = 'Correction' THEN 'Correction'
                  WHEN \(text(.lineType)) = 'Usage' AND \(text(.commitment)) = 'Used' THEN 'SavingsPlanCoveredUsage'
                  WHEN \(text(.lineType)) = 'Usage' AND \(text(.commitment)) = 'Unused' THEN '\(Self.unused)'
                  ELSE \(text(.lineType)) END
            """
    }

    /// What usage really cost: under a Savings Plan the unblended cost is the price on demand, which another row of the
    /// bill takes back.
    private var cost: String {
        guard !columns.form.isFocus else { return "COALESCE(\(number(.effective)), \(number(.billed)))" }
        return """
            CASE \(text(.lineType))
                  WHEN 'SavingsPlanCoveredUsage' THEN COALESCE(\(number(.planCost)), \(number(.billed)))
                  WHEN 'DiscountedUsage' THEN COALESCE(\(number(.reservedCost)), \(number(.billed)))
                  ELSE \(number(.billed)) END
            """
    }

    private func tag(_ key: String) -> String {
        let values: [String]
        switch columns.source(ofTag: key) {
        case nil: return dialect.cast(toText: "NULL")
        case .column(let name): values = [dialect.cast(toText: dialect.name(name))]
        case .map(let name, let keys): values = keys.map { dialect.element(of: dialect.name(name), $0) }
        case .json(let name, let keys): values = keys.map { dialect.element(ofJSON: dialect.name(name), $0) }
        }
        let parts = values.map { "NULLIF(\($0), '')" }
        return parts.count > 1 ? "COALESCE(\(parts.joined(separator: ", ")))" : parts[0]
    }

    /// A number that is the same for rows that say the same.
    private var signature: String {
        let fields = ReportField.allCases.flatMap { columns.names(of: $0) }
        var seen: Set<String> = []
        return "hash(" + fields.filter { seen.insert($0).inserted }.map(dialect.name).joined(separator: ", ") + ")"
    }
}
