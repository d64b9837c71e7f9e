/// What follows from the requests that a statement can match at all. The decision procedure answers both.
enum ReachRules {
    static let rules = [
        LintRule(id: "never-matches", severity: .warning) { subject in
            // That variables are plain text in an old version is said elsewhere.
            reaches(subject).filter { $0.isEmpty && !$0.statement.spellsVariables(in: subject.policy) }.map {
                subject.match(
                    $0.statement, "by the service data of \(ServiceData.date) no request matches this statement",
                    help: "its actions, resources and conditions exclude each other", at: $0.statement.range)
            }
        },
        LintRule(id: "adds-nothing", severity: .note) { subject in
            let reaches = reaches(subject)
            var redundant: Set<Int> = []
            return reaches.compactMap { reach in
                // The cheap questions first: most statements name an action that no other one names.
                let others = reaches.filter {
                    $0.statement.effect == reach.statement.effect && $0.statement.index != reach.statement.index
                        && !redundant.contains($0.statement.index) && $0.mayCover(reach)
                }
                guard reach.isCovered(by: others), !reach.isEmpty, reach.isWithin(others.filter { !$0.isEmpty }) else {
                    return nil
                }
                redundant.insert(reach.statement.index)
                return subject.match(
                    reach.statement,
                    "other statements already \(reach.statement.effect == .allow ? "allow" : "deny") all that this one does",
                    at: reach.statement.range)
            }
        },
    ]

    private static func reaches(_ subject: LintSubject) -> [Reach] {
        subject.policy.statements.compactMap { statement in
            guard statement.principals == nil else { return nil }
            return Reach(statement: statement, actions: subject.actions[statement.index], policy: subject.policy)
        }
    }
}

extension Statement {
    /// True if texts of the statement read like policy variables and are none in the policy's version.
    fileprivate func spellsVariables(in policy: Policy) -> Bool {
        guard policy.version == .original else { return false }
        let values = (resources?.values ?? []) + conditions.flatMap(\.values)
        return values.contains { !Template($0.text, version: .current).variables.isEmpty }
    }
}

/// The requests that a statement matches, whatever its effect.
private final class Reach {
    let statement: Statement
    /// Nil if they are too many to list.
    let actions: [ServiceAction]?
    private let policy: Policy
    private let patterns: Authorization.ActionPatterns?

    init(statement: Statement, actions: [ServiceAction]?, policy: Policy) {
        self.statement = statement
        self.actions = actions
        self.policy = policy
        let isPlain = !statement.actions.isNegated && !statement.actions.values.contains { $0.template.isUnknown }
        patterns = isPlain ? Authorization.ActionPatterns(statement.actions.values.map(\.text)) : nil
    }

    /// False if the statement surely names none of the actions of another one.
    func mayCover(_ other: Reach) -> Bool {
        guard let patterns, let actions = other.actions else { return true }
        return actions.contains { patterns.matches($0) }
    }

    /// False if some action surely stands in none of other statements.
    func isCovered(by others: [Reach]) -> Bool {
        !others.isEmpty && every { action in others.contains { $0.patterns?.matches(action) ?? true } }
    }

    /// Whether there are actions and all pass a test; the first that does not ends it.
    private func every(_ test: (ServiceAction) -> Bool) -> Bool {
        if let actions { return !actions.isEmpty && actions.allSatisfy(test) }
        return LintSubject.givesActions(statement) && LintSubject.firstAction(of: statement) { !test($0) } == nil
    }

    /// True if it surely matches none.
    private(set) lazy var isEmpty: Bool = findsNothing()

    private func findsNothing() -> Bool {
        let mayBeEmpty = statement.resources.map { $0.isNegated || !$0.values.contains { $0.text == "*" } } ?? false
        guard mayBeEmpty || !statement.conditions.isEmpty else { return false }
        let prover = Prover(set([statement]), claim: .guarantee(Guarantee(actions: [])), options: options)
        return every { prover.excludes($0) }
    }

    /// True if every request is surely matched by one of others.
    func isWithin(_ others: [Reach]) -> Bool {
        guard !others.isEmpty else { return false }
        let prover = Prover(
            set([statement]), claim: .allowedBefore(Authorization(set(others.map(\.statement)))), options: options)
        return every { prover.excludes($0) }
    }

    private var options: DecisionOptions {
        var options = DecisionOptions()
        options.budget.steps = 500
        options.budget.states = 5000
        return options
    }

    /// A policy set that allows what the statements match.
    private func set(_ statements: [Statement]) -> PolicySet {
        var copy = policy
        copy.statements = statements.map { statement in
            var allowing = statement
            allowing.effect = .allow
            return allowing
        }
        return PolicySet(identity: [copy])
    }
}
