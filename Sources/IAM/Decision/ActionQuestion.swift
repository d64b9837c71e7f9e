/// The question whether a policy set allows a bad request of one action, for one way of naming resources.
struct ActionQuestion {
    let authorization: Authorization
    let claim: Claim
    let model: RequestModel
    let relevant: [Authorization.Relevant]
    /// `sagemaker:AddTags`, where AWS checks it along with the action once a request carries tags.
    let tagging: Tagging?
    /// Whether a proof rests on a denial of `sagemaker:AddTags`. That nothing allows it proves nothing: other policies may.
    var reliesOnTagging = false
    /// What is not documented about requests that name resources so.
    let doubt: ResourceAlternative.Doubt?

    struct Tagging {
        var scope: RequestModel.Scope
        let relevant: [Authorization.Relevant]

        /// - SeeAlso: SageMaker's service authorization reference: actions with the dependent action `sagemaker:AddTags`,
        ///   and the key `sagemaker:TaggingAction`.
        static let action = "sagemaker:AddTags"

        init?(_ authorization: Authorization) {
            guard let action = ServiceData.action(Self.action) else { return nil }
            scope = RequestModel.Scope(alongside: action)
            relevant = authorization.relevant(to: action)
        }

        /// The check that comes with an action.
        func check(of action: ServiceAction) -> Tagging {
            var copy = self
            copy.scope.fixed = ["sagemaker:taggingaction": action.name]
            return copy
        }
    }

    init(
        authorization: Authorization, claim: Claim, alternative: ResourceAlternative,
        relevant: [Authorization.Relevant], tagging: Tagging?, quantifiedKeys: Set<String>
    ) {
        self.authorization = authorization
        self.claim = claim
        self.relevant = relevant
        self.tagging = tagging
        doubt = alternative.doubt
        let conditions = Self.conditions(relevant + (tagging?.relevant ?? []), claim, of: alternative.action)
        let crosses = !authorization.set.resource.isEmpty || alternative.action.normalizedName == "sts:assumerole"
        model = RequestModel(
            alternative, quantifiedKeys: quantifiedKeys, accounts: crosses ? .any : .own,
            asksForOthers: Self.namesOtherAccounts(relevant, conditions, claim, authorization.set.principal),
            principal: authorization.set.principal, comparesVersions: claim.comparesVersions,
            comparesTimesAsText: conditions.contains(where: \.readsTimeAsText))
    }

    /// True if policies or claim speak of resources of other accounts than the principal's.
    private static func namesOtherAccounts(
        _ relevant: [Authorization.Relevant], _ conditions: [Condition], _ claim: Claim, _ principal: Principal?
    ) -> Bool {
        guard let principal else { return false }
        if conditions.contains(where: { Self.ownerKeys.contains($0.normalizedKey) }) { return true }
        var resources = relevant.filter { $0.entry.statement.effect == .allow }
            .flatMap { $0.entry.statement.resources?.values ?? [] }
        if case .guarantee(let guarantee) = claim { resources += guarantee.resources ?? [] }
        return resources.contains { resource in
            let parts = resource.text.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
            return parts.count == 6 && Principal.isAccount(parts[4]) && parts[4] != principal.account
        }
    }

    private static let ownerKeys: Set<String> = ["aws:resourceaccount", "aws:resourceorgid", "aws:resourceorgpaths"]

    /// The conditions of statements and of the claim, as far as they matter for an action.
    private static func conditions(
        _ relevant: [Authorization.Relevant], _ claim: Claim, of action: ServiceAction
    ) -> [Condition] {
        let own = relevant.flatMap(\.entry.statement.conditions)
        switch claim {
        case .guarantee(let guarantee): return own + guarantee.conditions
        case .allowedBefore(let earlier):
            return own + earlier.relevant(to: action).flatMap(\.entry.statement.conditions)
        }
    }

    /// Keys in lower case about which some condition asks, or that stand as policy variables.
    var namedKeys: [String] {
        let conditions = Self.conditions(relevant + (tagging?.relevant ?? []), claim, of: model.action)
        return Set(conditions.map(\.normalizedKey)).union(policyVariables).sorted()
    }

    /// The question without calls whose tags are denied; nil if nothing denies any.
    var relyingOnTagging: ActionQuestion? {
        guard let tagging, tagging.relevant.contains(where: { $0.entry.statement.effect == .deny }) else { return nil }
        var copy = self
        copy.reliesOnTagging = true
        return copy
    }

    /// True if some statement can deny.
    var hasDenials: Bool { concerned.contains { $0.entry.statement.effect == .deny } }

