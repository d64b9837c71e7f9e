/// How a statement of a resource policy names the one who asks.
///
/// - SeeAlso: IAM User Guide, "Policy evaluation logic": the table of principals and implicit denies.
enum PrincipalMatch {
    case none
    /// The account as a whole: it may hand the permission on in identity policies.
    case account
    /// The role: boundary and session policy still limit it.
    case role
    /// The same, if the role has no path: the ARN of a session does not tell it.
    case pathlessRole
    /// The user or the session itself: no other policy of the account needs to allow.
    case direct
    case everyone
    /// It cannot be told.
    case unclear

    init(_ statement: Statement, _ set: PolicySet) {
        guard let clause = statement.principals else {
            self = .unclear
            return
        }
        // IAM User Guide, "Permissions boundaries": whoever has a boundary is denied whatever `NotPrincipal` lists.
        if clause.isNegated, statement.effect == .deny, set.boundary != nil {
            self = .everyone
            return
        }
        guard let principal = set.principal else {
            let isForEveryone = !clause.isNegated && clause.principals.contains { Self.isEveryone($0) }
            self = isForEveryone ? .everyone : .unclear
            return
        }
        let matches = clause.principals.map { Self.match($0, principal) }
        if clause.isNegated {
            // A listed role whose session is not listed is still shut out: too subtle to rely on.
            let isListed = matches.contains { $0 == .direct || $0 == .everyone }
            let others = matches.filter { $0 != .none && $0 != .account }
            // IAM User Guide, "NotPrincipal": whom an account's entry stands beside is listed as well, or shut out.
            let listsSomebody = clause.principals.contains { Self.isOneOf($0, principal.account) }
            let isOpen = !others.isEmpty || matches.contains(.account) && !listsSomebody
            self = isListed ? .none : isOpen ? .unclear : .everyone
            return
        }
        // A name that is not given may be the principal's own, which counts for more than the others.
        self = [.direct, .unclear, .everyone, .role, .pathlessRole, .account].first { matches.contains($0) } ?? .none
    }

    private static func isEveryone(_ entry: PrincipalClause.Entry) -> Bool {
        entry.value == "*" && (entry.kind == "*" || entry.kind == "AWS")
    }

    /// True for a user, a role or a session of an account.
    private static func isOneOf(_ entry: PrincipalClause.Entry, _ account: String) -> Bool {
        entry.kind == "AWS" && entry.value.contains("::\(account):") && !entry.value.hasSuffix(":root")
    }

    private static func match(_ entry: PrincipalClause.Entry, _ principal: Principal) -> PrincipalMatch {
        if isEveryone(entry) { return .everyone }
        guard entry.kind == "AWS" else { return .none }
        if entry.isComputed { return .unclear }
        let account = principal.account
        if entry.value == account || entry.value.hasSuffix(":iam::\(account):root") { return .account }
        if entry.value == principal.session { return .direct }
        guard entry.value == principal.arn else { return principal.mayBe(entry.value) ? .unclear : .none }
        if principal.session == nil, principal.arn.contains(":user/") { return .direct }
        return principal.hasUnknownPath ? .pathlessRole : .role
    }
}

extension Statement {
    /// Whether the statement speaks of somebody whom an identity provider vouches for and who has no credentials of AWS yet.
    var speaksOfFederation: Truth {
        guard let clause = principals, !clause.isNegated else { return .unclear }
        if clause.principals.contains(where: { $0.kind == "Federated" || $0.kind == "*" || $0.value == "*" }) {
            return .yes
        }
        return clause.principals.contains(where: \.isComputed) ? .unclear : .no
    }
}
