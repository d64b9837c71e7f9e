import ArgumentParser
import CommandOptions
import Documents
import Engine
import Policies
import PolicyAuthoring

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// `proviso explain`: what a rule says, and why it says it of a file.
struct ExplainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain", abstract: "Say what a rule asks for, and which values decide it in some files.",
        discussion: "Exit codes: 0, or 2 when there is no such rule or a file cannot be read.")

    @Argument(help: "The rule: pack/rule, or the name alone.")
    var rule: String

    @Argument(help: "Files and directories whose resources are judged.")
    var files: [String] = []

    @OptionGroup(title: "Configuration") var configuration: ConfigurationOptions
    @OptionGroup(title: "Policies") var policies: PolicyOptions

    func run() throws {
        let console = Console(color: .auto)
        var selection = try policies.selection()
        // Whoever asks about a rule need not use it.
        selection.profile = Profile.all
        let set = try console.policies(selection, configuration.choice)
        let matching = set.rules.filter { $0.id == rule || $0.rule.name == rule }
        guard let found = matching.first, matching.count == 1 else {
            console.report(unknown(among: matching.isEmpty ? set.rules : matching, isAmbiguous: !matching.isEmpty))
            throw ExitCode(ExitStatus.notJudged.rawValue)
        }
        selection.only = [found.id]
        let alone = try console.policies(selection, configuration.choice)
        let (explanations, problems) = RuleExplanation.explain(alone, files: files, now: Int64(time(nil)))
        problems.forEach(console.report)
        try console.print { stream in
            for pack in alone.packs {
                for rule in pack.rules where "\(pack.id)/\(rule.name)" == found.id {
                    RuleText(rule, of: pack).write(to: stream, width: console.width)
                }
            }
            for explanation in explanations { explanation.write(to: stream) }
            if !files.isEmpty, explanations.isEmpty, problems.isEmpty {
                stream.write("\nno resource in these files is of a type that the rule is about\n")
            }
        }
        if !problems.isEmpty { throw ExitCode(ExitStatus.notJudged.rawValue) }
    }

    private func unknown(among rules: [CompiledRule], isAmbiguous: Bool) -> Diagnostic {
        let ids = rules.map(\.id)
        let near = Suggestion.nearest(to: rule, among: ids + rules.map(\.rule.name)).first
        return Diagnostic(
            file: "explain",
            message: isAmbiguous
                ? "several rules are called `\(rule)`" : "there is no rule `\(Diagnostic.shown(rule))`",
            help: isAmbiguous
                ? "say which: \(ids.joined(separator: ", "))"
                : near.map { "did you mean `\($0)`?" } ?? "`proviso rules` lists them")
    }
}
