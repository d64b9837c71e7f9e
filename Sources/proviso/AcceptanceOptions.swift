import ArgumentParser
import CommandOptions
import Engine

/// Which change is judged, where only that counts.
struct ChangeOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Judge the change since a branch, tag or commit: only what is new fails, by the policies of its start.",
            valueName: "ref"))
    var since: String?

    @Flag(name: .customLong("staged"), help: "Judge what the next commit changes, as git's index has it.")
    var isStaged = false

    /// Whether the change says what to read.
    var namesFiles: Bool { since != nil || isStaged }

    func validate() throws {
        if since?.isEmpty == true { throw ValidationError("Give --since a branch, a tag or a commit.") }
    }

    func apply(to job: inout CheckJob) {
        job.since = since
        job.isStaged = isStaged
        if since != nil, !isStaged, job.request.paths.isEmpty { job.request.paths = ["."] }
    }
}

/// What `check` and the commands around it have in common: what is judged, and by what.
struct JudgingOptions: ParsableArguments {
    @Argument(help: "Files and directories to read.")
    var paths: [String] = ["."]

    @OptionGroup(title: "Configuration") var configuration: ConfigurationOptions
    @OptionGroup(title: "Policies") var policies: PolicyOptions
    @OptionGroup(title: "Accepted findings") var acceptance: AcceptanceOptions
    @OptionGroup(title: "Input") var input: InputOptions
    @OptionGroup(title: "IAM policies beside the input") var access: AccessOptions
    @OptionGroup(title: "Deployment") var deployment: DeploymentOptions
    @OptionGroup(title: "Output") var colors: ColorOptions

    var console: Console { Console(color: colors.color) }

    func settings(_ console: Console) throws -> ConfiguredJob {
        var settings = CheckSettings(CheckRequest(paths: paths, now: CheckSettings.now))
        settings.job.selection = try policies.selection()
        settings.job.choice = configuration.choice
        acceptance.apply(to: &settings.job)
        settings.job.accessFiles = access.files
        input.apply(to: &settings.job.request)
        deployment.apply(to: &settings.job.request)
        let (configured, issues) = settings.job.configured()
        issues.forEach(console.report)
        guard var configured, configured.readAccess(saying: console) else {
            throw ExitCode(ExitStatus.notJudged.rawValue)
        }
        return configured
    }
}

extension ConfiguredJob {
    /// Judges, and says on standard error what stands in the way.
    func judge(saying console: Console) throws -> (result: RunResult, uses: [ExceptionList.Use]) {
        let (judged, issues) = judge()
        issues.forEach(console.report)
        guard let judged else { throw ExitCode(ExitStatus.notJudged.rawValue) }
        judged.result.errors.forEach(console.report)
        // Half a run must not decide what is known.
        guard judged.result.errors.isEmpty, judged.result.verdicts[.error] == nil else {
            for finding in judged.result.findings where finding.verdict == .error {
                console.report(.init(file: finding.file, region: finding.region, message: finding.message))
            }
            throw ExitCode(ExitStatus.notJudged.rawValue)
        }
        return judged
    }
}
