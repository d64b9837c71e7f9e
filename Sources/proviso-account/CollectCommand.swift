#if Account
    import Accounts
    import ArgumentParser
    import Documents
    import Engine

    /// `proviso collect`: reads accounts into a snapshot.
    struct CollectCommand: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "collect", abstract: "Read accounts through the APIs of AWS into a snapshot.",
            discussion: """
                Only operations that read are called; `--print-policy` prints the policy that allows them. What is refused \
                stands in the snapshot, and ends the run with 2 unless --allow-partial is given. A run that was interrupted \
                goes on where it ended when it is started again with the same options.
                """)

        @OptionGroup(title: "Accounts") var account: AccountOptions

        @Option(name: .customLong("out"), help: "The snapshot; packed if the name ends with .gz.")
        var output: String?

        @Flag(help: "Print the IAM policy that allows what would be asked for, and end.")
        var printPolicy = false

        func validate() throws {
            guard printPolicy || output?.isEmpty == false else {
                throw ValidationError("Give the file to write: --out FILE.")
            }
        }

        func run() async throws {
            if printPolicy {
                let policy = ReadOnlyPolicy(
                    calls: account.calls, measures: account.measuredDays != nil,
                    organizationRole: account.organizationRole)
                print(policy.text, terminator: "")
                return
            }
            guard let output else { return }
            let code = await CollectionRun(options: account, output: output).run().code
            if code != 0 { throw ExitCode(code) }
        }
    }
#endif
