import ArgumentParser
import Documents
import Engine
import PolicyAuthoring
import Reports

/// `proviso lint-policies`: rules that cannot do what they are there for.
struct LintPoliciesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lint-policies",
        abstract: "Find rules that can never match or fail, contradict each other, or lack tests or a remedy.",
        discussion: "Exit codes: 0 nothing found, 1 findings, 2 a pack is wrong or there is none.")

    @Argument(help: "Packs and directories of packs.")
    var paths: [String]

    enum Form: String, ExpressibleByArgument, CaseIterable { case text, json }

    @Option(help: "The form of the answer: text or json.")
    var format: Form = .text

    @Option(help: "Colour: auto, always or never.")
    var color: ColorMode.Option = .auto

    func run() throws {
        let console = Console(color: color)
        let lint = PolicyLint(PolicyTestPlan(paths: paths))
        for problem in lint.problems { console.report(problem) }
        try console.print { stream in
            switch format {
            case .text: lint.writeText(to: stream, color: console.outputColor, width: console.width)
            case .json: lint.writeJSON(to: stream)
            }
        }
        if lint.status != .clean { throw ExitCode(lint.status.rawValue) }
    }
}

extension Console {
    /// Prints on standard output what `body` writes.
    func print(_ body: (ReportStream) -> Void) throws {
        let stream = ReportStream(sink: DescriptorSink.standardOutput)
        body(stream)
        do throws(Diagnostic) {
            try stream.finish()
        } catch {
            report(error)
            throw ExitCode(ExitStatus.notJudged.rawValue)
        }
    }
}
