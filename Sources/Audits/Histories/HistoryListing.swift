import Accounts
public import History
import Reports

/// The audits of a history, and the findings of one, as text and for other programs.
public enum HistoryListing {
    private static let states: [FindingState] = [.new, .reopened, .open, .resolved, .unseen]

    // MARK: The audits

    /// One bar for each audit.
    public static func text(_ points: [AuditPoint]) -> String {
        let most = max(1, points.map(\.open).max() ?? 1)
        let rows = points.map { point in
            let bar = String(repeating: "#", count: point.open * 30 / most)
            let counts = states.map { "\(point.counts[$0, default: 0]) \($0.rawValue)" }.joined(separator: ", ")
            let note = point.audit.isComplete ? "" : ", not everything was seen"
            let costs = point.audit.costs.map { cost in
                "    \(Money.text(cost.monthly, cost.currency)) a month, "
                    + "\(Money.text(cost.avoidable, cost.currency)) avoidable\n"
            }
            return "\(AWSTime.text(point.audit.time))  \(point.open) \(bar)\n    \(counts)\(note)\n\(costs.joined())"
        }
        return rows.isEmpty ? "no audits yet\n" : rows.joined()
    }

    public static func csv(_ points: [AuditPoint]) -> String {
        let currencies = Set(points.flatMap { $0.audit.costs.map(\.currency) }).sorted()
        let head =
            ["collected", "complete", "resources"] + states.map(\.rawValue)
            + currencies.flatMap { ["monthly_\($0)", "avoidable_\($0)"] }
        let rows = points.map { point in
            let audit = point.audit
            let costs = currencies.flatMap { currency in
                let cost = audit.costs.first { $0.currency == currency }
                return [cost.map { Money.digits($0.monthly) } ?? "", cost.map { Money.digits($0.avoidable) } ?? ""]
            }
            return [AWSTime.text(audit.time), String(audit.isComplete), String(audit.resources)]
                + states.map { String(point.counts[$0, default: 0]) } + costs
        }
        return head.joined(separator: ",") + "\r\n" + rows.map(CSVLine.text).joined()
    }

    /// The form `proviso-history/1`.
    public static func json(_ points: [AuditPoint], findings: [TrackedFinding], at time: Int64) -> String {
        JSONText.object([
            ("schema", JSONText.quoted("proviso-history/1")), ("audits", JSONText.array(points.map(json))),
            ("findings", JSONText.array(findings.map { AuditJSON.finding($0, at: time) })),
        ]) + "\n"
    }

    private static func json(_ point: AuditPoint) -> String {
        let audit = point.audit
        let counts = states.map { ($0.rawValue, Optional(String(point.counts[$0, default: 0]))) }
        let severities = point.severities.sorted { $0.key < $1.key }.map { ($0.key, Optional(String($0.value))) }
        return JSONText.object([
            ("collected", JSONText.quoted(AWSTime.text(audit.time))), ("snapshot", JSONText.quoted(audit.snapshot)),
            ("policies", JSONText.quoted(audit.policies)), ("tool", JSONText.quoted(audit.tool)),
            ("complete", audit.isComplete ? "true" : "false"), ("resources", String(audit.resources)),
            ("counts", JSONText.object(counts)), ("severities", JSONText.object(severities)),
            (
                "costs",
                JSONText.array(
                    audit.costs.map {
                        AuditJSON.amount(monthly: $0.monthly, avoidable: $0.avoidable, currency: $0.currency)
                    })
            ),
        ])
    }

    // MARK: The findings

    private static let columns = [
        "state", "severity", "rule", "account", "region", "resource", "first_seen", "last_seen",
    ]

    private static func cells(_ tracked: TrackedFinding) -> [String] {
        let finding = tracked.finding
        return [
            tracked.state.rawValue, finding.severity, finding.rule, finding.account, finding.region, finding.resource,
            AWSTime.text(tracked.firstSeen), AWSTime.text(tracked.lastSeen),
        ]
    }

    public static func text(_ findings: [TrackedFinding]) -> String {
        findings.map { cells($0).map(Plain.line).joined(separator: "  ") + "\n" }.joined()
    }

    public static func csv(_ findings: [TrackedFinding]) -> String {
        let rows = findings.map { CSVLine.text(cells($0) + [$0.resolution?.rawValue ?? ""]) }
        return (columns + ["resolution"]).joined(separator: ",") + "\r\n" + rows.joined()
    }
}
