#if Account
    import Accounts
    import Documents
    import Reports
    import Synchronization

    #if canImport(Glibc)
        import Glibc
    #else
        import Darwin
    #endif

    /// What the person in front of the terminal sees of a run; everything goes to standard error.
    final class AccountConsole: Sendable {
        private struct State {
            var progress = CollectionProgress()
            var budget: RetryBudget?
            var isShown = false
        }

        private let state = Mutex(State())
        private let isTerminal = isatty(STDERR_FILENO) == 1
        /// Seconds between two lines: a terminal shows one that changes, anything else keeps them all.
        private var interval: Double { isTerminal ? 0.1 : 15 }

        /// What counts the requests of the run.
        var budget: RetryBudget? {
            get { state.withLock { $0.budget } }
            set { state.withLock { $0.budget = newValue } }
        }

        /// Takes note of an event, and shows how far the run has come.
        @Sendable func follow(_ event: Collector.Event) {
            if case .measuring(let metrics) = event, metrics > 0 { note(metrics) }
            let line = state.withLock { state -> String? in
                state.progress.take(event)
                guard let line = state.progress.line(every: interval, state.budget) else { return nil }
                state.isShown = isTerminal
                return line
            }
            if let line { Self.put(isTerminal ? "\r\u{1B}[K\(line)" : line + "\n") }
        }

        /// AWS takes money for metrics: whoever pays is told before.
        private func note(_ metrics: Int) {
            endProgress()
            say("asking CloudWatch for \(metrics) metrics, at about 0.01 USD for each thousand")
        }

        /// Clears the line that shows the progress.
        func endProgress() {
            let isShown = state.withLock { state in
                defer { state.isShown = false }
                return state.isShown
            }
            if isShown { Self.put("\r\u{1B}[K") }
        }

        /// Whoever cannot read standard error cannot be told so.
        private static func put(_ text: String) {
            var text = text
            text.withUTF8 { try? DescriptorSink.standardError.write(UnsafeRawBufferPointer($0)) }
        }

        func say(_ text: String) { Self.put(text + "\n") }

        func report(_ diagnostic: Diagnostic) {
            Self.put(DiagnosticRenderer(color: .never, width: 80).render(diagnostic) + "\n")
        }

        /// Says what was collected, what was not, and which permissions are lacking.
        func summarize(_ manifest: Manifest, file: String) {
            for outcome in manifest.outcomes where outcome.status != .complete {
                for gap in outcome.gaps {
                    let place = "\(outcome.account) \(outcome.region)"
                    let about = gap.resources > 0 ? " for \(gap.resources) resources" : ""
                    let what = outcome.status == .refused ? "not seen" : "seen in part"
                    say("warning: \(what): \(outcome.types.joined(separator: ", ")) in \(place)")
                    say("         \(outcome.service) \(gap.operation)\(about): \(gap.reason)")
                }
            }
            let lacking = manifest.lackingPermissions
            if !lacking.isEmpty { say("lacking permissions: \(lacking.joined(separator: ", "))") }
            let count = manifest.outcomes.reduce(0) { $0 + $1.resources }
            let complete = manifest.outcomes.count { $0.status == .complete }
            say("collected: \(count) resources by \(complete) of \(manifest.outcomes.count) lists into \(file)")
        }
    }
#endif
