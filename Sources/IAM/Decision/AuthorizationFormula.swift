/// The formula that a policy set allows an action on one target.
struct AuthorizationFormula {
    let set: PolicySet
    let relevant: [Authorization.Relevant]
    var conditions: ConditionFormula
    /// Numbers of statements that are left out.
    var excluded: Set<Int> = []

    private var vocabulary: Vocabulary { conditions.model.vocabulary }
    private var target: ResourceTarget { conditions.model.targets[conditions.target] }

    /// - SeeAlso: `Evaluator`, which decides the same for one request.
    func allowed(_ reading: Reading) -> Formula {
        if RequestFacts.isUnsigned(conditions.scope.action.qualifiedName) { return allowedUnsigned(reading) }
        var parts: [Formula] = []
        var allows: [Layer: [Formula]] = [:]
        var grants = Grants()
        for item in relevant where !excluded.contains(item.entry.number) {
            if item.entry.statement.effect == .deny {
                guard item.entry.principal != .none else { continue }
                parts.append(!formula(item, reading.flipped))
            } else if item.entry.layer == .resource {
                grants.take(item.entry, formula(item, reading), reading, vocabulary)
            } else {
                allows[item.entry.layer, default: []].append(formula(item, reading))
            }
        }
        func allow(_ layer: Layer) -> Formula { Formula.or(allows[layer] ?? []) }
        for level in set.serviceControl.indices { parts.append(allow(.serviceControl(level: level))) }
        let boundary = set.boundary == nil ? Formula.yes : allow(.boundary)
        let session = set.session == nil ? Formula.yes : allow(.session)
        let own = Formula.and([
            allow(.identity) || (set.hasUnknownIdentity ? matter(Self.unknownIdentity, .yes, reading) : .no), boundary,
            session,
        ])
        if set.resource.isEmpty {
            parts.append(own)
        } else {
            let far = own && Formula.or(grants.any)
            let near = Formula.or([
                isGoverned ? far : own, Formula.or(grants.direct),
                Formula.and([Formula.or(grants.limited), boundary, session]),
            ])
            let isFar = crossesAccounts
            parts.append((isFar && far) || (!isFar && near))
        }
        return Formula.and(parts)
    }

    /// Nobody's credentials are checked: the resource's own policy decides, and what limits resources.
    private func allowedUnsigned(_ reading: Reading) -> Formula {
        var denials: [Formula] = []
        var grants: [Formula] = []
        for item in relevant where !excluded.contains(item.entry.number) {
            let isDenial = item.entry.statement.effect == .deny
            let own = isDenial ? reading.flipped : reading
            if case .resourceControl = item.entry.layer, isDenial { denials.append(formula(item, own)) }
            guard item.entry.layer == .resource else { continue }
            var part = Formula.and([
                resources(of: item.entry, own), conditions.formula(item.entry.statement.conditions, own),
            ])
            if item.applies == .unclear { part = part && matter(unclearActions(of: item.entry), .yes, own) }
            switch item.entry.statement.speaksOfFederation {
            case .yes: break
            case .no: continue
            case .unclear:
                let who = "whether \(item.entry.reference.label) speaks of those from an identity provider"
                part = part && matter(Matter(who, mark: item.entry.principalMark), .yes, own)
            }
            if isDenial { denials.append(part) } else { grants.append(part) }
        }
        return Formula.and(denials.map { !$0 } + [Formula.or(grants)])
    }

    private static let unknownIdentity = Matter("what the principal's identity policies allow, which are not given")

    /// The formula that no statement denies it.
    func notDenied(_ reading: Reading) -> Formula {
        let denials = relevant.filter {
            $0.entry.statement.effect == .deny && $0.entry.principal != .none && !excluded.contains($0.entry.number)
        }
        return Formula.and(denials.map { !formula($0, reading.flipped) })
    }

    /// The resource's own policy must allow, and is given.
    private var isGoverned: Bool {
        let kind = GoverningPolicy.all.first { $0.actions == conditions.scope.action.prefix }
        return target.isGoverned && kind?.isGiven(in: set) ?? false
    }

    /// The resource belongs to another account than the principal.
    private var crossesAccounts: Formula {
        guard let principal = set.principal else { return .no }
        let own = ValueSet.constant(principal.account)
        guard target.rest != nil, target.head.count == 5 else { return .no }
        if case .constant(let account, _) = target.head[4], Principal.isAccount(account) {
            return .constant(account != principal.account)
        }
        return conditions.model.ask("aws:resourceaccount", target: conditions.target, scope: conditions.scope) { key in
            guard let key else { return .no }
            return vocabulary.present(key) && !vocabulary.within(key, own)
        }
    }

    private func formula(_ item: Authorization.Relevant, _ reading: Reading) -> Formula {
        let statement = item.entry.statement
        var parts = [resources(of: item.entry, reading), conditions.formula(statement.conditions, reading)]
        let service = conditions.scope.action
        if case .resourceControl = item.entry.layer, !ResourceControlServices.reach(service.qualifiedName) {
            parts.append(
                matter(
                    Matter(
                        "whether resource control policies reach `\(service.prefix)`, which AWS did not say on \(ResourceControlServices.date)"
                    ),
                    .yes, reading))
        }
        if item.entry.principal == .pathlessRole, let principal = set.principal {
            parts.append(
                conditions.model.ask("aws:principalarn", target: conditions.target, scope: conditions.scope) {
                    $0.map { vocabulary.within($0, .constant(principal.arn)) } ?? .no
                })
        }
        if item.applies == .unclear { parts.append(matter(unclearActions(of: item.entry), .yes, reading)) }
        if statement.effect == .deny, item.entry.principal == .unclear {
            parts.append(
                matter(
                    Matter(
                        "whether \(item.entry.reference.label) speaks of the principal", mark: item.entry.principalMark),
                    .yes, reading))
        }
        return Formula.and(parts)
    }