    /// The statements that matter for a proof.
    var concerned: [Authorization.Relevant] { relevant + (reliesOnTagging ? tagging?.relevant ?? [] : []) }

    /// What a formula takes into account.
    struct Variant {
        /// How statements that allow are read; those that deny are read the other way round.
        var reading: Reading
        /// Values of policy variables; nil for any.
        var substitutes: [String: Template.Substitute]?
        /// Statements that are left out.
        var excluded: Set<Int> = []
        /// Ask also that tags may be given.
        var checksTagging = false
        /// Leave out the claim: is any request allowed at all?
        var ignoresClaim = false
        /// What stands for placeholders in the forms of the resources.
        var names: [String: String] = [:]
    }

    /// The formula that some request is allowed and bad.
    func formula(_ variant: Variant) -> Formula {
        let scope = RequestModel.Scope(model.action)
        // Where no request of the action can be bad, what the policies say does not matter.
        let bad = variant.ignoresClaim ? Formula.yes : bad(scope, variant)
        if bad.isFalse { return .no }
        var parts = model.targets.indices.map { target in
            AuthorizationFormula(
                set: authorization.set, relevant: relevant,
                conditions: conditions(target, scope, variant), excluded: variant.excluded
            ).allowed(variant.reading)
        }
        parts.append(bad)
        if let tagging, variant.checksTagging {
            parts.append(
                !carriesTags || tagsCheck(tagging, target: taggedTargets[0], variant).allowed(variant.reading))
        }
        if let tagging, reliesOnTagging {
            parts.append(
                !carriesTags
                    || Formula.or(
                        taggedTargets.map { tagsCheck(tagging, target: $0, variant).notDenied(variant.reading) }
                    )
            )
        }
        if let substitutes = variant.substitutes {
            parts += substitutes.sorted { $0.key < $1.key }.map { given($0.key, $0.value, scope) }
            parts += model.undocumentedVariables.map { !model.vocabulary.present($0) }
        }
        // May ask for tags of the request, of which the next part speaks.
        if variant.substitutes != nil { parts.append(model.isUsual) }
        if !variant.names.isEmpty {
            parts += model.targets.compactMap { target in
                guard let rest = target.rest, let form = target.form else { return nil }
                return model.vocabulary.within(rest, .text([form.glob(names: variant.names)]))
            }
        }
        parts.append(tagsAgree)
        parts.append(model.accountsAgree(variant.reading))
        if let doubt {
            let name = model.action.qualifiedName
            let matter =
                switch doubt {
                case .unnamed: Matter("whether a request for `\(name)` can name no resource")
                case .incomplete:
                    Matter(
                        "whether a request for `\(name)` can leave out some of the resources that AWS calls required")
                }
            parts.append(variant.reading.matter(matter, .yes, in: model.vocabulary))
        }
        return Formula.and(parts)
    }

    /// The resources that may have the tags of a call: what it creates, if it creates something.
    var taggedTargets: [Int] {
        let created = model.targets.indices.filter { model.targets[$0].isCreated }
        return created.isEmpty ? Array(model.targets.indices) : created
    }

    /// The check of `sagemaker:AddTags` for a target.
    private func tagsCheck(_ tagging: Tagging, target: Int, _ variant: Variant) -> AuthorizationFormula {
        AuthorizationFormula(
            set: authorization.set, relevant: tagging.relevant, conditions: conditions(target, tagging.scope, variant),
            excluded: variant.excluded)
    }

    func conditions(_ target: Int, _ scope: RequestModel.Scope, _ variant: Variant) -> ConditionFormula {
        ConditionFormula(model: model, target: target, scope: scope, substitutes: variant.substitutes)
    }

    /// The targets by which a guarantee is judged: of those among its resources the ones that are known to carry its keys, or
    /// could, or all if none can.
    func judgedTargets(_ guarantee: Guarantee) -> [Int] {
        guard model.targets.count > 1 else { return Array(model.targets.indices) }
        let scope = RequestModel.Scope(model.action)
        let reached = reachedTargets(guarantee, scope)
        let demands = (guarantee.onlyWhen.isEmpty ? guarantee.unless ?? [] : guarantee.onlyWhen).map(\.normalizedKey)
        let able = reached.filter { target in
            demands.allSatisfy { model.variable($0, target: target, scope: scope) != nil }
        }
        let known = able.filter { target in demands.allSatisfy { model.documents($0, target: target) } }
        return [known, able].first { !$0.isEmpty } ?? reached
    }

    private func reachedTargets(_ guarantee: Guarantee, _ scope: RequestModel.Scope) -> [Int] {
        guard let resources = guarantee.resources else { return Array(model.targets.indices) }
        if let known = model.reachedTargets { return known }
        let reached = model.targets.indices.filter { isAmong(resources, target: $0, scope) }
        model.reachedTargets = reached
        return reached
    }

