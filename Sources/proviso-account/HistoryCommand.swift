#if Account
    import Accounts
    import ArgumentParser
    import Audits
    import Documents
    import History

    /// `proviso history`: what the audits of the past found.
    struct HistoryCommand: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "history", abstract: "Show the audits of the past, and how findings came and went.")

        enum Form: String, ExpressibleByArgument, CaseIterable {
            case text, csv, json
        }

        @Argument(help: "The history that `proviso audit --history` wrote: a file, or an object as s3://bucket/key.")
        var file: String

        @Flag(help: "List the findings of the last audit instead.")
        var findings = false

        @Option(help: "The form: text, csv or json, which has the audits and the findings of the last one.")
        var format = Form.text

        @Option(
            help: ArgumentHelp(
                "Forget audits that are older than so many days, counted from the last one.", valueName: "days"))
        var keepDays: Int?

        @OptionGroup(title: "Access to a history in S3") var account: HistoryPlaceOptions

        func validate() throws {
            guard keepDays.map({ (0...36_500).contains($0) }) ?? true else {
                throw ValidationError("--keep-days takes a number from 0 to 36500.")
            }
        }

        func run() async throws {
            let console = AccountConsole()
            do throws(Diagnostic) {
                let access = AccountAccess(options: account, environment: .process)
                let text: String
                do throws(Diagnostic) {
                    text = try await HistoryAccess(place: file, access: access, mayBegin: false).with(read)
                } catch {
                    await access.close()
                    throw error
                }
                await access.close()
                print(text, terminator: "")
            } catch {
                console.report(error)
                throw ExitCode(2)
            }
        }

        private func read(_ history: HistoryStore) throws(Diagnostic) -> String {
            var points = try history.points()
            guard let last = points.last else {
                guard format != .json else { return HistoryListing.json([], findings: [], at: 0) }
                return findings ? HistoryListing.text([TrackedFinding]()) : HistoryListing.text(points)
            }
            if let keepDays {
                let count = try history.prune(before: last.audit.time - Int64(keepDays) * 86_400)
                AccountConsole().say("forgot \(count) audits")
                points = try history.points()
            }
            let latest = findings || format == .json ? try history.latest() : []
            return switch format {
            case .text: findings ? HistoryListing.text(latest) : HistoryListing.text(points)
            case .csv: findings ? HistoryListing.csv(latest) : HistoryListing.csv(points)
            case .json: HistoryListing.json(points, findings: latest, at: last.audit.time)
            }
        }
    }
#endif
