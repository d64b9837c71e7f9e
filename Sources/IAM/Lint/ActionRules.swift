import Documents

/// What concerns actions and resources.
enum ActionRules {
    static let rules = [
        LintRule(id: "unknown-service", severity: .error) { subject in
            values(of: subject).compactMap { statement, value in
                let prefix = value.text.prefix { $0 != ":" }
                guard value.text != "*", Glob(pattern: String(prefix)).isLiteral, ServiceData.service(prefix) == nil
                else { return nil }
                let meant = Suggestion.nearest(to: prefix.asciiLowercased, among: ServiceData.prefixes).first
                return subject.match(
                    statement, "no service of the service data of \(ServiceData.date) has the prefix `\(prefix)`",
                    help: meant.map { "did you mean `\($0)`?" }, at: value.range)
            }
        },
        LintRule(id: "unknown-action", severity: .error) { subject in
            values(of: subject).compactMap { statement, value in
                let prefix = value.text.prefix { $0 != ":" }
                guard value.text != "*", let service = ServiceData.service(prefix),
                    ServiceData.actions(matching: value.text).isEmpty
                else { return nil }
                let name = value.text.dropFirst(prefix.count + 1)
                let meant = Suggestion.nearest(to: String(name), among: service.actions.map(\.name)).first
                return subject.match(
                    statement, "no action of the service data of \(ServiceData.date) matches `\(value.text)`",
                    help: meant.map { "did you mean `\(prefix):\($0)`?" }, at: value.range)
            }
        },
        LintRule(id: "allow-not-action", severity: .warning) { subject in
            subject.policy.statements.filter { $0.effect == .allow && $0.actions.isNegated }.map {
                subject.match(
                    $0,
                    "`NotAction` in a statement that allows: every other action of every service is allowed, future ones included",
                    help: "list the actions that are meant", at: $0.actions.range)
            }
        },
        LintRule(id: "allow-not-resource", severity: .warning) { subject in
            subject.policy.statements.compactMap { statement in
                guard statement.effect == .allow, let resources = statement.resources, resources.isNegated else {
                    return nil
                }
                return subject.match(
                    statement,
                    "`NotResource` in a statement that allows: every other resource is allowed, future ones included",
                    help: "list the resources that are meant", at: resources.range)
            }
        },
        LintRule(id: "full-sagemaker-access", severity: .warning) { subject in
            granting(subject).compactMap { statement in
                guard let value = wideAction(of: statement, among: everything + ["sagemaker:*"]) else { return nil }
                return subject.match(
                    statement, "`\(value.text)` on every resource: every action of SageMaker, future ones included",
                    help: "list the actions and resources that are needed", at: value.range)
            }
        },
        LintRule(id: "pass-role-anywhere", severity: .warning) { subject in
            // Of a statement that allows everything `full-sagemaker-access` tells already.
            granting(subject).filter { wideAction(of: $0, among: everything) == nil }.compactMap { statement in
                passingAnyRole(statement).map { action in
                    subject.match(
                        statement, "any role can be passed to any service",
                        help: "name the roles, and add a condition on `iam:PassedToService`", at: action.range)
                }
            }
        },
    ]

    private static func values(of subject: LintSubject) -> [(Statement, Statement.Value)] {
        subject.policy.statements.flatMap { statement in
            statement.actions.values.filter { !$0.template.isUnknown }.map { (statement, $0) }
        }
    }

    /// Statements that allow. What AWS attaches to every level of an organisation under this name grants nothing.
    private static func granting(_ subject: LintSubject) -> [Statement] {
        subject.policy.statements.filter { $0.effect == .allow && $0.sid != "FullAWSAccess" }
    }

    private static let everything = ["*", "*:*"]

    /// The value by which a statement allows one of these patterns of actions on every resource, under no condition that
    /// every action must meet.
    private static func wideAction(of statement: Statement, among patterns: [String]) -> Statement.Value? {
        guard statement.principals == nil, statement.conditions.allSatisfy(sparesOtherActions),
            statement.resources?.isNegated == false,
            statement.resources?.values.contains(where: { $0.text == "*" }) ?? false, !statement.actions.isNegated
        else { return nil }
        return statement.actions.values.first { patterns.contains($0.text.asciiLowercased) }
    }

    /// Whether a condition holds for all actions that do not carry its key, which most do not.
    private static func sparesOtherActions(_ condition: Condition) -> Bool {
        let isPerAction = GlobalKeys.key(condition.normalizedKey)?.isPerAction ?? true
        return isPerAction && condition.comparison.family != .null
            && (condition.comparison.ifExists || condition.comparison.quantifier == .forAllValues)
    }

    /// The action with which a statement lets any role be passed to any service; nil if it does not.
    private static func passingAnyRole(_ statement: Statement) -> Statement.Value? {
        let isAnywhere =
            statement.resources?.values.contains { $0.text == "*" || $0.text.hasSuffix(":role/*") } ?? false
        guard isAnywhere, !statement.actions.isNegated,
            !statement.conditions.contains(where: { $0.normalizedKey == "iam:passedtoservice" })
        else { return nil }
        return statement.actions.values.first {
            Glob(pattern: $0.text, ignoringCase: true).matches("iam:PassRole")
        }
    }
}
