/// Decides whether a statement applies to one request.
struct StatementEvaluator {
    let request: Request
    private let conditions: ConditionEvaluator
    private let substitution: Substitution

    init(request: Request) {
        self.request = request
        conditions = ConditionEvaluator(context: request.context)
        substitution = Substitution(context: request.context)
    }

    /// Whether the action, the resource and the conditions apply; the principal is another question.
    func applies(_ statement: Statement) -> Truth {
        covers(statement.actions) && (statement.resources.map { reaches($0) } ?? .yes)
            && conditions.holds(statement.conditions)
    }

    private func covers(_ clause: Statement.Clause) -> Truth {
        let isListed = clause.values.some {
            $0.template.isUnknown ? .unclear : Truth(ActionPattern.matches(request.action, pattern: $0.text))
        }
        return clause.isNegated ? !isListed : isListed
    }

    private func reaches(_ clause: Statement.Clause) -> Truth {
        let isListed = clause.values.some { value -> Truth in
            if value.text == "*" { return .yes }
            if request.resource != "*", value.template.surelyMisses(arn: request.resource) { return .no }
            let narrow = substitution.matches(request.resource, value.template, .arn(.narrow))
            if narrow != .no { return narrow }
            if request.resource == "*" { return mayName(value.template) }
            return substitution.matches(request.resource, value.template, .arn(.wide)) == .no ? .no : .unclear
        }
        return clause.isNegated ? !isListed : isListed
    }

    /// Whether a pattern may cover the resource of an action that names none.
    ///
    /// Policies must say `*` for such an action, by the service authorization reference; yet some services are known to
    /// accept an ARN of theirs, as S3 does `arn:aws:s3:::*` for `s3:ListAllMyBuckets`.
    private func mayName(_ pattern: Template) -> Truth {
        let service = request.action.prefix { $0 != ":" }.asciiLowercased
        guard ARNService.may(pattern, name: service), let action = ServiceData.action(request.action),
            action.resourceTypes.isEmpty
        else { return .no }
        return .unclear
    }
}

/// The service part of a pattern for ARNs.
enum ARNService {
    static func may(_ pattern: Template, name service: String) -> Bool {
        if pattern.isUnknown { return true }
        let parts = pattern.source.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
        guard parts.count > 2 else { return parts.last?.hasSuffix("*") ?? false || pattern.hasVariables }
        return parts[2].contains("$") || Glob(pattern: String(parts[2])).matches(service)
    }
}
