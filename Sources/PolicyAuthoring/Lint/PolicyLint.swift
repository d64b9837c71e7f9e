public import Documents
public import Engine
import Policies

/// Something about a rule that is allowed but hardly meant.
public struct PolicyLintFinding: Sendable {
    public enum Kind: String, CaseIterable, Sendable {
        /// The condition of the rule cannot be true.
        case neverMatches = "never-matches"
        /// Nothing that a resource can say makes the check fail.
        case neverFails = "never-fails"
        /// Nothing that a resource can say makes the check pass.
        case neverPasses = "never-passes"
        /// A pattern that no value that AWS knows matches.
        case deadPattern = "dead-pattern"
        /// Two rules that no resource can both satisfy.
        case contradiction
        case missingTests = "missing-tests"
        case missingRemedy = "missing-remedy"
        /// What the compiler of policies finds doubtful.
        case doubtful
    }

    public var kind: Kind
    /// `pack/rule`.
    public var rule: String
    public var diagnostic: Diagnostic

    init(_ kind: Kind, _ rule: String, _ node: NodeView, _ message: String, help: String? = nil) {
        self.kind = kind
        self.rule = rule
        diagnostic = Diagnostic(.warning, in: node.document.source, at: node.range, message, help: help)
    }

    init(_ kind: Kind, _ rule: String, _ diagnostic: Diagnostic) {
        self.kind = kind
        self.rule = rule
        self.diagnostic = diagnostic
    }
}

/// Looks for rules that cannot do what they are there for.
public struct PolicyLint: Sendable {
    public private(set) var findings: [PolicyLintFinding] = []
    /// What could not be judged.
    public private(set) var problems: [Diagnostic]
    public private(set) var ruleCount = 0

    /// Lints the packs of a plan, each with the cases beside it.
    public init(_ plan: PolicyTestPlan) {
        problems = plan.problems
        var demands = RuleDemands()
        for pack in plan.packs {
            do throws(Diagnostic) {
                let suite = try PolicyTestSuite(pack)
                add(suite)
                demands.add(suite.pack)
            } catch {
                problems.append(error)
            }
        }
        findings += demands.contradictions
        if problems.isEmpty, ruleCount == 0 { problems.append(.noPack) }
    }

    private mutating func add(_ suite: PolicyTestSuite) {
        ruleCount += suite.pack.rules.count
        let (_, issues) = suite.compile()
        problems += issues.filter { $0.severity == .error }
        findings += issues.filter { $0.severity != .error }.map { PolicyLintFinding(.doubtful, suite.pack.id, $0) }
        for rule in suite.pack.rules {
            let id = "\(suite.pack.id)/\(rule.name)"
            findings += ConditionLint(rule, id: id).findings
            findings += CheckLint(rule, of: suite.pack).findings
            if !suite.gaps(of: rule).isEmpty {
                let missing = suite.gaps(of: rule).map(\.rawValue).joined(separator: " and ")
                findings.append(
                    PolicyLintFinding(
                        .missingTests, id, rule.idNode, "the rule `\(rule.name)` has no case that expects \(missing)",
                        help: "write one in the file of tests beside the pack"))
            }
            if rule.remedy == nil {
                findings.append(
                    PolicyLintFinding(
                        .missingRemedy, id, rule.idNode, "the rule `\(rule.name)` does not say what to do",
                        help: "add `remedy:` with what a person changes"))
            }
        }
    }

    public var status: ExitStatus { !problems.isEmpty ? .notJudged : findings.isEmpty ? .clean : .findings }
}
