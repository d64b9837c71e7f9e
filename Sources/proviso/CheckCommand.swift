import ArgumentParser
import CommandOptions
import Engine
import Policies

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// `proviso check`: the gate.
struct CheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Judge resources by policies and print what violates them.")

    @Argument(help: "Files and directories to read; `-` is standard input.")
    var paths: [String] = []

    @OptionGroup(title: "Configuration") var configuration: ConfigurationOptions
    @OptionGroup(title: "Policies") var policies: PolicyOptions
    @OptionGroup(title: "Accepted findings") var acceptance: AcceptanceOptions
    @OptionGroup(title: "Changes") var changes: ChangeOptions
    @OptionGroup(title: "Input") var input: InputOptions
    @OptionGroup(title: "IAM policies beside the input") var access: AccessOptions
    @OptionGroup(title: "Deployment") var deployment: DeploymentOptions
    @OptionGroup(title: "Output") var output: OutputOptions
    @OptionGroup(title: "Exit code") var exit: ExitOptions

    @Flag(help: "Change the files so that rules with a fix are satisfied.")
    var fix = false

    @Flag(help: "Print what --fix would change, as a patch, instead of the findings.")
    var diff = false

    @Flag(
        help: """
            Read standard input line by line, each line a resource in JSON, and print findings as lines of JSON: those of one \
            account stand together, and only one account is in memory.
            """)
    var stream = false

    func validate() throws {
        if stream { return try validateStream() }
        guard !paths.isEmpty || changes.namesFiles else {
            throw ValidationError("Give at least one file or directory; `-` is standard input.")
        }
        guard !fix && !diff || !paths.contains("-") else {
            throw ValidationError("--fix and --diff change files: give some in place of `-`.")
        }
    }

    /// What needs all findings at once, or files, does not go with a stream.
    private func validateStream() throws {
        guard paths.isEmpty || paths == ["-"], !changes.namesFiles else {
            throw ValidationError("--stream reads standard input, and no files.")
        }
        guard output.targets.isEmpty else {
            throw ValidationError("--stream prints lines of JSON: it takes no --format.")
        }
        guard !fix, !diff, changes.since == nil, acceptance.baseline == nil else {
            throw ValidationError("--stream takes neither --fix, --diff, --since nor --baseline.")
        }
    }

    func run() throws {
        let status = try settings().run()
        if status != .clean { throw ExitCode(status.rawValue) }
    }

    private func settings() throws -> CheckSettings {
        var settings = CheckSettings(CheckRequest(paths: paths, now: CheckSettings.now))
        settings.job.selection = try policies.selection()
        settings.job.choice = configuration.choice
        acceptance.apply(to: &settings.job)
        settings.job.accessFiles = access.files
        changes.apply(to: &settings.job)
        input.apply(to: &settings.job.request)
        deployment.apply(to: &settings.job.request)
        settings.output = output.reports
        exit.apply(to: &settings)
        settings.isStream = stream
        settings.fixing = diff ? .show : fix ? .write : .no
        return settings
    }
}