    /// True if some request of the action may name a resource that a pattern matches.
    func reaches(_ pattern: Statement.Value) -> Bool {
        let scope = RequestModel.Scope(model.action)
        return model.targets.indices.contains { isAmong([pattern], target: $0, scope) }
    }

    private func isAmong(_ resources: [Statement.Value], target: Int, _ scope: RequestModel.Scope) -> Bool {
        let reach = AuthorizationFormula(
            set: authorization.set, relevant: [],
            conditions: conditions(target, scope, Variant(reading: .possibly))
        ).resources(Statement.Clause(values: resources), .possibly, isOurs: true)
        if case .unsatisfiable = Solver(model.vocabulary, budget: SearchBudget()).solve(reach) { return false }
        return true
    }

    private func bad(_ scope: RequestModel.Scope, _ variant: Variant) -> Formula {
        switch claim {
        case .guarantee(let guarantee):
            return Formula.or(
                judgedTargets(guarantee).map { target in
                    let conditions = conditions(target, scope, variant)
                    let clause = guarantee.resources.map { Statement.Clause(values: $0) }
                    let reach = AuthorizationFormula(set: authorization.set, relevant: [], conditions: conditions)
                        .resources(clause, variant.reading, isOurs: true)
                    let excused = guarantee.unless.map { conditions.formula($0, variant.reading.flipped) } ?? .no
                    // Without conditions no request may be allowed.
                    let isFine =
                        guarantee.onlyWhen.isEmpty
                        ? Formula.no : conditions.formula(guarantee.onlyWhen, variant.reading.flipped)
                    return reach && !isFine && !excused
                })
        case .allowedBefore(let earlier):
            let relevant = earlier.relevant(to: model.action)
            return Formula.or(
                model.targets.indices.map { target in
                    !AuthorizationFormula(
                        set: earlier.set, relevant: relevant, conditions: conditions(target, scope, variant)
                    ).allowed(variant.reading.flipped)
                })
        }
    }

    /// The value of a policy variable is the one it was replaced by.
    private func given(_ key: String, _ value: Template.Substitute, _ scope: RequestModel.Scope) -> Formula {
        Formula.and(
            model.targets.indices.map { target in
                model.ask(key, target: target, scope: scope) { variable in
                    guard let variable else { return .yes }
                    switch value {
                    case .text(let text): return model.vocabulary.within(variable, .constant(text))
                    case .missing, .anything: return !model.vocabulary.present(variable)
                    }
                }
            })
    }

    private var carriesTags: Formula {
        let scope = RequestModel.Scope(model.action)
        let keys = model.variable("aws:tagkeys", target: 0, scope: scope).map { [model.vocabulary.present($0)] } ?? []
        return Formula.or(keys + model.tags(ofTarget: 0).map { model.vocabulary.present($0.value) })
    }

    /// A request carries the value of a tag exactly if the tag's key is among the tag keys of the same resource.
    private var tagsAgree: Formula {
        guard model.action.supportsRequestTags else { return .yes }
        return Formula.and(
            model.targets.indices.flatMap { model.tags(ofTarget: $0) }.map { tag, value, list in
                // Without a question about the keys of the tags nothing contradicts.
                guard let list else { return .yes }
                let value = model.vocabulary.present(value)
                let key = model.vocabulary.some(list, .text([Glob(literal: tag, ignoringCase: true)]))
                return (value && key) || (!value && !key)
            })
    }

    /// Keys in lower case that stand as policy variables in the statements or the claim.
    var policyVariables: [String] {
        var keys: Set<String> = []
        func add(_ values: [Statement.Value]) { for value in values { keys.formUnion(value.template.variables) } }
        func add(_ statement: Statement) {
            add(statement.resources?.values ?? [])
            for condition in statement.conditions { add(condition.values) }
        }
        for item in relevant + (tagging?.relevant ?? []) { add(item.entry.statement) }
        switch claim {
        case .guarantee(let guarantee):
            add(guarantee.resources ?? [])
            for condition in guarantee.conditions { add(condition.values) }
        case .allowedBefore(let earlier): for item in earlier.relevant(to: model.action) { add(item.entry.statement) }
        }
        return keys.sorted()
    }
}

extension Condition {
    /// True if the condition compares the text of the time instead of the time that it tells.
    fileprivate var readsTimeAsText: Bool {
        guard normalizedKey == "aws:currenttime" || normalizedKey == "aws:epochtime" else { return false }
        return ![.date, .numeric, .null].contains(comparison.family)
    }
}
