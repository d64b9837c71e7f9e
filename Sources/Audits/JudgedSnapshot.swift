public import Accounts
import Documents
public import Engine
public import History
import Policies

/// What judging a snapshot gave, as a history takes it down.
public struct JudgedSnapshot: Sendable {
    public let index: SnapshotIndex
    public let result: RunResult
    /// When the snapshot was collected.
    public let time: Int64

    public init(index: SnapshotIndex, result: RunResult, time: Int64) {
        self.index = index
        self.result = result
        self.time = time
    }

    public var record: AuditRecord {
        // Parameters, exceptions and prices decide as well; what they change shows in the findings.
        let policies =
            result.rules.all.map { "\($0.id) \($0.severity) \($0.description ?? "")" }
            + result.findings.map { "\($0.fingerprint) \($0.verdict) \($0.status) \($0.cost?.monthly ?? -1)" }
        return AuditRecord(
            time: time, snapshot: index.hash,
            policies: ContentHash.hexadecimal(of: Array(policies.joined(separator: "\n").utf8)),
            tool: Version.current, isComplete: index.manifest.isComplete, resources: index.resourceCount,
            costs: costs.map {
                AuditCost(currency: $0.currency, monthly: $0.total.monthly, avoidable: $0.total.avoidable)
            })
    }

    public var costs: [CostTotals] { CostTotals.of(result.findings) }

    /// The failures that no baseline knows.
    public var findings: [KnownFinding] {
        result.findings.filter { $0.verdict == .fail && $0.status == .new }.map(known)
    }

    /// What can be found resolved: nothing that was not seen, not decided, or accepted.
    public var scope: AuditScope {
        let places = index.manifest.wholePlaces.map {
            AuditScope.Place(type: $0.type, account: $0.account, region: $0.region)
        }
        // What an exception or a baseline accepts still fails.
        let undetermined = result.findings.filter { $0.verdict != .pass && ($0.verdict != .fail || $0.status != .new) }
        return AuditScope(
            places: Set(places), rules: Set(result.rules.ids),
            undetermined: Set(undetermined.map { [$0.rule, $0.resource.id] }))
    }

    private func known(_ finding: Finding) -> KnownFinding {
        let place = index.place(type: finding.resource.type, id: finding.resource.id)
        return KnownFinding(
            fingerprint: finding.fingerprint, rule: finding.rule, severity: finding.severity.rawValue,
            type: finding.resource.type, resource: finding.resource.id, name: finding.resource.name,
            account: place?.account ?? finding.account ?? "", region: place?.region ?? "", message: finding.message,
            owner: finding.owner,
            cost: finding.cost.map {
                AuditCost(currency: $0.currency, monthly: $0.monthly, avoidable: $0.avoidable ?? 0)
            })
    }

    /// The audit, with what a history says of its findings.
    /// - Parameter points: the audits of the history in their order; those behind this one have no part in it.
    public func audit(findings: [TrackedFinding], points: [AuditPoint], drift: Drift? = nil) -> Audit {
        let record = record
        let own = points.firstIndex { $0.audit.snapshot == record.snapshot && $0.audit.policies == record.policies }
        let past = own.map { Array(points[...$0]) } ?? points.filter { $0.audit.time <= time }
        return Audit(
            manifest: index.manifest, time: time, resources: index.resourceCount, findings: findings, points: past,
            costs: costs, drift: drift)
    }
}
