import IAM

/// A random policy set with a random claim about one action.
struct RandomInstance: CustomStringConvertible {
    let set: PolicySet
    let action: String
    let guarantee: Guarantee
    let identity: String
    let control: String?
    let boundary: String?
    /// The policies of resources; nil for a question about what has none.
    let resource: String?
    /// What only the evaluator is asked about: a second level of service control policies, a resource control policy, a
    /// session policy, and the resources of the guarantee.
    private let more: (level: String?, resourceControl: String?, session: String?, reach: String?)
    /// What the guarantee wants, in the syntax of IAM's conditions.
    let onlyWhen: String
    /// A policy that allows exactly what the guarantee wants; nil if it wants nothing to be allowed.
    private let wanted: PolicySet?
    /// A policy that allows exactly what the guarantee speaks of; nil for everything.
    private let reached: PolicySet?

    private static let everything =
        #"{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}"#
    private static let role = Principal(arn: "arn:aws:iam::111122223333:role/r")
    private static let principals = [
        role, role, Principal(arn: role.arn, session: "arn:aws:sts::111122223333:assumed-role/r/alice"),
        Principal(arn: "arn:aws:iam::111122223333:user/u"),
    ]

    init(_ policies: inout RandomPolicies) throws {
        let isShared = policies.chance(0.15)
        let isWide = policies.isWide
        let subject = isShared ? RandomPolicies.Subject.shared : .sageMaker
        identity = policies.document(statements: 1...4, allowing: 0.75, about: subject)
        resource =
            isShared ? policies.document(statements: 1...3, allowing: 0.85, about: .resourcePolicy) : nil
        control = policies.chance(0.6) ? policies.document(statements: 1...3, allowing: 0.1) : nil
        boundary = policies.chance(0.3) ? policies.document(statements: 1...3, allowing: 0.8, about: subject) : nil
        let level = isWide && policies.chance(0.15) ? policies.document(statements: 2...4, allowing: 0.8) : nil
        let resourceControl =
            isWide && isShared && policies.chance(0.25)
            ? policies.document(statements: 1...2, allowing: 0, about: subject) : nil
        let session =
            isWide && policies.chance(0.15)
            ? policies.document(statements: 1...3, allowing: 0.8, about: subject) : nil
        let reach = isWide && !isShared && policies.chance(0.15) ? policies.reach() : nil
        more = (level, resourceControl, session, reach)
        let principal = isShared ? isWide ? policies.pick(Self.principals) : Self.role : nil
        action = policies.pick(isShared ? RandomPolicies.shared : RandomPolicies.actions)
        onlyWhen = policies.claim()
        let resources = reach.map { #", "resources": ["\#($0)"]"# } ?? ""
        guarantee = try Guarantee(
            reading: json(#"{"actions": ["\#(action)"], "onlyWhen": \#(onlyWhen)\#(resources)}"#))
        let all = try policy(Self.everything)
        set = PolicySet(
            identity: [try policy(identity, kind: .managed)],
            serviceControl: try (level.map { [[try policy($0)]] } ?? [])
                + (control.map { [[all, try policy($0)]] } ?? []),
            resourceControl: try resourceControl.map { [[all, try policy($0)]] } ?? [],
            boundary: try boundary.map { try policy($0) }, session: try session.map { try policy($0) },
            resource: try resource.map { [try policy($0)] } ?? [], principal: principal)
        func allowing(_ resource: String, _ condition: String) throws -> PolicySet {
            let statement =
                #"{"Effect": "Allow", "Action": "*", "Resource": "\#(resource)", "Condition": \#(condition)}"#
            return PolicySet(identity: [try policy(#"{"Version": "2012-10-17", "Statement": \#(statement)}"#)])
        }
        wanted = onlyWhen == "{}" ? nil : try allowing("*", onlyWhen)
        reached = try reach.map { try allowing($0, "{}") }
    }

    var description: String {
        """
        identity \(identity)
        control \(control ?? "none")
        level above \(more.level ?? "none")
        resource control \(more.resourceControl ?? "none")
        boundary \(boundary ?? "none")
        session \(more.session ?? "none")
        resource policy \(resource ?? "none")
        principal \(set.principal.map { "\($0.arn) \($0.session ?? "")" } ?? "anybody")
        action \(action)
        claim \(onlyWhen) on \(more.reach ?? "everything")
        """
    }

    /// Whether a request does what the guarantee excludes, asked of the evaluator: a statement that allows exactly what
    /// the guarantee wants does not allow the request.
    func isBroken(by request: Request) -> Bool {
        if let reached, reached.decide(request).verdict != .allowed { return false }
        return wanted.map { $0.decide(request).verdict == .implicitlyDenied } ?? true
    }
}
