#if Account
    import Accounts
    import Documents
    import Engine
    import History
    import Policies
    import Reports

    /// One audit of a snapshot, from judging it to the reports and the exit code.
    struct AuditRun {
        let command: AuditCommand
        let snapshot: String

        /// - Returns: the exit code.
        func run() -> Int32 {
            let console = AccountConsole()
            do throws(Diagnostic) {
                let index = try SnapshotIndex(path: snapshot)
                guard let time = index.time else {
                    throw Diagnostic(file: snapshot, message: "the snapshot does not say when it was collected")
                }
                let job = try command.policies.job(
                    snapshot: snapshot, time: time, environment: AccountEnvironment.process.variables)
                let (configured, issues) = job.configured()
                issues.forEach(console.report)
                guard let configured else { return ExitStatus.notJudged.rawValue }
                let (outcome, more) = configured.run()
                more.forEach(console.report)
                guard let outcome else { return ExitStatus.notJudged.rawValue }
                outcome.result.errors.forEach(console.report)
                for finding in outcome.result.findings where finding.verdict == .error {
                    let words = "`\(finding.rule)` cannot judge \(finding.resource.id): \(finding.message)"
                    console.report(Diagnostic(file: snapshot, message: words))
                }
                let audit = try take(outcome, index, time)
                try write(audit)
                return code(outcome.status, index.manifest)
            } catch {
                console.report(error)
                return ExitStatus.notJudged.rawValue
            }
        }

        private func code(_ status: ExitStatus, _ manifest: Manifest) -> Int32 {
            let isSeen = manifest.isComplete || command.account.allowPartial
            return isSeen || !status.isWhole ? status.rawValue : ExitStatus.notJudged.rawValue
        }

        /// Compares with the audits of the past, and takes this one down.
        private func take(_ outcome: CheckOutcome, _ index: SnapshotIndex, _ time: Int64) throws(Diagnostic) -> Audit {
            let result = outcome.result
            // Parameters and exceptions decide as well; what they change shows in the findings.
            let policies =
                result.rules.all.map { "\($0.id) \($0.severity) \($0.description ?? "")" }
                + result.findings.map { "\($0.fingerprint) \($0.verdict)" }
            let record = AuditRecord(
                time: time, snapshot: index.hash,
                policies: ContentHash.hexadecimal(of: Array(policies.joined(separator: "\n").utf8)),
                tool: Version.current, isComplete: index.manifest.isComplete, resources: index.resourceCount)
            let failures = result.findings.filter { $0.verdict == .fail && $0.status == .new }
            let undetermined = result.findings.filter { $0.verdict == .unknown || $0.verdict == .error }
            var places: Set<AuditScope.Place> = []
            for call in index.manifest.outcomes where call.status == .complete {
                for type in call.types { places.insert(.init(type: type, account: call.account, region: call.region)) }
            }
            let scope = AuditScope(
                places: places, rules: Set(result.rules.ids),
                undetermined: Set(undetermined.map { [$0.rule, $0.resource.id] }))
            // Without a history everything is seen for the first time.
            let store = try HistoryStore(path: command.history ?? ":memory:")
            let findings = try store.record(record, findings: failures.map { known($0, index) }, scope: scope)
            return Audit(manifest: index.manifest, time: time, resources: index.resourceCount, findings: findings)
        }

        private func known(_ finding: Finding, _ index: SnapshotIndex) -> KnownFinding {
            let place = index.place(type: finding.resource.type, id: finding.resource.id)
            return KnownFinding(
                fingerprint: finding.fingerprint, rule: finding.rule, severity: finding.severity.rawValue,
                type: finding.resource.type, resource: finding.resource.id, name: finding.resource.name,
                account: place?.account ?? finding.account ?? "", region: place?.region ?? "", message: finding.message,
                owner: finding.owner)
        }

        private func write(_ audit: Audit) throws(Diagnostic) {
            let targets = command.reports.isEmpty ? [AuditReportTarget(format: .text, file: nil)] : command.reports
            for target in targets {
                var text = target.format.text(of: audit)
                if let file = target.file {
                    try AuditReportTarget.write(text, to: file)
                } else {
                    text.withUTF8 { try? DescriptorSink.standardOutput.write(UnsafeRawBufferPointer($0)) }
                }
            }
        }
    }

    /// What an audit found, for reports.
    struct Audit {
        var manifest: Manifest
        /// When the snapshot was collected. Reports show no other time, so that the same snapshot gives the same bytes.
        var time: Int64
        var resources: Int
        var findings: [TrackedFinding]

        /// The findings with a state, the most severe first.
        func findings(_ state: FindingState) -> [TrackedFinding] {
            let order = Severity.allCases.map(\.rawValue)
            func rank(_ finding: TrackedFinding) -> Int { order.firstIndex(of: finding.finding.severity) ?? 0 }
            return findings.filter { $0.state == state }.sorted {
                (rank($1), $0.finding.rule, $0.finding.resource, $0.finding.fingerprint)
                    < (rank($0), $1.finding.rule, $1.finding.resource, $1.finding.fingerprint)
            }
        }
    }
#endif
