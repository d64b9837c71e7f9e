/// Puts a concrete call to the evaluator, and makes it as small as it can be.
struct Replay {
    let question: ActionQuestion
    let spellings: [String: String]
    /// The keys in lower case about which something asks.
    private let named: Set<String>

    init(_ question: ActionQuestion, spellings: [String: String]) {
        self.question = question
        self.spellings = spellings
        named = Set(question.namedKeys)
    }

    /// The call as a counterexample; nil if the evaluator does not find it allowed and bad.
    func counterexample(_ witness: Witness) -> Counterexample? {
        let witness = witness.agreeing.givingTags(to: question.model.targets)
        guard var outcome = confirmation(of: witness) else { return nil }
        var smallest = witness
        for part in witness.optionalParts {
            let smaller = smallest.removing(part)
            if let confirmed = confirmation(of: smaller) { (smallest, outcome) = (smaller, confirmed) }
        }
        // The resource by which the call is bad comes first.
        guard let bad = badTarget(of: smallest) else { return nil }
        var others = smallest.requests
        let request = others.remove(at: bad)
        return Counterexample(
            request: request, alongside: others + (smallest.tagging.map { [$0] } ?? []),
            statement: bad == 0 ? outcome.statement : question.authorization.set.decide(request).statement,
            notes: notes(request))
    }

    /// How the first authorisation of the call comes about; nil unless every one succeeds and the call is bad, whatever is
    /// ambiguous.
    private func confirmation(of witness: Witness) -> Outcome? {
        let set = question.authorization.set
        var first: Outcome?
        guard witness.requests.indices.allSatisfy({ isUsual(witness.requests[$0], question.model.targets[$0]) }),
            SharedNames(witness, question.model.targets).agree
        else { return nil }
        for request in witness.requests + (witness.tagging.map { [$0] } ?? []) {
            guard Self.hasOneTime(request.context), CallerKeys(context: request.context).agree else { return nil }
            let outcome = set.decide(request)
            guard outcome.verdict == .allowed else { return nil }
            if first == nil { first = outcome }
        }
        return badTarget(of: witness) == nil ? nil : first
    }

    /// See `RequestModel.isUsual`.
    private func isUsual(_ request: Request, _ target: ResourceTarget) -> Bool {
        if target.hasOwner, target.rest != nil, target.namesAccount, request.account == nil { return false }
        if let usual = target.usual?.globs {
            let rest = request.resource.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false).last ?? ""
            guard usual.contains(where: { $0.matches(String(rest)) }) else { return false }
        }
        if let account = request.account, !question.model.surelyReaches(account: account) { return false }
        var accounts: Set<String> = []
        for (key, account) in question.model.carriedAccounts where named.contains(key) {
            guard let value = request.context.value(normalized: key)?.all.first, account == nil || account == value
            else { return false }
            accounts.insert(value)
        }
        guard accounts.count < 2 else { return false }
        return !target.isCreated || request.context.createdTags.allSatisfy { $0.request == $0.resource }
    }

    /// The two keys of the time tell of the same second.
    private static func hasOneTime(_ context: Request.Context) -> Bool {
        guard let current = context.value(normalized: "aws:currenttime"),
            let epoch = context.value(normalized: "aws:epochtime")
        else { return true }
        let times = (current.all + epoch.all).map { Instant(policyText: $0)?.seconds }
        return times.allSatisfy { $0 != nil && $0 == times.first }
    }

    /// The first resource by which the call is bad; nil if it is not.
    private func badTarget(of witness: Witness) -> Int? {
        switch question.claim {
        case .guarantee(let guarantee):
            return question.judgedTargets(guarantee).first { target in
                let request = witness.requests[target]
                let isInReach = guarantee.resources.map { Self.names($0, request) } ?? true
                guard isInReach else { return false }
                let conditions = ConditionEvaluator(context: request.context)
                if let unless = guarantee.unless, conditions.holds(unless) != .no { return false }
                return guarantee.onlyWhen.isEmpty || conditions.holds(guarantee.onlyWhen) == .no
            }
        case .allowedBefore(let earlier):
            return witness.requests.indices.first {
                [.implicitlyDenied, .explicitlyDenied].contains(earlier.set.decide(witness.requests[$0]).verdict)
            }
        }
    }

    private static func names(_ resources: [Statement.Value], _ request: Request) -> Bool {
        resources.contains {
            Substitution(context: request.context).matches(request.resource, $0.template, .arn(.narrow)) == .yes
        }
    }

    /// Other actions that the call needs.
    private func notes(_ request: Request) -> [String] {
        let action = question.model.action
        let beside =
            request.resource == "*"
            ? action.namesBesideResources.map { ["the call names \($0) instead of a resource"] } : nil
        return (beside ?? [])
            + action.dependents.filter { $0 != "sagemaker:AddTags" }.map {
                "the caller also needs `\($0)`"
            }
    }
}
