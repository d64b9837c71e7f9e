/// What concerns keys with several values and the operators that speak of them.
enum SetOperatorRules {
    static let rules = [
        LintRule(id: "missing-set-operator", severity: .error) { subject in
            KeyRules.conditions(of: subject).compactMap { statement, condition in
                guard condition.documentedKey?.isMultivalued == true, condition.comparison.quantifier == nil,
                    condition.comparison.family != .null
                else { return nil }
                return subject.match(
                    statement,
                    "`\(condition.key)` can hold several values: without a set operator the result is not defined",
                    help: "write `ForAnyValue:` or `ForAllValues:` before `\(condition.operatorText)`",
                    at: condition.operatorRange)
            }
        },
        LintRule(id: "set-operator-on-single-value", severity: .warning) { subject in
            KeyRules.conditions(of: subject).compactMap { statement, condition in
                guard let key = condition.documentedKey, !key.isMultivalued,
                    let quantifier = condition.comparison.quantifier
                else { return nil }
                let effect =
                    quantifier == .forAllValues
                    ? "holds for every request without the key" : "fails for every request without the key"
                return subject.match(
                    statement, "`\(condition.key)` holds one value: `\(quantifier.rawValue)` \(effect)",
                    help: "leave out `\(quantifier.rawValue):`", at: condition.operatorRange)
            }
        },
        LintRule(id: "allow-for-all-values-without-presence", severity: .warning) { subject in
            // `IfExists` changes nothing here: the operator holds without the key as it is.
            quantified(subject, .allow, .forAllValues).filter { statement, condition in
                condition.documentedKey?.isMultivalued != false
                    && !requiresKey(condition.normalizedKey, in: statement)
            }.compactMap { statement, condition in
                let absence = KeyAbsence(condition, of: statement, in: subject)
                guard absence.open?.isEmpty != true else { return nil }
                return subject.match(
                    statement, "`\(condition.operatorText)` also holds for a request without `\(condition.key)`",
                    help: absence.help, at: condition.range)
            }
        },
        LintRule(id: "allow-for-any-value", severity: .warning) { subject in
            quantified(subject, .allow, .forAnyValue).filter { _, condition in
                !condition.comparison.isNegated && condition.documentedKey?.isMultivalued == true
                    && GlobalKeys.key(condition.normalizedKey)?.isPerAction != false
            }.filter { statement, condition in
                !statement.conditions.contains {
                    $0.normalizedKey == condition.normalizedKey && $0.comparison.quantifier == .forAllValues
                }
            }.map { statement, condition in
                subject.match(
                    statement,
                    "one listed value of `\(condition.key)` is enough: the request may name others beside it",
                    help: "use `ForAllValues:` with a `Null` test", at: condition.range)
            }
        },
        LintRule(id: "deny-for-all-values", severity: .warning) { subject in
            quantified(subject, .deny, .forAllValues).filter { !$0.1.comparison.isNegated }.map {
                statement, condition in
                subject.match(
                    statement, "one value of `\(condition.key)` that is not listed is enough to escape the denial",
                    help: "use `ForAnyValue:`", at: condition.range)
            }
        },
        LintRule(id: "deny-for-all-values-not", severity: .warning) { subject in
            // With one tag key this is how to demand that it is there, whatever else is.
            quantified(subject, .deny, .forAllValues).filter {
                $0.1.comparison.isNegated && !($0.1.normalizedKey == "aws:tagkeys" && $0.1.values.count == 1)
            }.map { statement, condition in
                subject.match(
                    statement,
                    "one listed value of `\(condition.key)` is enough to escape the denial, which also strikes requests without the key",
                    help: "use `ForAnyValue:` to deny requests that name a value which is not listed",
                    at: condition.range)
            }
        },
    ]

    private static func quantified(
        _ subject: LintSubject, _ effect: Effect, _ quantifier: ConditionOperator.Quantifier
    ) -> [(Statement, Condition)] {
        KeyRules.conditions(of: subject).filter { statement, condition in
            statement.effect == effect && condition.comparison.quantifier == quantifier
                && condition.comparison.family != .null
        }
    }

    /// True if a condition of the statement fails for every request without the key. A value of a tag needs its key.
    private static func requiresKey(_ key: String, in statement: Statement) -> Bool {
        statement.conditions.contains { condition in
            let isOfKey =
                condition.normalizedKey == key
                || key == "aws:tagkeys" && condition.normalizedKey.hasPrefix("aws:requesttag/")
            guard isOfKey else { return false }
            if condition.comparison.family == .null {
                return condition.values.allSatisfy { $0.text.asciiLowercased == "false" }
            }
            return !ConditionEvaluator.holdsWithoutKey(condition.comparison)
        }
    }
}

/// What becomes of requests that a statement allows and that do not carry the key of its condition.
private struct KeyAbsence {
    /// The actions that carry the key and are allowed without it; nil where there are too many to list, or none carries it.
    var open: [ServiceAction]?
    /// Whether the policy denies some of the statement's actions without the key.
    private var isDeniedInPart = false
    /// Whether the statement has actions that never carry the key.
    private var hasOthers = true
    private let statement: Statement
    private let key: String

    init(_ condition: Condition, of statement: Statement, in subject: LintSubject) {
        (self.statement, key) = (statement, condition.key)
        guard let actions = subject.actions[statement.index] else { return }
        let able = actions.filter { $0.conditionKeys.contains { $0.covers(condition.normalizedKey) } }
        hasOthers = able.count < actions.count
        guard !able.isEmpty else { return }
        let denials = subject.policy.statements.filter { Self.denies($0, without: condition.normalizedKey) }
        let isDenied = denials.map { LintSubject.names($0) }
        let left = able.filter { action in !isDenied.contains { $0(action) } }
        isDeniedInPart = left.count < able.count
        open = left
    }

    /// Whether a statement denies requests for no other reason than that they do not carry a key.
    private static func denies(_ statement: Statement, without key: String) -> Bool {
        statement.effect == .deny && LintSubject.givesActions(statement) && !statement.conditions.isEmpty
            && statement.resources?.isNegated == false
            && statement.resources?.values.contains { $0.text == "*" } == true
            && statement.conditions.allSatisfy { condition in
                condition.normalizedKey == key && condition.comparison.family == .null
                    && condition.values.allSatisfy { $0.text.asciiLowercased == "true" }
            }
    }

    /// What to do, where a request without the key is allowed.
    var help: String {
        if isDeniedInPart, let open {
            let names = open.prefix(3).map { "`\($0.qualifiedName)`" }.joined(separator: ", ")
            let more = open.count > 3 ? " and \(open.count - 3) more" : ""
            return "the denial with `Null` leaves \(names)\(more) open: name them there as well"
        }
        let test = "`\"Null\": {\"\(key)\": \"false\"}`"
        guard hasOthers else {
            let hasBlock = statement.conditions.contains { $0.comparison.family == .null }
            return hasBlock ? "add `\"\(key)\": \"false\"` to the block `Null`" : "add \(test)"
        }
        return statement.actions.values.contains { $0.text.contains("*") }
            ? "deny the actions that carry the key where it is absent, with `\"Null\": {\"\(key)\": \"true\"}`"
            : "give the actions that carry the key a statement of their own, with \(test): no others would be allowed with it"
    }
}
