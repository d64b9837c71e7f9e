#if Account
    import Accounts
    import Audits
    import Documents
    import Engine
    import History
    import Reports

    /// One audit of a snapshot, from judging it to the reports, the digest and the exit code.
    struct AuditRun {
        let command: AuditCommand
        let snapshot: String
        let environment = AccountEnvironment.process
        let console = AccountConsole()

        /// Looks whether an audit can be finished, before anything is collected for it: what is wrong then costs nobody time.
        /// - Returns: false if it cannot, which was said then.
        func prepare() -> Bool {
            do throws(Diagnostic) {
                try command.notification.check(environment)
                try HistoryAccess.check(command.history)
                for path in expected { try path.check() }
                // An audit of nothing reads all that decides.
                let (configured, issues) = try command.policies.job(judging: [], time: environment.now()).configured()
                let (outcome, more) = configured?.run() ?? (nil, issues)
                let errors = outcome?.result.errors ?? more
                errors.forEach(console.report)
                return errors.isEmpty
            } catch {
                console.report(error)
                return false
            }
        }

        private var expected: [ExpectedPath] { command.expected.map { ExpectedPath($0, exists: PathLookup.exists) } }

        /// - Returns: the exit code.
        func run() async -> Int32 {
            do throws(Diagnostic) {
                let index = try SnapshotIndex(path: snapshot)
                guard let time = index.time else {
                    throw Diagnostic(file: snapshot, message: "the snapshot does not say when it was collected")
                }
                guard
                    let outcome = try judge(
                        [snapshot], time: time,
                        { request in
                            request.keepsResources = !command.expected.isEmpty
                            request.keepsSettledVerdicts = true
                        })
                else { return ExitStatus.notJudged.rawValue }
                let judged = JudgedSnapshot(index: index, result: outcome.result, time: time)
                let isCompared = !command.expected.isEmpty && outcome.status.isWhole
                let drift = isCompared ? try drift(from: judged) : nil
                guard drift != nil || !isCompared else { return ExitStatus.notJudged.rawValue }
                if !isCompared, !command.expected.isEmpty {
                    console.say("note: not all that is deployed was judged: it is not compared with what is written")
                }
                let access = AccountAccess(options: command.account, environment: environment)
                var status = code(outcome.status, index.manifest)
                do throws(Diagnostic) {
                    let (findings, points) = try await HistoryAccess(place: command.history, access: access)
                        .with { (store) throws(Diagnostic) in
                            let findings = try store.record(
                                judged.record, findings: judged.findings, scope: judged.scope)
                            return (findings, try store.points())
                        }
                    let audit = judged.audit(findings: findings, points: points, drift: drift)
                    try write(audit)
                    if try await !command.notification.send(AuditDigest(audit), access: access, console: console) {
                        status = ExitStatus.notJudged.rawValue
                    }
                } catch {
                    await access.close()
                    throw error
                }
                await access.close()
                return command.policies.gate.exitZero && status == ExitStatus.findings.rawValue ? 0 : status
            } catch {
                console.report(error)
                return ExitStatus.notJudged.rawValue
            }
        }

        private func code(_ status: ExitStatus, _ manifest: Manifest) -> Int32 {
            let isSeen = manifest.isComplete || command.account.allowPartial
            return isSeen || !status.isWhole ? status.rawValue : ExitStatus.notJudged.rawValue
        }

        // MARK: Judging

        /// - Returns: nil if nothing could be judged, which was said then.
        private func judge(
            _ paths: [String], time: Int64, _ keep: (inout CheckRequest) -> Void
        ) throws(Diagnostic) -> CheckOutcome? {
            var job = try command.policies.job(judging: paths, time: time)
            keep(&job.request)
            let (configured, issues) = job.configured()
            issues.forEach(console.report)
            guard let configured else { return nil }
            let (outcome, more) = configured.run()
            more.forEach(console.report)
            guard let outcome else { return nil }
            outcome.result.errors.forEach(console.report)
            for finding in outcome.result.findings where finding.verdict == .error {
                let words = "`\(finding.rule)` cannot judge \(finding.resource.id): \(finding.message)"
                console.report(Diagnostic(file: finding.file, message: words))
            }
            return outcome
        }

        /// Compares with what is written.
        /// - Returns: nil if that cannot be judged, which was said then.
        private func drift(from judged: JudgedSnapshot) throws(Diagnostic) -> Drift? {
            let expected = expected
            let code = try judge(expected.map(\.path), time: judged.time) { request in
                request.keepsResources = true
                request.includesPasses = true
            }
            guard let code, code.status.isWhole else { return nil }
            return Drift(live: judged.result, code: code.result, expected: expected, index: judged.index)
        }

        // MARK: Reports

        private func write(_ audit: Audit) throws(Diagnostic) {
            let targets = command.reports.isEmpty ? [AuditReportTarget(format: .text, file: nil)] : command.reports
            for target in targets {
                var text = target.format.text(of: audit)
                if let file = target.file {
                    try AuditFile.write(Array(text.utf8), to: file)
                } else {
                    text.withUTF8 { try? DescriptorSink.standardOutput.write(UnsafeRawBufferPointer($0)) }
                }
            }
        }
    }
#endif
