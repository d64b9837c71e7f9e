import Accounts
import Engine
import History
import Reports

/// An audit as tables: Markdown and CSV.
struct AuditTables {
    let audit: Audit

    var markdown: String {
        var lines = ["# Audit", "", audit.heading, ""]
        for section in audit.sections {
            lines += [
                "## \(section.title.prefix(1).uppercased())\(section.title.dropFirst()): \(section.findings.count)",
                "",
                "| severity | rule | resource | account | region | owner | days | finding |",
                "|---|---|---|---|---|---|---|---|",
            ]
            for tracked in section.findings {
                let finding = tracked.finding
                let cells = [
                    finding.severity, finding.rule, finding.name, finding.account, finding.region,
                    finding.owner ?? "",
                    String(tracked.age(at: audit.time)), finding.message,
                ]
                lines.append("| \(cells.map(cell).joined(separator: " | ")) |")
            }
            lines.append("")
        }
        lines += audit.costs.flatMap { ["Cost: \(cell($0.sentence)).", ""] }
        if let drift = audit.drift { lines += driftLines(drift) }
        if !audit.gaps.isEmpty { lines += ["## Not seen", ""] + audit.gaps.map { "- \(cell($0))" } + [""] }
        return lines.joined(separator: "\n")
    }

    private static let columns = [
        "state", "severity", "rule", "account", "region", "type", "resource", "name", "owner", "first_seen",
        "last_seen", "resolution", "days", "monthly_cost", "avoidable_cost", "currency", "message",
    ]

    var csv: String {
        let rows = audit.findings.map { tracked in
            let finding = tracked.finding
            let cost = finding.cost
            return CSVLine.text([
                tracked.state.rawValue, finding.severity, finding.rule, finding.account, finding.region, finding.type,
                finding.resource, finding.name, finding.owner ?? "", AWSTime.text(tracked.firstSeen),
                AWSTime.text(tracked.lastSeen), tracked.resolution?.rawValue ?? "",
                String(tracked.age(at: audit.time)),
                cost.map { Money.digits($0.monthly) } ?? "", cost.map { Money.digits($0.avoidable) } ?? "",
                cost?.currency ?? "", finding.message,
            ])
        }
        // Names without quotation marks, as programs look for them.
        return Self.columns.joined(separator: ",") + "\r\n" + rows.joined()
    }

    private func driftLines(_ drift: Drift) -> [String] {
        var lines = ["## Code and accounts", "", "\(cell(DriftText(drift: drift).summary)).", ""]
        for kind in Drift.Kind.allCases {
            let items = drift.items(kind)
            guard !items.isEmpty else { continue }
            lines += [
                "### \(kind.title.prefix(1).uppercased())\(kind.title.dropFirst()): \(items.count)", "",
                "| severity | rule | resource | account | region | code | finding |", "|---|---|---|---|---|---|---|",
            ]
            for item in items {
                let cells = [
                    item.severity, item.rule, item.live?.name ?? item.code.name, item.live?.account ?? "",
                    item.live?.region ?? "", item.code.words, item.message,
                ]
                lines.append("| \(cells.map(cell).joined(separator: " | ")) |")
            }
            lines.append("")
        }
        for (title, resources) in [("Not in code", drift.notInCode), ("Perhaps in code", drift.doubtful)]
        where !resources.isEmpty {
            lines += [
                "### \(title): \(resources.count)", "", "| type | resource | account | region | findings |",
                "|---|---|---|---|---|",
            ]
            lines += resources.map { resource in
                let cells = [
                    resource.type, resource.name, resource.account, resource.region, String(resource.findings),
                ]
                return "| \(cells.map(cell).joined(separator: " | ")) |"
            }
            lines.append("")
        }
        if !drift.notSeen.isEmpty {
            lines += ["### Written, and not known whether deployed: \(drift.notSeen.count)", ""]
            lines += drift.notSeen.map { "- \(cell($0.words))" } + [""]
        }
        return lines
    }

    private func cell(_ text: String) -> String {
        Plain.line(text).map { "|<>*_`[]\\".contains($0) ? "\\\($0)" : String($0) }.joined()
    }
}

/// A line of a table for spreadsheets.
enum CSVLine {
    static func text(_ cells: [String]) -> String { cells.map(field).joined(separator: ",") + "\r\n" }

    /// A spreadsheet takes what begins with these marks for a formula.
    private static func field(_ text: String) -> String {
        let guarded = text.first.map { "=+-@\t\r".contains($0) } ?? false ? "'" + text : text
        return "\"" + guarded.map { $0 == "\"" ? "\"\"" : String($0) }.joined() + "\""
    }
}
