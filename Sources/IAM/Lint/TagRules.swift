/// What concerns tags after a resource was created.
enum TagRules {
    static let rules = [
        LintRule(id: "tags-removable", severity: .warning) { subject in
            unguarded(subject, action: "sagemaker:DeleteTags", keys: ["aws:tagkeys"]).map {
                subject.match(
                    $0, "any tag can be removed with `sagemaker:DeleteTags`",
                    help: "deny it with `ForAnyValue:StringEquals` on `aws:TagKeys` for the tags that must stay",
                    at: $0.actions.range)
            }
        },
        LintRule(id: "tags-rewritable", severity: .warning) { subject in
            unguarded(
                subject, action: "sagemaker:AddTags",
                keys: ["aws:tagkeys", "aws:requesttag/", "sagemaker:taggingaction"]
            ).map {
                subject.match(
                    $0, "any tag can be rewritten with `sagemaker:AddTags` after a resource was created",
                    help: "allow it only with `sagemaker:TaggingAction`, which names the creating action",
                    at: $0.actions.range)
            }
        },
    ]

    /// Statements that allow an action without a condition on one of the keys, where no statement denies it with one.
    private static func unguarded(_ subject: LintSubject, action: String, keys: [String]) -> [Statement] {
        func covers(_ statement: Statement) -> Bool {
            let isListed = statement.actions.values.contains {
                !$0.template.isUnknown && Glob(pattern: $0.text, ignoringCase: true).matches(action)
            }
            return isListed != statement.actions.isNegated
        }
        func speaksOfTags(_ statement: Statement) -> Bool {
            statement.conditions.contains { condition in keys.contains { condition.normalizedKey.hasPrefix($0) } }
        }
        let statements = subject.policy.statements.filter { covers($0) }
        let isDenied = statements.contains { $0.effect == .deny && ($0.conditions.isEmpty || speaksOfTags($0)) }
        // A policy that allows everything promises nothing about tags.
        let named = statements.filter { statement in statement.actions.values.contains { $0.text != "*" } }
        return isDenied ? [] : named.filter { $0.effect == .allow && $0.principals == nil && !speaksOfTags($0) }
    }
}
