import Documents
import Engine

/// The last lines of the text report: what was looked at and what came of it.
struct SummarySection {
    private let palette: Palette
    private let width: Int

    init(color: ColorMode, width: Int) {
        palette = Palette(mode: color)
        self.width = max(width, 40)
    }

    func lines(of result: RunResult) -> [String] {
        let isGood =
            !result.findings.indices.contains { result.findings[$0].verdict == .fail && result.findings[$0].isDue }
            && (result.verdicts[.error] ?? 0) == 0
            && result.errors.isEmpty
        var rows = [("result", verdicts(of: result), isGood ? Style.green : .red)]
        rows.append(("checked", checked(of: result), .plain))
        for totals in CostTotals.of(result.findings) {
            let sum = Money.text(totals.total.monthly, totals.currency)
            let saving = Money.text(totals.total.avoidable, totals.currency)
            rows.append(("cost", "\(sum) a month in resources that fail, \(saving) of it avoidable", .plain))
        }
        if !result.fixed.isEmpty { rows.append(("fixed", Counting.count(result.fixed.count, "finding"), .plain)) }
        if !result.skipped.isEmpty { rows.append(("skipped", skipped(of: result), .plain)) }
        let problems = [(result.errors.count, "error"), (result.warnings.count { $0.severity == .warning }, "warning")]
            .filter { $0.0 > 0 }.map { Counting.count($0.0, $0.1) }
        if !problems.isEmpty { rows.append(("problems", problems.joined(separator: ", "), .plain)) }
        let indent = (rows.map(\.0.count).max() ?? 0) + 2
        return rows.flatMap { label, text, style in row(label, text, style: style, indent: indent) }
    }

    private func row(_ label: String, _ text: String, style: Style, indent: Int) -> [String] {
        let blank = String(repeating: " ", count: indent)
        return LineWrapping.lines(of: PrintableText.line(text), width: width - indent).enumerated().map { index, line in
            index == 0
                ? palette.paint(label + ":", style == .plain ? .strong : style) + blank.dropFirst(label.count + 1)
                    + line
                : blank + line
        }
    }

    private func verdicts(of result: RunResult) -> String {
        if result.resourceCount == 0, !result.errors.isEmpty { return "nothing could be judged" }
        func part(_ verdict: Verdict, _ word: String) -> String? {
            let count = result.verdicts[verdict] ?? 0
            return count == 0 ? nil : "\(count) \(word)"
        }
        // By position, as findings are large.
        let findings = result.findings
        let due = findings.indices.filter { findings[$0].verdict == .fail && findings[$0].isDue }
        let severities = Counting.list(due.map { findings[$0].severity })
        let known = result.knownVerdictCount
        let failing = (result.verdicts[.fail] ?? 0) - known
        let failed = failing == 0 ? nil : "\(failing) failed" + (severities.isEmpty ? "" : " (\(severities))")
        let errors = (result.verdicts[.error] ?? 0) == 0 ? nil : Counting.count(result.verdicts[.error] ?? 0, "error")
        let parts = [
            failed ?? (known == 0 ? "nothing failed" : "nothing new failed"), errors,
            known == 0 ? nil : "\(known) known", part(.unknown, "unknown"), part(.suppressed, "suppressed"),
            part(.pass, "passed"),
        ]
        return parts.compactMap(\.self).joined(separator: ", ")
    }

    private func checked(of result: RunResult) -> String {
        Counting.count(result.resourceCount, "resource") + " in " + Counting.count(result.fileCount, "file")
            + " against " + Counting.count(result.rules.count, "rule")
    }

    /// The files that were left out, counted by reason, the most frequent reason first.
    private func skipped(of result: RunResult) -> String {
        let reasons = result.skipped.grouped(by: \.reason).sorted { $0.elements.count > $1.elements.count }
        let list = reasons.map { "\($0.elements.count) \($0.key)" }.joined(separator: ", ")
        return Counting.count(result.skipped.count, "file") + " (\(list))"
    }
}
