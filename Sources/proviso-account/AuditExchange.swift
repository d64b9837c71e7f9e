#if Account
    import Accounts
    import History
    import Policies

    /// An audit for other programs.
    struct AuditExchange {
        let audit: Audit

        // MARK: JSON

        /// The form `proviso-audit/1`.
        var json: String {
            let counts = FindingState.allCases.map { state in
                (state.rawValue, Optional(String(audit.findings.count { $0.state == state })))
            }
            return JSONText.object([
                ("schema", JSONText.quoted("proviso-audit/1")),
                (
                    "tool",
                    JSONText.object([
                        ("name", JSONText.quoted("proviso")), ("version", JSONText.quoted(Version.current)),
                    ])
                ),
                ("collected", JSONText.quoted(audit.manifest.collected)), ("resources", String(audit.resources)),
                ("accounts", JSONText.array(audit.manifest.accounts.map(JSONText.quoted))),
                ("regions", JSONText.array(audit.manifest.regions.map(JSONText.quoted))),
                ("counts", JSONText.object(counts)), ("findings", JSONText.array(audit.findings.map(finding))),
                (
                    "notSeen",
                    JSONText.array(audit.manifest.outcomes.filter { $0.status != .complete }.map(\.json))
                ),
            ]) + "\n"
        }

        private func finding(_ tracked: TrackedFinding) -> String {
            let finding = tracked.finding
            return JSONText.object([
                ("state", JSONText.quoted(tracked.state.rawValue)), ("rule", JSONText.quoted(finding.rule)),
                ("severity", JSONText.quoted(finding.severity)), ("message", JSONText.quoted(finding.message)),
                ("type", JSONText.quoted(finding.type)), ("resource", JSONText.quoted(finding.resource)),
                ("name", JSONText.quoted(finding.name)), ("account", JSONText.quoted(finding.account)),
                ("region", JSONText.quoted(finding.region)), ("owner", finding.owner.map(JSONText.quoted)),
                ("firstSeen", JSONText.quoted(AWSTime.text(tracked.firstSeen))),
                ("lastSeen", JSONText.quoted(AWSTime.text(tracked.lastSeen))),
                ("days", String(tracked.age(at: audit.time))), ("fingerprint", JSONText.quoted(finding.fingerprint)),
            ])
        }

        // MARK: Security Hub

        /// A list for `aws securityhub batch-import-findings`, which takes a hundred at a time.
        /// - SeeAlso: Security Hub User Guide, "AWS Security Finding Format"
        var asff: String { JSONText.array(audit.findings.map(securityHubFinding)) + "\n" }

        private func securityHubFinding(_ tracked: TrackedFinding) -> String {
            let finding = tracked.finding
            let region =
                finding.region == "global" || finding.region.isEmpty
                ? audit.manifest.regions.first ?? "" : finding.region
            let isResolved = tracked.state == .resolved
            let product = "arn:aws:securityhub:\(region):\(finding.account):product/\(finding.account)/default"
            let resource = JSONText.object([
                ("Type", JSONText.quoted("Other")), ("Id", JSONText.quoted(finding.resource)),
                ("Partition", JSONText.quoted("aws")), ("Region", JSONText.quoted(region)),
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
                ("Workflow", JSONText.object([("Status", JSONText.quoted(isResolved ? "RESOLVED" : "NEW"))])),
                ("RecordState", JSONText.quoted(isResolved ? "ARCHIVED" : "ACTIVE")),
            ])
        }

        private func label(_ severity: String) -> String {
            severity == Severity.info.rawValue ? "INFORMATIONAL" : severity.uppercased()
        }

        // MARK: OCSF

        /// Class 2003, Compliance Finding, of version 1.3.0.
        /// - SeeAlso: schema.ocsf.io/1.3.0/classes/compliance_finding
        var ocsf: String { audit.findings.map { complianceFinding($0) + "\n" }.joined() }

        private static let severities = [Severity.info, .low, .medium, .high, .critical].map(\.rawValue)

        private func complianceFinding(_ tracked: TrackedFinding) -> String {
            let finding = tracked.finding
            let activity = tracked.state == .resolved ? 3 : tracked.state == .new ? 1 : 2
            let product = JSONText.object([
                ("name", JSONText.quoted("Proviso")), ("vendor_name", JSONText.quoted("Proviso")),
                ("version", JSONText.quoted(Version.current)),
            ])
            let information = JSONText.object([
                ("uid", JSONText.quoted(finding.fingerprint)), ("title", JSONText.quoted(finding.rule)),
                ("desc", JSONText.quoted(finding.message)), ("first_seen_time", String(tracked.firstSeen * 1000)),
                ("last_seen_time", String(tracked.lastSeen * 1000)),
            ])
            let isResolved = tracked.state == .resolved
            let compliance = JSONText.object([
                ("control", JSONText.quoted(finding.rule)), ("status", JSONText.quoted(isResolved ? "Pass" : "Fail")),
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
                ("metadata", JSONText.object([("version", JSONText.quoted("1.3.0")), ("product", product)])),
                ("finding_info", information), ("compliance", compliance), ("resources", JSONText.array([resource])),
                ("cloud", cloud), ("message", JSONText.quoted(finding.message)),
            ])
        }
    }
#endif
