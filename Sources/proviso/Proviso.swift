import ArgumentParser
import Engine
import Policies
import Reports

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

@main
struct Proviso: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "proviso",
        abstract: "Policy as code for AWS machine-learning estates.",
        discussion: """
            Evaluates policies against templates, API output and other descriptions of resources, and prints what \
            violates them, where, and what to do.

            Exit codes: 0 nothing found, 1 findings, 2 something could not be judged, 3 only undetermined verdicts, \
            130 and 143 interrupted by a signal.

            \(AccountCommand.commands.map { "proviso \($0.name): \($0.abstract)" }.joined(separator: "\n")) These need the \
            program proviso-account beside this one.
            """,
        version: versionLine,
        subcommands: [
            CheckCommand.self,
            TestCommand.self,
            BaselineCommand.self,
            BundleCommand.self,
            ExceptionsCommand.self,
            LintPoliciesCommand.self,
            ExplainCommand.self,
            RulesCommand.self,
            DocsCommand.self,
            InitCommand.self,
            ConfigCommand.self,
            SchemaCommand.self,
            CompletionsCommand.self,
            EvalCommand.self,
            IAMCommand.self,
            UsageCommand.self,
        ])

    /// By itself, as the help takes longer to put together than all else that a start does.
    private static let versionLine = "proviso \(Version.current)"

    static func main() {
        // A reader that goes away before the end, such as `head`, is an error of the write, not the end of the process.
        signal(SIGPIPE, SIG_IGN)
        let arguments = CommandLine.arguments.dropFirst()
        if arguments.first == CheckCommand.configuration.commandName,
            let job = CheckJob(plain: Array(arguments.dropFirst()), now: CheckSettings.now)
        {
            end(CheckSettings(job).run().rawValue)
        }
        if AccountCommand.isMeant(by: arguments) {
            Console(color: .auto).report(AccountCommand.execute(Array(arguments)))
            end(ExitStatus.notJudged.rawValue)
        }
        if Array(arguments) == ["--version"] { return print(versionLine) }
        do {
            // The parser ends at `--version`, whatever stands beside it.
            if Provenance.isAsked(CommandLine.arguments.dropFirst()) { return print(Provenance.text, terminator: "") }
            var command = try parseAsRoot(EvalCommand.marked(Array(CommandLine.arguments.dropFirst())))
            try command.run()
        } catch let code as ExitCode {
            end(code.rawValue)
        } catch {
            // Help and version are no failures; the parser's own code for bad usage means something else in our table.
            let isClean = exitCode(for: error) == .success
            let text = fullMessage(for: error) + "\n"
            let sink = isClean ? DescriptorSink.standardOutput : DescriptorSink.standardError
            var bytes = text
            bytes.withUTF8 { try? sink.write(UnsafeRawBufferPointer($0)) }
            end(isClean ? ExitStatus.clean.rawValue : ExitStatus.notJudged.rawValue)
        }
    }
}

/// Inside the command, `exit` is one of its own methods.
private func end(_ code: Int32) -> Never { exit(code) }
