import Accounts
import Engine
import History
import Policies

/// An audit as findings of Security Hub.
struct SecurityHubFindings {
    let audit: Audit

    /// A list for `aws securityhub batch-import-findings`, which takes a hundred at a time.
    /// - SeeAlso: Security Hub User Guide, "AWS Security Finding Format"
    var text: String { JSONText.array(audit.findings.map(securityHubFinding)) + "\n" }

    private func securityHubFinding(_ tracked: TrackedFinding) -> String {
        let finding = tracked.finding
        let region =
            finding.region == "global" || finding.region.isEmpty
            ? audit.manifest.regions.first ?? "" : finding.region
        let isResolved = tracked.state == .resolved
        let partition = Self.partition(of: region)
        let product = "arn:\(partition):securityhub:\(region):\(finding.account):product/\(finding.account)/default"
        let resource = JSONText.object([
            ("Type", JSONText.quoted("Other")), ("Id", JSONText.quoted(finding.resource)),
            ("Partition", JSONText.quoted(partition)), ("Region", JSONText.quoted(region)),
        ])
        return JSONText.object([
            ("SchemaVersion", JSONText.quoted("2018-10-08")), ("Id", JSONText.quoted(finding.fingerprint)),
            ("ProductArn", JSONText.quoted(product)), ("ProductName", JSONText.quoted("Proviso")),
            ("GeneratorId", JSONText.quoted(finding.rule)), ("AwsAccountId", JSONText.quoted(finding.account)),
            (
                "Types",
                JSONText.array([JSONText.quoted("Software and Configuration Checks/AWS Security Best Practices")])
            ),
            ("FirstObservedAt", JSONText.quoted(AWSTime.text(tracked.firstSeen))),
            ("LastObservedAt", JSONText.quoted(AWSTime.text(tracked.lastSeen))),
            ("CreatedAt", JSONText.quoted(AWSTime.text(tracked.firstSeen))),
            ("UpdatedAt", JSONText.quoted(AWSTime.text(audit.time))),
            ("Severity", JSONText.object([("Label", JSONText.quoted(label(finding.severity)))])),
            ("Title", JSONText.quoted(String("\(finding.rule): \(finding.name)".prefix(256)))),
            ("Description", JSONText.quoted(String(finding.message.prefix(1024)))),
            ("Resources", JSONText.array([resource])),
            ("Compliance", JSONText.object([("Status", JSONText.quoted(isResolved ? "PASSED" : "FAILED"))])),
            ("RecordState", JSONText.quoted(isResolved ? "ARCHIVED" : "ACTIVE")),
        ])
    }

    private static func partition(of region: String) -> String {
        let known = [("cn-", "aws-cn"), ("us-gov-", "aws-us-gov"), ("eusc-", "aws-eusc")]
        return known.first { region.hasPrefix($0.0) }?.1 ?? "aws"
    }

    private func label(_ severity: String) -> String {
        severity == Severity.info.rawValue ? "INFORMATIONAL" : severity.uppercased()
    }
}
