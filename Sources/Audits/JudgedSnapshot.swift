public import Accounts
import Documents
public import Engine
public import History
import Policies
import Resources

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
        let rules = Set(result.rules.ids)
        // What an exception or a baseline accepts still fails.
        let accepted = Set(
            result.findings.filter { $0.verdict == .suppressed || $0.status != .new }.map {
                [$0.rule, $0.livePlace?.text ?? "", $0.resource.id]
            })
        let (index, settled, isWhole) = (index, result.settled, result.errors.isEmpty)
        return AuditScope { finding in
            let place = finding.place
            // A run that ended early, or could not read something, may have passed over any of them.
            guard isWhole, rules.contains(finding.rule) else { return nil }
            guard index.holds(finding.resource, at: place) else {
                return index.lacks(finding.resource, at: place) ? .gone : nil
            }
            guard !accepted.contains([finding.rule, place.text, finding.resource]) else { return nil }
            return switch settled.outcome(rule: finding.rule, at: place, id: finding.resource) {
            case .complies: .complies
            case .fails: .failsOtherwise
            case .doesNotApply: .doesNotApply
            case nil: nil
            }
        }
    }

    private func known(_ finding: Finding) -> KnownFinding {
        KnownFinding(
            fingerprint: finding.fingerprint, rule: finding.rule, severity: finding.severity.rawValue,
            type: finding.resource.type, resource: finding.resource.id, name: finding.resource.name,
            account: finding.livePlace?.account ?? finding.account ?? "", region: finding.livePlace?.region ?? "",
            message: finding.message, owner: finding.owner,
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

extension KnownFinding {
    var place: AccountPlace { AccountPlace(type: type, account: account, region: region) }
}
