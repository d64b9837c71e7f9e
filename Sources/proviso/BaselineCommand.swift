import ArgumentParser
import CommandOptions
import Documents
import Engine
import Reports

/// `proviso baseline`: the findings that a repository has already, which do not make a run fail.
struct BaselineCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "baseline", abstract: "Record the findings that exist, so that only new ones fail.",
        discussion: "Exit codes: 0 done, 2 something could not be judged, read or written; nothing is written then.",
        subcommands: [Create.self, Prune.self, Show.self])

    struct Create: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Write a baseline with every finding that fails now.")

        @OptionGroup var options: JudgingOptions

        @Flag(help: "Replace the baseline that is there.")
        var force = false

        func run() throws {
            let console = options.console
            let job = try options.settings(console)
            let file = job.baseline ?? job.newBaselineFile
            if PathLookup.exists(file), !force {
                console.report(
                    Diagnostic(
                        file: file, message: "there is a baseline already",
                        help: "`proviso baseline prune` removes what is mended; `--force` starts anew"))
                throw ExitCode(ExitStatus.notJudged.rawValue)
            }
            let (result, _) = try job.judge(saying: console)
            let baseline = Baseline(result, gate: job.gate, paths: job.repository)
            try console.save(baseline, to: file)
            let isUsed = job.baseline != nil
            try console.write(
                "\(file): \(console.count(baseline.entries.count, "known finding"))\n"
                    + (isUsed ? "" : "Say `baseline: \(Baseline.fileName)` in proviso.yaml to use it.\n"))
        }
    }

    struct Prune: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Remove from the baseline what no longer arises. Nothing is ever added.")

        @OptionGroup var options: JudgingOptions

        func run() throws {
            let console = options.console
            let job = try options.settings(console)
            let (file, before) = try console.baseline(of: job)
            let (result, _) = try job.judge(saying: console)
            let after = before.pruned(by: result, gate: job.gate, paths: job.repository) { path in
                PathLookup.exists(job.repository.path(fromRoot: path))
            }
            let removed = before.entries.count - after.entries.count
            if removed > 0 { try console.save(after, to: file) }
            try console.write(
                "\(file): \(removed) removed, \(console.count(after.entries.count, "known finding")) left\n")
        }
    }

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print what the baseline holds, by file.")

        @OptionGroup(title: "Configuration") var configuration: ConfigurationOptions
        @OptionGroup(title: "Accepted findings") var acceptance: AcceptanceOptions
        @OptionGroup(title: "Output") var colors: ColorOptions

        func run() throws {
            let console = Console(color: colors.color)
            var settings = CheckSettings(CheckRequest(paths: [], now: CheckSettings.now))
            settings.job.choice = configuration.choice
            acceptance.apply(to: &settings.job)
            let (job, issues) = settings.job.configured()
            issues.forEach(console.report)
            guard let job else { throw ExitCode(ExitStatus.notJudged.rawValue) }
            let (file, baseline) = try console.baseline(of: job)
            try console.write(
                BaselineListing(baseline).text + "\(file): \(console.count(baseline.entries.count, "known finding"))\n"
            )
        }
    }
}

extension ConfiguredJob {
    /// Where a new baseline goes: beside the configuration.
    fileprivate var newBaselineFile: String {
        PathLookup.joined(configuration?.files.last.map { PathLookup.directory(of: $0) } ?? ".", Baseline.fileName)
    }
}

extension Console {
    fileprivate func count(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }

    fileprivate func baseline(of job: ConfiguredJob) throws -> (file: String, baseline: Baseline) {
        do throws(Diagnostic) {
            if let file = job.baseline, let baseline = try job.readBaseline() { return (file, baseline) }
            throw Diagnostic(
                file: Configuration.fileName, message: "no baseline is named",
                help: "say `baseline: \(Baseline.fileName)` there, or give `--baseline FILE`")
        } catch {
            report(error)
            throw ExitCode(ExitStatus.notJudged.rawValue)
        }
    }

    fileprivate func save(_ baseline: Baseline, to file: String) throws {
        do throws(Diagnostic) {
            try ReportFile(path: file).write { (sink) throws(Diagnostic) in
                let stream = ReportStream(sink: sink)
                stream.write(baseline.text)
                try stream.finish()
            }
        } catch {
            report(error)
            throw ExitCode(ExitStatus.notJudged.rawValue)
        }
    }
}
