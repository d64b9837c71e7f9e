#if Account
    import Accounts
    import ArgumentParser
    import Documents
    import History

    /// `proviso history`: what the audits of the past found.
    struct HistoryCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "history", abstract: "Show the audits of the past, and how findings came and went.")

        enum Form: String, ExpressibleByArgument, CaseIterable {
            case text, csv
        }

        @Argument(help: "The history that `proviso audit --history` wrote.")
        var file: String

        @Flag(help: "List the findings of the last audit instead.")
        var findings = false

        @Option(help: "The form: text or csv.")
        var format = Form.text

        @Option(
            help: ArgumentHelp(
                "Forget audits that are older than so many days, counted from the last one.", valueName: "days"))
        var keepDays: Int?

        func validate() throws {
            guard keepDays.map({ (0...36_500).contains($0) }) ?? true else {
                throw ValidationError("--keep-days takes a number from 0 to 36500.")
            }
        }

        func run() throws {
            do throws(Diagnostic) {
                guard PathLookup.isFile(file) else {
                    throw Diagnostic(
                        file: file, message: "there is no history", help: "`proviso audit --history` makes one")
                }
                let history = try HistoryStore(path: file)
                if let keepDays, let last = try history.points().last {
                    let count = try history.prune(before: last.audit.time - Int64(keepDays) * 86_400)
                    AccountConsole().say("forgot \(count) audits")
                }
                print(findings ? list(try history.latest()) : table(try history.points()), terminator: "")
            } catch {
                AccountConsole().report(error)
                throw ExitCode(2)
            }
        }

        private static let states: [FindingState] = [.new, .reopened, .open, .resolved, .unseen]

        private func table(_ points: [HistoryStore.Point]) -> String {
            if format == .csv {
                let head = "collected,complete,resources," + Self.states.map(\.rawValue).joined(separator: ",")
                let rows = points.map { point in
                    ([AWSTime.text(point.audit.time), String(point.audit.isComplete), String(point.audit.resources)]
                        + Self.states.map { String(point.counts[$0, default: 0]) }).joined(separator: ",")
                }
                return ([head] + rows).map { $0 + "\n" }.joined()
            }
            let most = max(1, points.map(\.open).max() ?? 1)
            let rows = points.map { point in
                let bar = String(repeating: "#", count: point.open * 30 / most)
                let counts = Self.states.map { "\(point.counts[$0, default: 0]) \($0.rawValue)" }.joined(
                    separator: ", ")
                let note = point.audit.isComplete ? "" : ", not everything was seen"
                return "\(AWSTime.text(point.audit.time))  \(point.open) \(bar)\n    \(counts)\(note)\n"
            }
            return rows.isEmpty ? "no audits yet\n" : rows.joined()
        }

        private func list(_ findings: [TrackedFinding]) -> String {
            let rows = findings.map { tracked in
                let finding = tracked.finding
                return [
                    tracked.state.rawValue, finding.severity, finding.rule, finding.account, finding.region,
                    finding.resource,
                    AWSTime.text(tracked.firstSeen), AWSTime.text(tracked.lastSeen),
                ].map { text in
                    String(String.UnicodeScalarView(text.unicodeScalars.map { Excerpt.printable($0) }))
                }
            }
            let separator = format == .csv ? "," : "  "
            let head = ["state", "severity", "rule", "account", "region", "resource", "first_seen", "last_seen"]
            let lines = (format == .csv ? [head] : []) + rows
            return lines.map { cells in
                (format == .csv ? cells.map { $0.contains(",") ? "\"\($0)\"" : $0 } : cells).joined(
                    separator: separator) + "\n"
            }.joined()
        }
    }
#endif
