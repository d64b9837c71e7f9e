import Documents
import Engine
import Policies
import Resources

/// The page of a rule, made from the rule and the cases of its pack.
struct RulePage {
    private let rule: Rule
    private let pack: PolicyPack
    private let cases: [PolicyTest]

    init(_ rule: Rule, of suite: PolicyTestSuite) {
        self.rule = rule
        pack = suite.pack
        cases = suite.cases.filter { $0.rule == rule.name }
    }

    private var id: String { "\(pack.id)/\(rule.name)" }

    var text: String {
        let why = rule.description.map { TextWrapping.lines(of: $0, width: 118).joined(separator: "\n") }
        return [
            "# \(rule.title)", facts, why, section("What it asks", what), section("Bad", example(of: .fail)),
            section("Good", example(of: .pass)), section("Parameters", parameters),
            section("Fix", rule.fix.map { FixWords.text(of: $0) + "." }), section("Where it looks", forms),
            section("How to silence it", silencing), section("Sources", sources),
        ].compactMap(\.self).joined(separator: "\n\n") + "\n"
    }

    private func section(_ title: String, _ body: String?) -> String? { body.map { "## \(title)\n\n\($0)" } }

    private var facts: String {
        var rows = [
            ("rule", "`\(id)`"), ("severity", rule.severity.rawValue),
            ("resources", rule.targets.map { "`\($0.pattern)`" }.joined(separator: ", ")),
        ]
        if !rule.labels.isEmpty { rows.append(("labels", rule.labels.joined(separator: ", "))) }
        if !rule.profiles.isEmpty { rows.append(("profiles", rule.profiles.joined(separator: ", "))) }
        if !rule.sources.isEmpty { rows.append(("sources", rule.sources.joined(separator: ", "))) }
        if rule.isReportOnly { rows.append(("gate", "reported only, does not decide the exit code")) }
        if let effective = rule.effective { rows.append(("gate", "decides the exit code from \(effective) on")) }
        return "| | |\n|---|---|\n" + rows.map { "| \($0) | \(MarkdownCell.text($1)) |" }.joined(separator: "\n")
    }

    private var what: String {
        let condition = rule.when.map { "Where `\($0.text.onOneLine)`: " } ?? ""
        let variables = rule.variables.map { "\n\n`\($0.name)` is `\($0.expression.text.onOneLine)`." }.joined()
        let remedy = rule.remedy.map { "\n\nWhat to do: \(RemedyWords(pack: pack).text(of: $0))." } ?? ""
        return condition + RuleWords.text(of: rule.check) + "." + variables + remedy
    }

    /// The first case with an outcome, as input.
    private func example(of expectation: PolicyTest.Expectation) -> String? {
        guard let test = cases.first(where: { $0.expectation == expectation }) else { return nil }
        let nodes: [NodeView]
        switch test.given {
        case .resource(let node, let others): nodes = [node] + others
        case .template(let node, _): nodes = [node]
        }
        let name = test.name.prefix(1).uppercased() + test.name.dropFirst()
        let parameters = test.parameters.map { " (with \(RuleWords.text(of: $0)))" } ?? ""
        let inputs = nodes.map { BlockText.lines(of: $0).joined(separator: "\n") }
        return "\(name)\(parameters):\n\n```yaml\n\(inputs.joined(separator: "\n---\n"))\n```"
    }

    private var parameters: String? {
        let used = ParameterUse.names(in: rule).sorted().compactMap { pack.parameter(named: $0) }
        guard let first = used.first else { return nil }
        let rows = used.map { parameter in
            let cells = [
                "`\(pack.id).\(parameter.name)`", parameter.type.name, "`\(RuleWords.text(of: parameter.value))`",
                parameter.description,
            ]
            return "| \(cells.map(MarkdownCell.text).joined(separator: " | ")) |"
        }
        return "| parameter | type | default | |\n|---|---|---|---|\n" + rows.joined(separator: "\n")
            + "\n\nSet it with `--param \(pack.id).\(first.name)=VALUE`, or under `parameters` in `proviso.yaml`."
    }

    private var forms: String {
        let types = rule.targets.flatMap { Array(Catalogue.types(matching: Glob($0.pattern))) }
        let names = Set(types.map(\.name))
        let templates = Set(types.filter { $0.depth != .api }.map(\.name))
        let rows = [
            ("CloudFormation, SAM and CDK templates", templates.count),
            ("Terraform plans", names.count { !Catalogue.terraformTypes(of: $0).isEmpty }),
            ("answers of the AWS API", names.count { Catalogue.apiBinding(ofType: $0) != nil }),
        ]
        return "| form of input | resource types of the rule |\n|---|---|\n"
            + rows.map { "| \($0) | \($1) of \(names.count) |" }.joined(separator: "\n")
    }

    private var silencing: String {
        guard rule.isSuppressible else {
            return
                "Comments in inputs do not silence this rule; an entry in `exceptions.yaml` does, with owner and reason."
        }
        return """
            On the line that the finding points at, the line above it, or the resource's key:

            ```yaml
            \(SilencingText(id: id, rule: rule).comment)
            ```

            In JSON and synthesized templates: `Metadata.proviso.ignore: [{id: \(id), reason: why, until: 2027-12-31}]`.
            For a whole repository: `rules: {\(id): off}` in `proviso.yaml`.
            """
    }

    private var sources: String? {
        rule.references.isEmpty ? nil : rule.references.map { "- <\($0)>" }.joined(separator: "\n")
    }
}

/// Text inside a table of Markdown.
enum MarkdownCell {
    static func text(_ text: String) -> String { text.onOneLine.replacing("|", with: "\\|") }
}
