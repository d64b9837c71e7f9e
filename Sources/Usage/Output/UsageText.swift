public import Reports
import Resources

/// The answers for people.
public struct UsageText {
    private static let longest = 10

    private let report: UsageReport
    private let stream: ReportStream
    private let width: Int

    public init(_ report: UsageReport, to stream: ReportStream, width: Int) {
        self.report = report
        self.stream = stream
        self.width = max(width, 40)
    }

    public func write() {
        let files = report.fileCount == 1 ? "1 file" : "\(report.fileCount) files"
        stream.write(
            "SageMaker, \(report.firstDay) to \(report.lastDay): \(money(report.cost)) of usage\n"
                + "(\(report.form.title), \(files), \(report.rowCount) rows)\n")
        table("By kind", merged(report.kinds.map { ($0.kind, $0.cost) }))
        table("By account", merged(report.accounts.map { ($0.name ?? "(none)", $0.cost) }))
        table("By region", merged(report.regions.map { ($0.name ?? "(none)", $0.cost) }))
        for tag in report.tags { write(tag) }
        table("By day", report.days.map { ($0.name ?? "(none)", $0.cost) }, limit: 31)
        table("Costliest resources", report.resources.map { (name(of: $0.id), $0.cost) }, share: true)
        writeRuns()
        table(
            "Denied instance types",
            report.denied.map { ("\($0.instance)  \($0.resource.map(name) ?? "(no resource)")", $0.cost) })
        table(
            "Data of endpoints",
            report.resources.compactMap { resource in
                resource.transfer.map { (name(of: resource.id) + ($0.isEstimate ? "  (estimate)" : ""), $0.cost) }
            })
        writeSteady()
        guard !report.notes.isEmpty else { return }
        stream.write("\n")
        for note in report.notes {
            for (index, line) in UsageText.wrapped(note, width: width - 6).enumerated() {
                stream.write((index == 0 ? "note: " : "      ") + line + "\n")
            }
        }
    }

    private func write(_ tag: UsageReport.TagCost) {
        table(
            "By tag `\(tag.key)`" + (tag.since.map { ", since \($0)" } ?? ""),
            tag.values.map { ($0.name ?? "(untagged)", $0.cost) })
        guard tag.cost > 0 else { return }
        let percent = Amount(100 * tag.untaggedCost / tag.cost).rounded
        stream.write("  untagged: \(percent) %\n")
    }

    private func writeRuns() {
        let runs = report.resources.compactMap { resource in resource.run.map { (resource, $0) } }
            .filter { $0.1.days > 1 }.sorted { ($0.1.days, $0.1.dailyCost) > ($1.1.days, $1.1.dailyCost) }
        guard !runs.isEmpty else { return }
        heading("Around the clock")
        for (resource, run) in runs.prefix(Self.longest) {
            let rate = run.rate.map { " at \($0.text) an hour" } ?? ""
            stream.write(
                "  \(printable(name(of: resource.id)))  \(run.days) days, \(run.firstDay) to \(run.lastDay), "
                    + "\(run.instances.text) x 24 h\(rate), \(money(run.dailyCost)) a day\n")
        }
        more(runs.count)
    }

    private func writeSteady() {
        guard let steady = report.steadyHourlyCost else { return }
        let covered = report.coveredShare.map { "; Savings Plans cover \(Amount(100 * $0).rounded) %" } ?? ""
        heading("Savings Plans")
        stream.write("  \(money(steady)) an hour never stops\(covered)\n")
    }

    private func merged(_ rows: [(String, Amount)]) -> [(String, Amount)] {
        let sums = Dictionary(rows.map { ($0.0, $0.1.value) }, uniquingKeysWith: +)
        return sums.map { ($0.key, Amount($0.value)) }.sorted { ($1.1, $0.0) < ($0.1, $1.0) }
    }

    private func heading(_ title: String) { stream.write("\n\(printable(title))\n") }

    private func table(_ title: String, _ rows: [(String, Amount)], limit: Int = Self.longest, share: Bool = false) {
        guard !rows.isEmpty else { return }
        heading(title)
        let shown = rows.prefix(limit).map { (printable($0.0), money($0.1)) }
        let label = min(shown.map(\.0.count).max() ?? 0, max(width - 24, 20))
        let amounts = shown.map(\.1.count).max() ?? 0
        for (name, amount) in shown {
            let gap = String(repeating: " ", count: max(label - name.count, 0) + amounts - amount.count + 2)
            stream.write("  \(name)\(gap)\(amount)\n")
        }
        if rows.count > limit { more(rows.count, limit) }
    }

    private func more(_ count: Int, _ limit: Int = Self.longest) {
        if count > limit { stream.write("  and \(count - limit) more: see `--format json`\n") }
    }

    private func name(of id: String) -> String {
        guard let arn = ARN(id) else { return id }
        return arn.account.isEmpty ? arn.resource : "\(arn.resource)  (\(arn.account))"
    }

    private func money(_ amount: Amount) -> String { "\(amount.rounded) \(report.currency)" }

    private func printable(_ text: String) -> String { ReportText.line(text) }

    private static func wrapped(_ text: String, width: Int) -> [String] { ReportText.wrapped(text, width: width) }
}
