#if Account
    import Accounts
    import ArgumentParser
    import Audits
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

                Ends with 1 when there are findings, with 2 when something that was asked for was not seen or could not be \
                judged, and with 3 when --on-unknown fail is given and only undetermined verdicts are left.
                """)

        @OptionGroup(title: "Accounts") var account: AccountOptions
        @OptionGroup(title: "Policies") var policies: AuditPolicyOptions
        @OptionGroup(title: "Notification") var notification: NotificationOptions

        @Option(help: ArgumentHelp("A snapshot to judge; nothing is collected.", valueName: "file"))
        var snapshot: String?

        @Option(
            name: .customLong("out"),
            help: ArgumentHelp("Where the snapshot that is collected goes.", valueName: "file"))
        var output: String?

        @Option(
            help: ArgumentHelp(
                "The audits of the past: an SQLite file, or one in S3 as s3://bucket/key; made if it is not there.",
                valueName: "place"))
        var history: String?

        @Option(
            help: ArgumentHelp(
                "Templates, plans or Terraform files, or folders of them: says where what is deployed differs; stack=path for the template of a stack. May be repeated.",
                valueName: "path"))
        var expected: [String] = []

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
            let audit = AuditRun(command: self, snapshot: snapshot ?? output ?? "")
            guard audit.prepare() else { throw ExitCode(ExitStatus.notJudged.rawValue) }
            if let output {
                // What was collected is judged, also if it is not everything.
                let ending = await CollectionRun(options: account, output: output).run()
                guard ending.hasSnapshot else { throw ExitCode(ending.code) }
            }
            let code = await audit.run()
            if code != 0 { throw ExitCode(code) }
        }
    }
#endif
