extension PolicySet {
    /// Decides one request as AWS does.
    public func decide(_ request: Request) -> Outcome { Evaluator(set: self, request: request).outcome() }

    /// Every policy with the layer it belongs to.
    var layered: [(layer: Layer, policy: Policy)] {
        identity.map { (.identity, $0) }
            + serviceControl.enumerated().flatMap { level, policies in
                policies.map { (.serviceControl(level: level), $0) }
            }
            + resourceControl.enumerated().flatMap { level, policies in
                policies.map { (.resourceControl(level: level), $0) }
            }
            + (boundary.map { [(.boundary, $0)] } ?? []) + (session.map { [(.session, $0)] } ?? [])
            + resource.map { (.resource, $0) }
    }
}

/// Decides one request against a policy set.
///
/// - SeeAlso: IAM User Guide, "Policy evaluation logic".
struct Evaluator {
    let set: PolicySet
    let request: Request

    /// What the statements of one layer say.
    private struct Answer {
        var truth = Truth.no
        var statement: StatementReference?

        mutating func take(_ truth: Truth, _ reference: @autoclosure () -> StatementReference) {
            guard truth != .no, self.truth != .yes, truth == .yes || self.truth == .no else { return }
            self.truth = truth
            statement = reference()
        }
    }

    func outcome() -> Outcome {
        if RequestFacts.isFree(request.action) {
            return Outcome(
                verdict: .allowed, statement: nil, layer: .identity, reason: "AWS asks no permission for this action")
        }
        if RequestFacts.isUnsigned(request.action) { return unsignedOutcome() }
        let statements = StatementEvaluator(request: request)
        var denied = Answer()
        var allows: [Layer: Answer] = [:]
        var granted = ResourceGrants()
        for (layer, policy) in set.layered {
            for statement in policy.statements {
                var applies = statements.applies(statement)
                guard applies != .no else { continue }
                if case .resourceControl = layer, !isReachedByResourceControl { applies = .unclear }
                let match = layer == .resource ? PrincipalMatch(statement, set) : .everyone
                func reference() -> StatementReference { StatementReference(statement, of: policy, layer: layer) }
                if match == .pathlessRole { applies = applies && isPathlessRole }
                if statement.effect == .deny {
                    let isMeant: Truth = match == .none ? .no : match == .unclear ? .unclear : .yes
                    denied.take(applies && isMeant, reference())
                } else if layer == .resource {
                    granted.take(applies, match, reference())
                } else {
                    allows[layer, default: Answer()].take(applies, reference())
                }
            }
        }
        if denied.truth == .yes, let statement = denied.statement {
            return Outcome(
                verdict: .explicitlyDenied, statement: statement, layer: statement.layer,
                reason: "\(statement.label) of \(statement.policy) denies it")
        }
        return settle(denied: denied, allows: allows, granted: granted)
    }

    /// Nobody's credentials are checked: the resource's own policy decides, and what limits resources.
    private func unsignedOutcome() -> Outcome {
        let statements = StatementEvaluator(request: request)
        var denied = Answer()
        var allowed = Answer()
        for (layer, policy) in set.layered {
            for statement in policy.statements {
                var applies = statements.applies(statement)
                if case .resourceControl = layer {
                    if statement.effect == .allow { continue }
                    if !isReachedByResourceControl { applies = applies && .unclear }
                } else if layer == .resource {
                    applies = applies && statement.speaksOfFederation
                } else {
                    continue
                }
                let reference = StatementReference(statement, of: policy, layer: layer)
                if statement.effect == .deny {
                    denied.take(applies, reference)
                } else {
                    allowed.take(applies, reference)
                }
            }
        }
        if denied.truth == .yes, let statement = denied.statement {
            return Outcome(
                verdict: .explicitlyDenied, statement: statement, layer: statement.layer,
                reason: "\(statement.label) of \(statement.policy) denies it")
        }
        if set.resource.isEmpty {
            return Outcome(
                verdict: .unclear, statement: nil, layer: .resource,
                reason: "nobody signs such a call: the trust policy of the role decides alone, which is not given")
        }
        guard allowed.truth == .yes, denied.truth == .no, let statement = allowed.statement else {
            let open = allowed.truth == .unclear ? allowed.statement : denied.statement
            if allowed.truth != .no { return unclear(open, layer: .resource) }
            return Outcome(
                verdict: .implicitlyDenied, statement: nil, layer: .resource,
                reason: "nothing in the resource policies allows it to somebody from an identity provider")
        }
        return Outcome(
            verdict: .allowed, statement: statement, layer: .resource,
            reason: "\(statement.label) of \(statement.policy) allows it")
    }

