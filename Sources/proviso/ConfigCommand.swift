import ArgumentParser
import CommandOptions
import Documents
import Engine
import Reports

/// `proviso config`: which configuration is in force here.
struct ConfigCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config", abstract: "Print the configuration that is in force here, each value with its origin.",
        discussion: "Exit codes: 0 the configuration is good, 2 it is not.")

    @OptionGroup(title: "Configuration") var options: ConfigurationOptions

    @Flag(help: "Print every value with the place that gives it; this is what the command does without options too.")
    var show = false

    @Option(help: "Colour: auto, always or never.")
    var color: ColorMode.Option = .auto

    func run() throws {
        let console = Console(color: color)
        let (configuration, issues) = ConfigurationLoader().loadHere(options.choice)
        issues.forEach(console.report)
        if issues.contains(where: { $0.severity == .error }) { throw ExitCode(ExitStatus.notJudged.rawValue) }
        try console.write(ConfigurationListing(configuration).text)
    }
}

extension Console {
    /// Prints a text on standard output.
    func write(_ text: String) throws {
        do throws(Diagnostic) {
            let stream = ReportStream(sink: DescriptorSink.standardOutput)
            stream.write(text)
            try stream.finish()
        } catch {
            report(error)
            throw ExitCode(ExitStatus.notJudged.rawValue)
        }
    }
}
