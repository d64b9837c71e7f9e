import CEL
public import Documents
public import Policies
import Readers
import Resources

/// Why a rule says of a resource what it says.
public struct RuleExplanation: Sendable {
    public var resource: ResourceIdentity
    public var file: String
    /// Where the resource stands.
    public var region: SourceRegion
    /// Nil when the rule does not apply.
    public var verdict: Verdict?
    /// What the rule says; empty when it is satisfied or does not apply.
    public var words: String
    /// The expressions that were evaluated, each outcome once.
    public var expressions: [Outcome]

    public struct Outcome: Hashable, Sendable {
        public var part: RuleExpression.Part
        public var text: String
        public var value: String
        /// The values that decided it.
        public var facts: [Evidence]
    }

    /// Explains a rule for every resource of some files that it is about.
    /// - Returns: an explanation for each resource, and what is wrong with the files.
    public static func explain(
        _ policies: PolicySet, files: [String], now: Int64
    ) -> (explanations: [RuleExplanation], problems: [Diagnostic]) {
        var explainer = RuleExplainer(policies, now: now)
        for file in files { explainer.explain(file) }
        return (explainer.explanations, explainer.problems)
    }
}

private struct RuleExplainer {
    private let policies: PolicySet
    private let now: Int64
    private(set) var explanations: [RuleExplanation] = []
    private(set) var problems: [Diagnostic] = []

    init(_ policies: PolicySet, now: Int64) {
        self.policies = policies
        self.now = now
    }

    mutating func explain(_ path: String) {
        let found = FileWalker().walk(path)
        problems += found.problems
        for file in found.files { read(file, isNamed: found.files == [path], under: path) }
    }

    /// - Parameter walked: the path by which the file was found.
    private mutating func read(_ file: String, isNamed: Bool, under walked: String) {
        do throws(Diagnostic) {
            let input = try InputReader().read(
                try FileReader().read(file), symbols: SymbolTable(extending: policies.symbols),
                nearby: NearbyFiles(
                    contents: .disk, root: InputList.root(of: file, isNamed: isNamed, under: walked)))
            problems += input.diagnostics.filter { $0.severity == .error }
            if case .notOurs(let reason) = input.kind, isNamed {
                problems.append(Diagnostic(file: file, message: "there is no resource in this file: \(reason)"))
            }
            judge(input.resources, beside: input.neighbours)
        } catch {
            if isNamed { problems.append(error) }
        }
    }

    private mutating func judge(_ resources: [Resource], beside neighbours: [Resource]) {
        let observer = EvaluationObserver()
        let judge = ResourceJudge(policies, now: now, observer: observer)
        judge.judge(resources, beside: neighbours) { judgement, judge, resource in
            explanations.append(explanation(judgement, judge.compiled, resource, observer.drain()))
        }
    }

    private func explanation(
        _ judgement: Judgement, _ rule: CompiledRule, _ resource: Resource, _ seen: [EvaluationObserver.Evaluation]
    ) -> RuleExplanation {
        let expressions = Dictionary(
            rule.expressions.map { (ObjectIdentifier($0.program), $0) }, uniquingKeysWith: { first, _ in first })
        var outcomes: [RuleExplanation.Outcome] = []
        for evaluation in seen {
            guard let expression = expressions[ObjectIdentifier(evaluation.program)] else { continue }
            let text = evaluation.program.checked.tree.source
            let secrets = Secrets(evaluation.secrets)
            let reasons = FailureReasons(evaluation.explanation, about: resource)
            let outcome = RuleExplanation.Outcome(
                part: expression.part, text: expression.text(of: 0..<text.utf8.count).onOneLine,
                value: secrets.hide(MessageText.words(for: evaluation.explanation.value)),
                facts: secrets.hide(reasons.evidence + reasons.facts))
            if !outcomes.contains(outcome) { outcomes.append(outcome) }
        }
        return RuleExplanation(
            resource: ResourceIdentity(type: resource.type, name: resource.name, id: resource.id),
            file: resource.source.name, region: LineTable(resource.source).region(of: resource.anchor),
            verdict: judgement.verdict, words: judgement.words, expressions: outcomes)
    }
}

extension Judgement {
    /// Nil when the rule does not apply.
    var verdict: Verdict? {
        switch self {
        case .notApplicable: nil
        case .pass, .passWhereKnown: .pass
        case .fail: .fail
        case .unknown: .unknown
        case .error: .error
        }
    }

    /// Everything that the rule says.
    var words: String {
        switch self {
        case .notApplicable, .pass, .passWhereKnown: ""
        case .fail(let violations):
            violations.map { [$0.message, $0.hint].compactMap(\.self).joined(separator: "; ") }.joined(separator: "\n")
        case .unknown(let reason, _, _): reason
        case .error(let message, _): message
        }
    }
}
