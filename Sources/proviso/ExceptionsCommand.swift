public import ArgumentParser
import Documents
import Engine
public import Reports

/// `proviso exceptions`: who answers for which findings.
struct ExceptionsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "exceptions", abstract: "Look at the findings that somebody answers for.",
        subcommands: [Report.self])

    struct Report: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print every exception with what it does now and until when.",
            discussion: "Exit codes: 0 printed, 2 something could not be read or judged.")

        @OptionGroup var options: JudgingOptions

        @Option(help: "The form of the report: text, json, markdown or csv.")
        var format: ExceptionReport.Format = .text

        func run() throws {
            let console = options.console
            let job = try options.settings(console)
            guard !job.exceptions.isEmpty else {
                console.report(
                    Diagnostic(
                        file: Configuration.fileName, message: "no file of exceptions is named",
                        help: "say `exceptions: exceptions.yaml` there, or give `--exceptions FILE`"))
                throw ExitCode(ExitStatus.notJudged.rawValue)
            }
            let (_, uses) = try job.judge(saying: console)
            let report = ExceptionReport(ExceptionListing(uses, today: job.today), format: format)
            try console.print { report.write(to: $0) }
        }
    }
}

extension ExceptionReport.Format: ExpressibleByArgument {}
