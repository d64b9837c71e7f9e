/// What Organizations refuses in the policies that it attaches to accounts.
///
/// - SeeAlso: AWS Organizations User Guide, "SCP syntax" and "RCP syntax".
struct OrganizationGrammar {
    let kind: PolicyKind

    /// What Organizations answers, whatever is wrong.
    private static let answer =
        "The provided policy document does not meet the requirements of the specified policy type."

    func check(_ policy: Policy) throws(PolicyRejection) {
        guard kind == .serviceControl || kind == .resourceControl else { return }
        guard policy.version == .current else {
            throw Self.rejection(
                .version, "a policy of Organizations must declare `\"Version\": \"2012-10-17\"`", at: policy.range)
        }
        guard kind == .resourceControl, !Self.isAttachedByAWS(policy) else { return }
        for statement in policy.statements { try checkResourceControl(statement) }
    }

    private func checkResourceControl(_ statement: Statement) throws(PolicyRejection) {
        if statement.effect == .allow {
            throw Self.rejection(
                .syntax,
                "a resource control policy can only deny: `Allow` is for `RCPFullAWSAccess`, which AWS attaches",
                at: statement.range)
        }
        if let principals = statement.principals, principals.isNegated || !principals.isEveryone {
            throw Self.rejection(
                .principal, "the principal of a resource control policy must be `*`",
                help: "say in `Condition` whom it is about, such as with `aws:PrincipalArn`", at: principals.range)
        }
        if statement.actions.isNegated {
            throw Self.rejection(
                .action, "a resource control policy cannot hold `NotAction`", at: statement.actions.range)
        }
        for action in statement.actions.values where action.text == "*" {
            throw Self.rejection(
                .action, "`*` alone cannot stand in a resource control policy: expected a service, such as `s3:*`",
                at: action.range)
        }
    }

    /// `RCPFullAWSAccess`, the only one that allows.
    private static func isAttachedByAWS(_ policy: Policy) -> Bool {
        guard policy.statements.count == 1, let statement = policy.statements.first else { return false }
        return statement.effect == .allow && statement.conditions.isEmpty
            && statement.principals?.isEveryone ?? false && !statement.actions.isNegated
            && statement.actions.values.map(\.text) == ["*"]
            && statement.resources.map { !$0.isNegated && $0.values.map(\.text) == ["*"] } ?? false
    }

    private static func rejection(
        _ reason: PolicyRejection.Reason, _ message: String, help: String? = nil, at range: Range<Int>
    ) -> PolicyRejection {
        PolicyRejection(reason, message, help: help, iam: answer, at: range)
    }
}

extension PrincipalClause {
    /// True for `*` and nothing else.
    fileprivate var isEveryone: Bool {
        !isNegated && principals.count == 1 && principals[0].value == "*" && ["*", "AWS"].contains(principals[0].kind)
    }
}
