/// What concerns condition keys and the actions that carry them.
enum KeyRules {
    static let rules = [
        LintRule(id: "unknown-key", severity: .error) { subject in
            conditions(of: subject).compactMap { statement, condition in
                guard condition.documentedKey == nil, !GlobalKeys.sessionKeys.contains(condition.normalizedKey) else {
                    return nil
                }
                let prefix = condition.normalizedKey.prefix { $0 != ":" }
                // Keys of identity providers are named after them.
                guard prefix == "aws" || ServiceData.service(prefix) != nil else { return nil }
                return subject.match(
                    statement, "the service data of \(ServiceData.date) know no condition key `\(condition.key)`",
                    help: isFamilyWithoutTag(condition.normalizedKey) ? "add the tag's key after a slash" : nil,
                    at: condition.range)
            }
        },
        LintRule(id: "key-not-supported", severity: .error) { subject in
            unsupported(in: subject)
                + support(in: subject).compactMap { item in
                    guard item.able.isEmpty, let first = item.unable.first else { return nil }
                    let whom =
                        item.unable.count == 1
                        ? "`\(first)` does not carry" : "none of the \(item.unable.count) actions carries"
                    return subject.match(
                        item.statement, "\(whom) `\(item.condition.key)`, so the condition \(verdict(item.condition))",
                        at: item.condition.range)
                }
        },
        LintRule(id: "key-partly-supported", severity: .warning) { subject in
            unconditional(in: subject)
                + support(in: subject).compactMap { item in
                    guard !item.able.isEmpty, !item.unable.isEmpty else { return nil }
                    let names = item.unable.prefix(3).map { "`\($0)`" }.joined(separator: ", ")
                    let more = item.unable.count > 3 ? " and \(item.unable.count - 3) more" : ""
                    return subject.match(
                        item.statement,
                        "\(item.able.count) of \(item.able.count + item.unable.count) actions carry `\(item.condition.key)`: for \(names)\(more) the condition \(verdict(item.condition))",
                        help: "give the other actions a statement of their own", at: item.condition.range)
                }
        },
        LintRule(id: "ignores-instance-types", severity: .warning) { subject in
            conditions(of: subject).compactMap { statement, condition in
                guard condition.normalizedKey == "sagemaker:instancetypes" else { return nil }
                let ignoring = UnlimitedCompute.actions.compactMap { ServiceData.action($0) }
                    .filter(LintSubject.names(statement)).map { "`\($0.name)`" }
                guard !ignoring.isEmpty else { return nil }
                return subject.match(
                    statement,
                    "\(ignoring.joined(separator: ", ")) launch instances but do not carry `sagemaker:InstanceTypes`",
                    help: statement.effect == .deny ? "deny them where only some instance types may run" : nil,
                    at: condition.range)
            }
        },
    ]

    private struct Support {
        var statement: Statement
        var condition: Condition
        var able: [String]
        var unable: [String]
    }

    /// For each condition on a key that only some actions carry: which of the statement's actions do.
    private static func support(in subject: LintSubject) -> [Support] {
        conditions(of: subject).compactMap { statement, condition in
            guard condition.documentedKey != nil, isCarriedPerAction(condition.normalizedKey),
                let actions = subject.actions[statement.index], !actions.isEmpty
            else { return nil }
            var support = Support(statement: statement, condition: condition, able: [], unable: [])
            for action in actions {
                if action.conditionKeys.contains(where: { $0.covers(condition.normalizedKey) }) {
                    support.able.append(action.qualifiedName)
                } else {
                    support.unable.append(action.qualifiedName)
                }
            }
            return support
        }
    }

    /// Statements about more actions than can be listed, with a condition on a key that only some actions carry.
    private static func broad(_ subject: LintSubject) -> [(statement: Statement, condition: Condition)] {
        conditions(of: subject).filter { statement, condition in
            subject.actions[statement.index] == nil && condition.documentedKey != nil
                && isCarriedPerAction(condition.normalizedKey)
        }.map { (statement: $0.0, condition: $0.1) }
    }

    /// Of those: conditions on a key of a service none of whose actions with that key are among the statement's.
    private static func unsupported(in subject: LintSubject) -> [LintMatch] {
        broad(subject).compactMap { statement, condition in
            let prefix = condition.normalizedKey.prefix { $0 != ":" }
            guard prefix != "aws", let service = ServiceData.service(prefix),
                LintSubject.givesActions(statement),
                !service.actions.lazy.filter(LintSubject.names(statement)).contains(where: { action in
                    action.conditionKeys.contains { $0.covers(condition.normalizedKey) }
                })
            else { return nil }
            return subject.match(
                statement,
                "none of the statement's actions carries `\(condition.key)`, so the condition \(verdict(condition))",
                at: condition.range)
        }
    }

    /// Of those: conditions that hold for every action that does not carry the key, which is hardly meant.
    private static func unconditional(in subject: LintSubject) -> [LintMatch] {
        broad(subject).compactMap { statement, condition in
            guard verdict(condition) == "always holds",
                let other = LintSubject.firstAction(
                    of: statement,
                    where: { action in
                        !action.conditionKeys.contains { $0.covers(condition.normalizedKey) }
                    })
            else { return nil }
            return subject.match(
                statement,
                "for the many actions that do not carry `\(condition.key)`, such as `\(other.qualifiedName)`, the condition always holds",
                help: "name the actions that are meant", at: condition.range)
        }
    }

    private static func isCarriedPerAction(_ key: String) -> Bool {
        if let global = GlobalKeys.key(key) { return global.isPerAction }
        let documented = ServiceData.conditionKey(key)
        return !GlobalKeys.sessionKeys.contains(key) && documented?.isListed ?? false
    }

    private static func verdict(_ condition: Condition) -> String {
        if condition.comparison.family == .null {
            return condition.values.contains { $0.text.asciiLowercased == "true" } ? "always holds" : "never holds"
        }
        return ConditionEvaluator.holdsWithoutKey(condition.comparison) ? "always holds" : "never holds"
    }

    private static func isFamilyWithoutTag(_ key: String) -> Bool {
        ["aws:requesttag", "aws:resourcetag", "aws:principaltag"].contains(
            key.hasSuffix("/") ? String(key.dropLast()) : key)
    }

    static func conditions(of subject: LintSubject) -> [(Statement, Condition)] {
        subject.policy.statements.flatMap { statement in statement.conditions.map { (statement, $0) } }
    }
}
