import Documents

/// Reads the rows that the database prints, each with the name of the question that it answers.
struct AnswerReader {
    /// The column with the name of the question.
    static let marker = "proviso_question"

    private let tags: [String]
    private(set) var report: UsageReport
    private var places: [String: Int] = [:]
    private(set) var currencies: [(code: String?, rows: Int)] = []
    private(set) var lateRows = 0
    private(set) var repeatedFiles: [(String, String)] = []
    private(set) var repeatedRows = 0
    /// Rows in other currencies than the one that was asked for.
    private(set) var leftOut: [(currency: String?, rows: Int, billed: Amount)] = []
    /// Tags that no row carries, with one that differs in nothing but its case.
    private(set) var similarTags: [String: String] = [:]

    init(_ report: UsageReport, tags: [String]) {
        self.report = report
        self.tags = tags
    }

    mutating func setCurrency(_ code: String) { report.currency = code }

    mutating func read(_ source: SourceText) throws(Diagnostic) {
        var lines = try JSONLines(source, symbols: SymbolTable())
        while let document = try lines.next() {
            guard let root = document.root, let name = root[Self.marker]?.text else { continue }
            take(AnswerRow(node: root), of: name)
        }
    }

    private mutating func take(_ row: AnswerRow, of name: String) {
        switch UsageQuestion(rawValue: name) {
        case .contents: takeContents(row)
        case .charges:
            report.charges.append(
                UsageReport.Charge(
                    type: row.text("line_type") ?? "(none)", rowCount: row.count("row_count"),
                    billed: row.amount("billed"), cost: row.amount("cost")))
        case .kinds:
            report.kinds.append(
                UsageReport.KindCost(
                    kind: row.text("kind") ?? UsageKind.other, component: row.text("component"), unit: row.text("unit"),
                    quantity: row.amount("quantity"), cost: row.amount("cost")))
        case .accounts: report.accounts.append(row.sum(by: "account"))
        case .regions: report.regions.append(row.sum(by: "region"))
        case .days: report.days.append(row.sum(by: "day"))
        case .tags: takeTag(row)
        case .resources: takeResource(row)
        case .months:
            change(row) { $0.month = row.text("month").map { ($0, row.amount("cost")) } }
        case .instances:
            guard let type = row.text("instance") else { return }
            let instance = ResourceUsage.Instance(
                type: type, hours: row.amount("hours"), cost: row.amount("cost"), rate: row.optional("rate"))
            change(row) { $0.instances.append(instance) }
        case .runs: takeRun(row)
        case .spikes:
            let spike = ResourceUsage.Spike(
                day: row.text("day") ?? "", cost: row.amount("cost"), median: row.amount("median_cost"))
            change(row) { $0.spike = spike }
        case .denied:
            report.denied.append(
                UsageReport.DeniedCost(
                    account: row.text("account"), resource: row.text("resource"), region: row.text("region"),
                    instance: row.text("instance") ?? "", hours: row.amount("hours"), cost: row.amount("cost")))
        case .transfer:
            report.transfers.append(
                UsageReport.TransferCost(
                    account: row.text("account"), region: row.text("region"), resource: row.text("resource"),
                    cost: row.amount("cost")))
        case .steady:
            report.steadyHourlyCost = row.optional("cost")
        case .coverage:
            guard let cost = row.optional("cost"), cost.value > 0, let covered = row.optional("covered") else { return }
            report.coveredShare = covered.value / cost.value
        case nil: takeFinding(row, of: name)
        }
    }

    private mutating func takeContents(_ row: AnswerRow) {
        currencies.append((row.text("currency"), row.count("row_count")))
        report.rowCount += row.count("row_count")
        report.hourlyRows += row.count("hourly_rows")
        report.namedRows += row.count("named_rows")
        lateRows += row.count("late_rows")
        let first = row.text("first_day") ?? ""
        report.firstDay = report.firstDay.isEmpty ? first : min(report.firstDay, first)
        report.lastDay = max(report.lastDay, row.text("last_day") ?? "")
    }

    private mutating func takeTag(_ row: AnswerRow) {
        guard let key = row.text("tag") else { return }
        let value = row.sum(by: "tag_value")
        if let index = report.tags.firstIndex(where: { $0.key == key }) {
            report.tags[index].values.append(value)
        } else {
            report.tags.append(UsageReport.TagCost(key: key, since: row.text("since"), values: [value]))
        }
    }

    private mutating func takeResource(_ row: AnswerRow) {
        guard let id = row.text("resource") else { return }
        var resource = ResourceUsage(
            account: row.text("account"), id: id, region: row.text("region"), cost: row.amount("cost"))
        resource.firstDay = row.text("first_day") ?? ""
        resource.lastDay = row.text("last_day") ?? ""
        resource.tags = tags.enumerated().compactMap { index, key in row.text("tag_\(index + 1)").map { (key, $0) } }
        places[row.resourceKey] = report.resources.count
        report.resources.append(resource)
    }

    private mutating func takeRun(_ row: AnswerRow) {
        let run = ResourceUsage.Run(
            usageType: row.text("usage_type") ?? "", firstDay: row.text("first_day") ?? "",
            lastDay: row.text("last_day") ?? "", days: row.count("days"), instances: row.amount("instances"),
            rate: row.optional("rate"), dailyCost: row.amount("daily_cost"))
        // A resource may have changed its instance type: the longest run counts, and of those the dearest.
        change(row) { resource in
            guard let known = resource.run, (known.days, known.dailyCost) >= (run.days, run.dailyCost) else {
                resource.run = run
                return
            }
        }
    }

    private mutating func takeFinding(_ row: AnswerRow, of name: String) {
        switch name {
        case "repeated-files":
            if let one = row.text("one"), let other = row.text("other") { repeatedFiles.append((one, other)) }
        case "repeated-rows": repeatedRows = row.count("row_count")
        case "left-out": leftOut.append((row.text("currency"), row.count("row_count"), row.amount("billed")))
        case "similar-tags":
            guard let found = row.text("tag") else { return }
            for key in tags where key != found && key.lowercased() == found.lowercased() { similarTags[key] = found }
        default: return
        }
    }

    /// Rows come in the order of the questions, so that the resources are known when more is said of them.
    private mutating func change(_ row: AnswerRow, _ body: (inout ResourceUsage) -> Void) {
        guard let place = places[row.resourceKey] else { return }
        body(&report.resources[place])
    }
}

/// One row of an answer.
private struct AnswerRow {
    let node: NodeView

    func text(_ name: String) -> String? {
        guard let member = node[name], member.kind != .null else { return nil }
        return member.text.flatMap { $0.isEmpty ? nil : $0 }
    }

    func optional(_ name: String) -> Amount? { text(name).flatMap { Amount($0) } }
    func amount(_ name: String) -> Amount { optional(name) ?? .zero }
    func count(_ name: String) -> Int { text(name).flatMap { Int($0) } ?? 0 }

    func sum(by name: String) -> UsageReport.NamedCost {
        UsageReport.NamedCost(name: text(name), cost: amount("cost"))
    }

    var resourceKey: String { "\(text("account") ?? "")\u{0}\(text("resource") ?? "")" }
}
