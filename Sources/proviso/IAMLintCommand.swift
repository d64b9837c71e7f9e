import AccessQuestions
import ArgumentParser
import Engine
import IAM
import Policies

/// `proviso iam lint`: what is wrong with policies, or probably not meant so.
struct IAMLintCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lint", abstract: "Print what is wrong with IAM policies, or probably not meant so.",
        discussion:
            "Exit codes: 0 nothing found, 1 findings at or above --fail-on, 2 a file could not be read or holds no policy."
    )

    @Argument(help: "Files and directories to read; `-` is standard input.")
    var paths: [String]

    @Option(
        name: .customLong("as"),
        help: "What a document alone is for: identity, managed, session, scp, rcp, resource or trust.")
    var kind: Kind?

    @Option(help: "The lowest severity that counts: info, low, medium, high or critical.")
    var failOn: Severity = .medium

    @OptionGroup(title: "Output") var output: OutputOptions

    func run() throws {
        let console = Console(color: output.color)
        guard output.reports.hasPlaces(saying: console) else { throw ExitCode(ExitStatus.notJudged.rawValue) }
        let result = LintRun.run(paths, as: kind?.policyKind)
        let status = Gate(failOn: failOn).status(of: result)
        let written = output.reports.write(result, status: status, sparing: result.files, console: console)
        let final = written ? status : .notJudged
        if final != .clean { throw ExitCode(final.rawValue) }
    }

    enum Kind: String, ExpressibleByArgument, CaseIterable {
        case identity, managed, session, scp, rcp, resource, trust

        var policyKind: PolicyKind {
            switch self {
            case .identity: .identity
            case .managed: .managed
            case .session: .session
            case .scp: .serviceControl
            case .rcp: .resourceControl
            case .resource: .resource
            case .trust: .trust
            }
        }
    }
}
