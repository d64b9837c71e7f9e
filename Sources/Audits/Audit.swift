public import Accounts
public import Engine
public import History
import Policies

/// What an audit found, for reports.
public struct Audit: Sendable {
    public var manifest: Manifest
    /// When the snapshot was collected. Reports show no other time, so that the same snapshot gives the same bytes.
    public var time: Int64
    public var resources: Int
    public var findings: [TrackedFinding]
    /// This audit and those before it, oldest first.
    public var points: [AuditPoint]
    /// What resources with failures cost; one total for each currency.
    public var costs: [CostTotals]
    /// How what is deployed differs from what is written; nil where nobody asked.
    public var drift: Drift?

    public init(
        manifest: Manifest, time: Int64, resources: Int, findings: [TrackedFinding], points: [AuditPoint] = [],
        costs: [CostTotals] = [], drift: Drift? = nil
    ) {
        self.manifest = manifest
        self.time = time
        self.resources = resources
        self.findings = findings
        self.points = points
        self.costs = costs
        self.drift = drift
    }

    /// The findings with a state, the most severe first.
    public func findings(_ state: FindingState) -> [TrackedFinding] {
        let order = Severity.allCases.map(\.rawValue)
        func rank(_ finding: TrackedFinding) -> Int { order.firstIndex(of: finding.finding.severity) ?? 0 }
        return findings.filter { $0.state == state }.sorted {
            (rank($1), $0.finding.rule, $0.finding.resource, $0.finding.fingerprint)
                < (rank($0), $1.finding.rule, $1.finding.resource, $1.finding.fingerprint)
        }
    }

    /// What was not seen, one line for each reason.
    var gaps: [String] {
        manifest.outcomes.flatMap { outcome in
            outcome.gaps.map { gap in
                let permission = gap.permission.map { " (lacks \($0))" } ?? ""
                return "\(outcome.types.joined(separator: ", ")) in \(outcome.region) of \(outcome.account): "
                    + "\(gap.operation): \(gap.reason)\(permission)"
            }
        }
    }
}

extension FindingState {
    /// As a heading has it.
    var title: String {
        switch self {
        case .new: "new"
        case .reopened: "reopened"
        case .open: "still open"
        case .resolved: "resolved"
        case .unseen: "open before, not looked at this time"
        }
    }

    /// The order in which people want to see them.
    static let inOrder: [FindingState] = [.new, .reopened, .open, .resolved, .unseen]
}
