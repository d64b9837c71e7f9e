import ArgumentParser
import CommandOptions
import Engine
import Policies
import PolicyAuthoring
import Reports

/// `proviso rules`: which rules there are.
struct RulesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rules", abstract: "List the rules that a check would use here.",
        discussion: "Exit codes: 0, or 2 when the configuration or a pack is wrong.")

    enum Form: String, ExpressibleByArgument, CaseIterable { case text, json }

    @Option(help: "Only rules of this severity or a higher one.")
    var severity: Severity = .info

    @Option(help: "Only rules that are about this resource type.")
    var type: String?

    @Flag(help: "Only rules with a fix.")
    var fixable = false

    @Option(help: "The form of the answer: text or json.")
    var format: Form = .text

    @OptionGroup(title: "Configuration") var configuration: ConfigurationOptions
    @OptionGroup(title: "Policies") var policies: PolicyOptions

    func run() throws {
        let console = Console(color: .auto)
        let set = try console.policies(policies.selection(), configuration.choice)
        let rules = set.rules.filter { rule in
            rule.rule.severity >= severity && (type.map { rule.applies(toType: $0) } ?? true)
                && (!fixable || rule.rule.fix != nil)
        }
        try console.print { stream in
            let list = RuleList(rules, of: set)
            switch format {
            case .text: list.writeText(to: stream)
            case .json: list.writeJSON(to: stream)
            }
        }
    }
}

extension Console {
    /// The policies that a check would use here, or the end of the process if they are wrong.
    func policies(_ selection: PolicySelection, _ choice: ConfigurationChoice) throws -> PolicySet {
        var job = CheckJob(CheckRequest(paths: [], now: 0))
        job.selection = selection
        job.choice = choice
        let (configured, configurationIssues) = job.configured()
        configurationIssues.forEach(report)
        guard let configured else { throw ExitCode(ExitStatus.notJudged.rawValue) }
        let (set, issues) = PolicySet.load(configured.selection)
        issues.forEach(report)
        guard let set else { throw ExitCode(ExitStatus.notJudged.rawValue) }
        return set
    }
}
