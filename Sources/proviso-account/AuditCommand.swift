#if Account
    import Accounts
    import ArgumentParser
    import Documents
    import Engine

    /// `proviso audit`: collects, judges, and says what is new since the last time.
    struct AuditCommand: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "audit",
            abstract: "Judge live accounts, and say what is new, what is open and what was resolved.",
            discussion: """
                Collects the accounts as `proviso collect` does, or takes a snapshot that is there, judges it by the same \
                rules as `proviso check`, and compares with the audits before it that a history holds.

                Ends with 1 when there are findings, and with 2 when something that was asked for was not seen.
                """)

        @OptionGroup(title: "Accounts") var account: AccountOptions
        @OptionGroup(title: "Policies") var policies: AuditPolicyOptions

        @Option(help: ArgumentHelp("A snapshot to judge; nothing is collected.", valueName: "file"))
        var snapshot: String?

        @Option(
            name: .customLong("out"),
            help: ArgumentHelp("Where the snapshot that is collected goes.", valueName: "file"))
        var output: String?

        @Option(
            help: ArgumentHelp("The audits of the past, an SQLite file; made if it is not there.", valueName: "file"))
        var history: String?

        @Option(
            name: .customLong("format"),
            help: ArgumentHelp(
                "A form of report, and the file to write it to. May be repeated. Forms: \(AuditFormat.names).",
                valueName: "form[=file]"))
        var reports: [AuditReportTarget] = []

        func validate() throws {
            guard (snapshot == nil) != (output == nil) else {
                throw ValidationError("Give --out FILE to collect, or --snapshot FILE to judge what was collected.")
            }
            guard reports.count(where: { $0.file == nil }) <= 1 else {
                throw ValidationError(
                    "Only one report can go to standard output; give the others a file: --format form=file.")
            }
        }

        func run() async throws {
            if let output {
                let code = await CollectionRun(options: account, output: output).run()
                // Judged all the same, unless nothing was collected.
                guard code == 0 || code == ExitStatus.notJudged.rawValue, PathLookup.isFile(output) else {
                    throw ExitCode(code)
                }
            }
            let code = AuditRun(command: self, snapshot: snapshot ?? output ?? "").run()
            if code != 0 { throw ExitCode(code) }
        }
    }
#endif
