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
                    && !deniesWithoutKey(subject, statement, condition)
            }.map { statement, condition in
                let test = "`\"Null\": {\"\(condition.key)\": \"false\"}`"
                let isForAll = carriers(of: condition, statement, subject)?.others == 0
                return subject.match(
                    statement, "`\(condition.operatorText)` also holds for a request without `\(condition.key)`",
                    help: isForAll
                        ? "add \(test)"
                        : "give the actions that carry the key a statement of their own, with \(test): no others would be allowed with it",
                    at: condition.range)
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

    /// The actions of a statement that carry the key of a condition, and how many do not; nil where they are too many to list.
    private static func carriers(
        of condition: Condition, _ statement: Statement, _ subject: LintSubject
    ) -> (actions: [ServiceAction], others: Int)? {
        guard let actions = subject.actions[statement.index] else { return nil }
        let able = actions.filter { $0.conditionKeys.contains { $0.covers(condition.normalizedKey) } }
        return (able, actions.count - able.count)
    }

    /// True if the policy denies what a statement allows wherever a request does not carry the key.
    private static func deniesWithoutKey(_ subject: LintSubject, _ statement: Statement, _ condition: Condition) -> Bool
    {
        guard let actions = carriers(of: condition, statement, subject)?.actions, !actions.isEmpty else { return false }
        return subject.policy.statements.contains { other in
            other.effect == .deny && LintSubject.givesActions(other) && actions.allSatisfy(LintSubject.names(other))
                && other.resources?.isNegated == false && other.resources?.values.contains { $0.text == "*" } == true
                && !other.conditions.isEmpty
                && other.conditions.allSatisfy {
                    $0.normalizedKey == condition.normalizedKey && $0.comparison.family == .null
                        && $0.values.allSatisfy { $0.text.asciiLowercased == "true" }
                }
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
