#if Account
    import Accounts
    import Documents
    import Engine
    import Policies

    #if canImport(Glibc)
        import Glibc
    #else
        import Darwin
    #endif

    /// One run of collecting, from the options to the snapshot and the exit code.
    struct CollectionRun {
        let options: AccountOptions
        let output: String

        /// How a run ended.
        struct Ending {
            var code: Int32
            /// Whether this run wrote the snapshot, whole or in part: a file of that name may be of an earlier one.
            var hasSnapshot = false

            static let failed = Ending(code: ExitStatus.notJudged.rawValue)
        }

        func run() async -> Ending {
            let console = AccountConsole()
            do throws(Diagnostic) {
                let environment = AccountEnvironment.process
                let transport = try HTTPClientTransport(certificates: environment.variables["AWS_CA_BUNDLE"])
                let interruption = Interruption()
                let result = await interruption.watch { () async -> Result<Manifest?, Diagnostic> in
                    do throws(Diagnostic) {
                        return .success(try await collect(environment, BoundedTransport(transport), console))
                    } catch {
                        return .failure(error)
                    }
                }
                await transport.close()
                console.endProgress()
                if let number = interruption.signal {
                    console.say("interrupted: run the same command again to go on")
                    return Ending(code: 128 + number)
                }
                guard let manifest = try result.get() else { return .failed }
                console.summarize(manifest, file: output)
                let isEnough = manifest.isComplete || options.allowPartial
                return Ending(code: isEnough ? 0 : ExitStatus.notJudged.rawValue, hasSnapshot: true)
            } catch {
                console.endProgress()
                console.report(error)
                return .failed
            }
        }

        /// - Returns: nil if somebody ended the run.
        private func collect(
            _ environment: AccountEnvironment, _ transport: BoundedTransport, _ console: AccountConsole
        ) async throws(Diagnostic) -> Manifest? {
            let target = try options.target(environment)
            let meant = try await target.accounts(transport: transport)
            let accounts = meant.accounts
            for account in meant.suspended { console.say("note: account \(account) is suspended and left out") }
            let calls = options.calls
            // An organisation may change while a run is interrupted.
            let scope = Collector.scope(
                accounts: target.organizationRole.map { ["organization/\($0)"] }
                    ?? (accounts.map(\.id) + meant.unreachable.map(\.id)).sorted(),
                regions: target.regions, calls: calls, metricDays: options.measuredDays)
            let journal = try Journal(path: output + ".journal", scope: scope, now: environment.now())
            if let outdated = journal.outdated {
                console.say(
                    "note: the interrupted run is of \(AWSTime.text(outdated)), not of the last day: all is asked for anew"
                )
            }
            if journal.isResumed { console.say("going on with a run that was interrupted") }
            var collector = Collector(
                accounts: accounts, regions: target.regions, calls: calls, transport: transport, journal: journal,
                report: console.follow)
            collector.concurrency = options.concurrency
            collector.metricDays = options.measuredDays
            collector.limits.wholeSeconds = options.timeout
            collector.limits.seconds = min(collector.limits.seconds, options.timeout)
            console.budget = collector.budget
            guard try await collector.run() else { return nil }
            let manifest = try await Snapshot.write(
                journal, tool: Version.current, accounts: (accounts.map(\.id) + meant.unreachable.map(\.id)).sorted(),
                regions: target.regions, unreachable: meant.unreachable, to: output)
            for account in await journal.end(unreachable: meant.unreachable) {
                console.say("note: account \(account) was read in part: run the same command again to go on with it")
            }
            return manifest
        }
    }
#endif
