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
        private struct Progress {
            var calls = 0
            var finished = 0
            var resources = 0
            var began = AWSTime.now
            var budget: RetryBudget?
            var isShown = false
        }

        private let progress = Mutex(Progress())
        private let isTerminal = isatty(STDERR_FILENO) == 1

        /// What counts the requests of the run.
        var budget: RetryBudget? {
            get { progress.withLock { $0.budget } }
            set { progress.withLock { $0.budget = newValue } }
        }

        /// Takes note of an event, and shows it on a terminal.
        @Sendable func follow(_ event: Collector.Event) {
            let line = progress.withLock { progress in
                switch event {
                case .began(let calls): progress.calls = calls
                case .finished: progress.finished += 1
                case .saw(let resources): progress.resources += resources
                case .measuring: break
                }
                progress.isShown = isTerminal
                return text(of: progress)
            }
            if case .measuring(let metrics) = event, metrics > 0 { note(metrics) }
            if isTerminal { Self.put("\r\u{1B}[K\(line)") }
        }

        /// AWS takes money for metrics: whoever pays is told before.
        private func note(_ metrics: Int) {
            endProgress()
            say("asking CloudWatch for \(metrics) metrics, at about 0.01 USD for each thousand")
        }

        private func text(of progress: Progress) -> String {
            let seconds = AWSTime.now - progress.began
            let left =
                progress.finished > 0
                ? seconds * Int64(progress.calls - progress.finished) / Int64(progress.finished) : 0
            let time = progress.finished > 2 && left > 5 ? ", about \(left) s left" : ""
            return "collecting: \(progress.finished) of \(progress.calls) lists, \(progress.resources) resources\(time)"
        }

        /// Clears the line that shows the progress.
        func endProgress() {
            let isShown = progress.withLock { progress in
                defer { progress.isShown = false }
                return progress.isShown
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