    /// Whether the actions of a statement that the input does not give include the one that is asked about.
    private func unclearActions(of entry: Authorization.Entry) -> Matter {
        let clause = entry.statement.actions
        let marks = clause.values.filter { $0.template.isUnknown }.map {
            conditions.model.mark($0.template, target: conditions.target, scope: conditions.scope)
        }
        return Matter(
            "whether \(entry.reference.label) applies",
            mark: "\(clause.isNegated) \(conditions.scope.action.qualifiedName) \(marks)")
    }

    /// The formula that the target is among the resources of a statement. Where no policy variable stands in them, it is the
    /// same whatever is put in the place of variables, and is put together once.
    private func resources(of entry: Authorization.Entry, _ reading: Reading) -> Formula {
        let clause = entry.statement.resources
        guard let clause, !clause.values.contains(where: \.template.hasVariables) else {
            return resources(clause, reading)
        }
        let question = RequestModel.ResourceQuestion(
            entry: ObjectIdentifier(entry), target: conditions.target, service: conditions.scope.action.prefix,
            reading: reading)
        if let known = conditions.model.resourceFormulas[question] { return known }
        let formula = resources(clause, reading)
        conditions.model.resourceFormulas[question] = formula
        return formula
    }

    /// The formula that the target is among the resources of a clause.
    ///
    /// - Parameter isOurs: The patterns are a guarantee's, whose stars stay inside the parts of an ARN.
    func resources(_ clause: Statement.Clause?, _ reading: Reading, isOurs: Bool = false) -> Formula {
        guard let clause else { return .yes }
        return conditions.settling(clause.values) { settled in
            var copy = self
            copy.conditions = settled
            return copy.plainResources(clause, reading, isOurs: isOurs)
        }
    }

    private func plainResources(_ clause: Statement.Clause, _ reading: Reading, isOurs: Bool) -> Formula {
        let own = clause.isNegated ? reading.flipped : reading
        var sure: [Glob] = []
        var doubtful: [Formula] = []
        for value in clause.values {
            let isKnown =
                value.template.variables.allSatisfy { conditions.known($0) != nil } && !value.template.isUnknown
            func glob(_ style: Template.ARNReading) -> Glob? {
                value.template.glob(.arn(style)) { conditions.known($0) ?? .anything }
            }
            if isKnown, let narrow = glob(.narrow) { sure.append(narrow) }
            if !isOurs, target.rest == nil, value.text != "*", conditions.scope.action.resourceTypes.isEmpty,
                // Of some services the reference names no resource at all, though AWS's own policies do.
                conditions.scope.action.service.resourceTypes.isEmpty
                    || ARNService.may(value.template, name: conditions.scope.action.prefix)
            {
                doubtful.append(
                    matter(
                        Matter(
                            "the resource of an action that names none, and `\(value.text)`",
                            mark: conditions.mark(value.template)), .yes, own))
                continue
            }
            guard let wide = glob(.wide), !isKnown || !isOurs && mayDiffer(wide) else { continue }
            let name =
                isKnown
                ? "the star at the end of a part of `\(value.text)`"
                : value.template.isUnknown
                    ? "the computed value `\(value.text)`" : "the policy variable in `\(value.text)`"
            doubtful.append(
                matter(
                    Matter(name, mark: "resource \(conditions.target) \(conditions.mark(value.template))"),
                    target.formula([wide], in: vocabulary), own))
        }
        let isListed = Formula.or([target.formula(sure, in: vocabulary)] + doubtful)
        return clause.isNegated ? !isListed : isListed
    }

    /// Whether the two readings of a pattern may differ for this target: they cannot if every colon of the target is
    /// met by one of the pattern.
    private func mayDiffer(_ wide: Glob) -> Bool {
        guard target.rest != nil, !wide.matchesEverything else { return false }
        let colons = wide.tokens.count { $0.kind == .literal && $0.scalar == 0x3A }
        if let most = target.colons, colons >= most { return false }
        var part = 0
        for token in wide.tokens {
            if token.kind == .star, part < 5 { return true }
            if token.kind == .literal, token.scalar == 0x3A { part += 1 }
        }
        return part < 5
    }

    private func matter(_ matter: @autoclosure () -> Matter, _ bound: Formula, _ reading: Reading) -> Formula {
        reading.matter(matter(), bound, in: vocabulary)
    }

    /// What resource policies allow, by how they name the principal; as `ResourceGrants` for one request.
    private struct Grants {
        var direct: [Formula] = []
        var limited: [Formula] = []
        var any: [Formula] = []

        mutating func take(
            _ entry: Authorization.Entry, _ formula: Formula, _ reading: Reading, _ vocabulary: Vocabulary
        ) {
            // Whether a grant whose principal is unclear counts is not known.
            let doubtful = reading.matter(
                Matter(
                    "how a resource policy names the principal",
                    mark: entry.principal == .everyone ? "" : entry.principalMark),
                formula, in: vocabulary)
            switch entry.principal {
            case .none: return
            case .account: any.append(formula)
            case .role, .pathlessRole:
                any.append(formula)
                limited.append(formula)
            case .direct:
                any.append(formula)
                direct.append(formula)
            case .everyone:
                any.append(formula)
                limited.append(formula)
                direct.append(doubtful)
            case .unclear:
                any.append(doubtful)
                limited.append(doubtful)
                direct.append(doubtful)
            }
        }
    }
}
