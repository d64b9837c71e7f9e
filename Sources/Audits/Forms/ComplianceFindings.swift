import Accounts
import Engine
import History
import Policies

/// An audit as Compliance Findings of the Open Cybersecurity Schema Framework, one a line.
struct ComplianceFindings {
    let audit: Audit

    /// Class 2003, Compliance Finding, of version 1.3.0.
    /// - SeeAlso: schema.ocsf.io/1.3.0/classes/compliance_finding
    var text: String { audit.findings.map { complianceFinding($0) + "\n" }.joined() }

    private static let severities = [Severity.info, .low, .medium, .high, .critical].map(\.rawValue)

    private func complianceFinding(_ tracked: TrackedFinding) -> String {
        let finding = tracked.finding
        let activity = tracked.state == .resolved ? 3 : tracked.state == .new ? 1 : 2
        let product = JSONText.object([
            ("name", JSONText.quoted("Proviso")), ("vendor_name", JSONText.quoted("Proviso")),
            ("version", JSONText.quoted(Version.current)),
        ])
        let metadata = JSONText.object([
            ("version", JSONText.quoted("1.3.0")), ("product", product),
            ("profiles", JSONText.array([JSONText.quoted("cloud")])),
        ])
        let information = JSONText.object([
            ("uid", JSONText.quoted(finding.fingerprint)), ("title", JSONText.quoted(finding.rule)),
            ("desc", JSONText.quoted(finding.message)), ("first_seen_time", String(tracked.firstSeen * 1000)),
            ("last_seen_time", String(tracked.lastSeen * 1000)),
        ])
        let isResolved = tracked.state == .resolved
        let compliance = JSONText.object([
            ("control", JSONText.quoted(finding.rule)),
            ("standards", JSONText.array([JSONText.quoted(String(finding.rule.prefix { $0 != "/" }))])),
            ("status", JSONText.quoted(isResolved ? "Pass" : "Fail")),
            ("status_id", isResolved ? "1" : "3"),
        ])
        let resource = JSONText.object([
            ("uid", JSONText.quoted(finding.resource)), ("name", JSONText.quoted(finding.name)),
            ("type", JSONText.quoted(finding.type)), ("region", JSONText.quoted(finding.region)),
            ("owner", finding.owner.map { JSONText.object([("name", JSONText.quoted($0))]) }),
        ])
        let cloud = JSONText.object([
            ("provider", JSONText.quoted("AWS")), ("region", JSONText.quoted(finding.region)),
            ("account", JSONText.object([("uid", JSONText.quoted(finding.account))])),
        ])
        return JSONText.object([
            ("category_uid", "2"), ("class_uid", "2003"), ("activity_id", String(activity)),
            ("type_uid", String(200_300 + activity)), ("time", String(audit.time * 1000)),
            ("severity_id", String((Self.severities.firstIndex(of: finding.severity) ?? 0) + 1)),
            ("status_id", isResolved ? "4" : "1"),
            ("metadata", metadata),
            ("finding_info", information), ("compliance", compliance), ("resources", JSONText.array([resource])),
            ("cloud", cloud), ("message", JSONText.quoted(finding.message)),
        ])
    }
}