    /// The layers that must allow beside each other, in the order in which AWS asks them.
    private func settle(denied: Answer, allows: [Layer: Answer], granted: ResourceGrants) -> Outcome {
        var limits: [(Layer, Truth)] = set.serviceControl.indices.map {
            (.serviceControl(level: $0), allows[.serviceControl(level: $0)]?.truth ?? .no)
        }
        let boundary = set.boundary == nil ? Truth.yes : allows[.boundary]?.truth ?? .no
        let session = set.session == nil ? Truth.yes : allows[.session]?.truth ?? .no
        let known = allows[.identity]?.truth ?? .no
        let identity = set.hasUnknownIdentity && known == .no ? .unclear : known
        let own = identity && boundary && session
        if set.resource.isEmpty {
            limits += [(.identity, identity), (.boundary, boundary), (.session, session)]
        } else if isCrossAccount {
            limits += [(.identity, identity), (.boundary, boundary), (.session, session), (.resource, granted.any)]
        } else {
            // Trust policies and key policies must allow themselves, or hand the decision on to the account.
            let isGoverned = GoverningPolicy.of(request)?.isGiven(in: set) ?? false
            let mine = isGoverned ? own && granted.any : own
            limits.append((.resource, mine || granted.direct || (granted.limited && boundary && session)))
        }
        if let missing = limits.first(where: { $0.1 == .no }) {
            return Outcome(
                verdict: .implicitlyDenied, statement: nil, layer: missing.0,
                reason: "nothing in the \(missing.0.name) allows it")
        }
        if let open = limits.first(where: { $0.1 == .unclear }) {
            let statement = allows[open.0]?.statement ?? granted.statement
            if set.hasUnknownIdentity, statement == nil {
                return Outcome(
                    verdict: .unclear, statement: nil, layer: .identity,
                    reason: "it depends on what the principal's identity policies allow, which are not given")
            }
            return unclear(statement, layer: open.0)
        }
        if denied.truth == .unclear { return unclear(denied.statement, layer: denied.statement?.layer ?? .identity) }
        let statement = identity == .yes ? allows[.identity]?.statement : granted.statement
        return Outcome(
            verdict: .allowed, statement: statement, layer: statement?.layer ?? .identity,
            reason: statement.map { "\($0.label) of \($0.policy) allows it" } ?? "it is allowed")
    }

    private func unclear(_ statement: StatementReference?, layer: Layer) -> Outcome {
        Outcome(
            verdict: .unclear, statement: statement, layer: layer,
            reason: statement.map { "AWS does not document whether \($0.label) of \($0.policy) applies" }
                ?? "AWS does not document whether the \(layer.name) allow it")
    }

    /// The account of the resource, where it is known and another one than the principal's.
    private var isCrossAccount: Bool {
        guard let principal = set.principal else { return false }
        let account = request.account ?? request.context["aws:ResourceAccount"]?.all.first ?? ""
        return !account.isEmpty && account != principal.account
    }

    /// Whether the role of the session, whose ARN does not tell its path, has none; taken for granted where nothing says.
    private var isPathlessRole: Truth {
        guard let arn = request.context["aws:PrincipalArn"]?.all.first else { return .yes }
        return Truth(arn == set.principal?.arn)
    }

    private var isReachedByResourceControl: Bool { ResourceControlServices.reach(request.action) }
}

/// What resource policies allow, by how they name the principal.
struct ResourceGrants {
    /// The user or session itself is allowed.
    private(set) var direct = Truth.no
    /// The role or everyone is allowed, within boundary and session policy.
    private(set) var limited = Truth.no
    /// Somebody who stands for the principal is allowed, the account included.
    private(set) var any = Truth.no
    private(set) var statement: StatementReference?

    mutating func take(_ truth: Truth, _ match: PrincipalMatch, _ reference: StatementReference) {
        switch match {
        case .none: return
        case .account: any = any || truth
        case .role, .pathlessRole:
            any = any || truth
            limited = limited || truth
        case .direct:
            any = any || truth
            direct = direct || truth
        case .everyone:
            any = any || truth
            limited = limited || truth
            // Whether a boundary limits a grant to everyone is not documented.
            direct = direct || (truth && .unclear)
        case .unclear:
            any = any || (truth && .unclear)
            limited = limited || (truth && .unclear)
            direct = direct || (truth && .unclear)
        }
        if statement == nil { statement = reference }
    }
}
