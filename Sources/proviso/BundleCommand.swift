import ArgumentParser
import CommandOptions
import Documents
import Engine
import Policies
import Reports

/// `proviso bundle`: packs of others.
struct BundleCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bundle", abstract: "Look after the policy packs of others.", subcommands: [Lock.self])

    struct Lock: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Write the sums of the bundles that the configuration names to \(BundleLock.fileName).",
            discussion: "Exit codes: 0 written, 2 something could not be read or written.")

        @OptionGroup(title: "Configuration") var configuration: ConfigurationOptions
        @OptionGroup(title: "Output") var colors: ColorOptions

        func run() throws {
            let console = Console(color: colors.color)
            let (found, issues) = ConfigurationLoader().load(configuration.choice)
            issues.forEach(console.report)
            if issues.contains(where: { $0.severity == .error }) { throw ExitCode(ExitStatus.notJudged.rawValue) }
            do throws(Diagnostic) {
                guard let found, !found.bundles.isEmpty, let file = found.lockFile else {
                    throw Diagnostic(
                        file: Configuration.fileName, message: "no bundle is named", help: "name it under `bundles`")
                }
                let lock = try found.currentLock()
                try ReportFile(path: file).write { (sink) throws(Diagnostic) in
                    let stream = ReportStream(sink: sink)
                    stream.write(lock.text)
                    try stream.finish()
                }
            } catch {
                console.report(error)
                throw ExitCode(ExitStatus.notJudged.rawValue)
            }
        }
    }
}
