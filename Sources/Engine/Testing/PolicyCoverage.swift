import CEL
public import Documents
import Policies

/// Which branches of a rule's expressions its cases take.
public struct RuleCoverage: Sendable {
    /// `pack/rule`.
    public var rule: String
    /// In the order in which they are written.
    public var branches: [Branch]

    /// A part of an expression that decides, with the outcomes that it had.
    public struct Branch: Sendable {
        public var text: String
        public var source: SourceText
        public var range: Range<Int>
        public var wasTrue = false
        public var wasFalse = false
    }

    /// How many outcomes there can be, two for each branch.
    public var outcomeCount: Int { branches.count * 2 }

    public var takenCount: Int { branches.reduce(0) { $0 + ($1.wasTrue ? 1 : 0) + ($1.wasFalse ? 1 : 0) } }
}

extension RuleCoverage.Branch {
    /// What no case gives; nil when both outcomes occur.
    public var missing: String? {
        switch (wasTrue, wasFalse) {
        case (true, true): nil
        case (false, false): "never true or false"
        case (false, true): "never true"
        case (true, false): "never false"
        }
    }
}

/// Collects what the evaluations of a pack's cases took.
struct PolicyCoverage {
    private struct Key: Hashable {
        var rule: String
        var part: RuleExpression.Part
        var range: Range<Int>
    }

    private var branches: [Key: RuleCoverage.Branch] = [:]
    private var order: [Key] = []

    /// Notes the branches that there are.
    mutating func expect(_ rules: [CompiledRule]) {
        for rule in rules {
            for expression in rule.expressions {
                for decision in Decision.all(in: expression.program.checked) {
                    let key = Key(rule: rule.id, part: expression.part, range: decision.range)
                    guard branches[key] == nil else { continue }
                    branches[key] = RuleCoverage.Branch(
                        text: expression.text(of: decision.range), source: rule.rule.idNode.document.source,
                        range: expression.range(of: decision.range))
                    order.append(key)
                }
            }
        }
    }

    mutating func add(_ evaluations: [EvaluationObserver.Evaluation], of rules: [CompiledRule]) {
        for rule in rules {
            let parts = Dictionary(
                rule.expressions.map { (ObjectIdentifier($0.program), $0.part) },
                uniquingKeysWith: { first, _ in first })
            for evaluation in evaluations {
                guard let part = parts[ObjectIdentifier(evaluation.program)] else { continue }
                for step in evaluation.explanation.steps { add(step, of: rule.id, part) }
            }
        }
    }

    private mutating func add(_ step: Explanation.Step, of rule: String, _ part: RuleExpression.Part) {
        guard case .bool(let outcome) = step.value else { return }
        let variable = step.place.variable.map { RuleExpression.Part.variable($0.withoutPrefix("variables.")) }
        let key = Key(rule: rule, part: variable ?? part, range: step.place.range)
        if outcome { branches[key]?.wasTrue = true } else { branches[key]?.wasFalse = true }
    }

    /// By rule, in the order in which the branches were first expected.
    var rules: [RuleCoverage] {
        var places: [String: Int] = [:]
        var rules: [RuleCoverage] = []
        for key in order {
            let place = places[key.rule] ?? rules.count
            if place == rules.count {
                places[key.rule] = place
                rules.append(RuleCoverage(rule: key.rule, branches: []))
            }
            if let branch = branches[key] { rules[place].branches.append(branch) }
        }
        return rules
    }
}

extension String {
    fileprivate func withoutPrefix(_ prefix: String) -> String {
        hasPrefix(prefix) ? String(dropFirst(prefix.count)) : self
    }
}
