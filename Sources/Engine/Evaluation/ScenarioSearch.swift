import Resources

/// Judges a resource in every deployment that makes a difference.
///
/// An evaluation in which choices are open follows Kleene's logic: a verdict that does not depend on them is reached
/// without them. Only where one does is a choice made, outcome by outcome, and the evaluation repeated; so the choices that
/// matter are the only ones that are ever made.
struct ScenarioSearch {
    /// Evaluations for one rule and resource.
    static let evaluationLimit = RunLimits.deployments

    /// One judgement with the choices that were made for it.
    struct Case {
        var outcomes: [Choice.ID: Int]
        var judgement: Judgement
    }

    private let evaluate: (Scenario) -> Judgement
    private let resolver: (any ValueResolver)?
    private let names: ScenarioNames
    private var evaluations = 0
    private(set) var isCutShort = false
    private var choices: [Choice.ID: Choice] = [:]
    private var failures: [ScenarioFailure] = []
    private var leaves: [Case] = []
    private var refusal: Case?

    /// Looks further from a judgement that left choices open.
    static func run(
        _ root: Judgement, _ scenario: Scenario, of resource: Resource, _ evaluate: @escaping (Scenario) -> Judgement
    ) -> Judgement {
        var search = ScenarioSearch(evaluate: evaluate, of: resource)
        search.explore(Case(outcomes: [:], judgement: root), scenario, known: [])
        search.minimise()
        return search.result(at: Place(range: resource.anchor, path: ""))
    }

    private init(evaluate: @escaping (Scenario) -> Judgement, of resource: Resource) {
        self.evaluate = evaluate
        resolver = resource.resolver
        names = ScenarioNames(scope: resource.scope)
    }

    private mutating func explore(_ current: Case, _ scenario: Scenario, known: Set<ScenarioFailure.Key>) {
        if !scenario.isOpen, (scenario.refusal ?? resolver?.refusal(of: scenario)) != nil {
            refusal = refusal ?? current
            return
        }
        var known = known
        for violation in current.judgement.violations where known.insert(ScenarioFailure.Key(violation)).inserted {
            failures.append(ScenarioFailure(violation: violation, outcomes: current.outcomes))
        }
        guard current.judgement.mayDependOnChoices, let question = scenario.questions.first else {
            leaves.append(current)
            return
        }
        let choice = question.source.choice(question.id)
        choices[question.id] = choice
        for index in choice.options.indices {
            guard evaluations < Self.evaluationLimit else {
                isCutShort = true
                return
            }
            evaluations += 1
            let next = Scenario(current.outcomes.merging([question.id: index]) { _, new in new })
            let judgement = evaluate(next)
            explore(Case(outcomes: next.outcomes, judgement: judgement), next, known: known)
        }
    }

    /// Leaves out of each failing scenario the choices without which it fails just so.
    private mutating func minimise() {
        var evaluations = 0
        for index in failures.indices {
            for id in failures[index].outcomes.keys.sorted(by: { $0.name < $1.name }) {
                guard failures[index].outcomes.count > 1, evaluations < Self.evaluationLimit else { break }
                evaluations += 1
                let fewer = failures[index].outcomes.filter { $0.key != id }
                let key = ScenarioFailure.Key(failures[index].violation)
                let scenario = Scenario(fewer)
                let isSame = evaluate(scenario).violations.contains { ScenarioFailure.Key($0) == key }
                if isSame, scenario.refusal == nil { failures[index].outcomes = fewer }
            }
        }
    }
}

// MARK: - The verdict

extension ScenarioSearch {
    private func result(at place: Place) -> Judgement {
        if !failures.isEmpty {
            var violations = ScenarioFailure.violations(of: failures, choices: choices, names: names)
            if isCutShort, !violations.isEmpty { violations[0].add(hint: "not all deployments were looked at") }
            return .fail(violations)
        }
        if let error = leaves.first(where: \.judgement.isError) { return error.judgement }
        if isCutShort { return .unknown(reason: "too many scenarios", place: place, scenarios: []) }
        let counted = leaves.filter { !isBeyondDefault($0) }
        if let open = counted.first(where: \.judgement.isUnknown) { return unknown(open) }
        let isMet = leaves.contains(where: \.judgement.isPass)
        let beyond = leaves.first { isBeyondDefault($0) && $0.judgement.isUnknown }
        if let beyond, isMet || counted.isEmpty || counted.allSatisfy(\.judgement.isNotApplicable) {
            return .passWhereKnown(note: note(beyond))
        }
        if isMet { return .pass }
        if leaves.isEmpty, let refusal { return refusal.judgement }
        return .notApplicable
    }

    /// Whether a case is one of a value that nobody named, of a parameter that has a default.
    private func isBeyondDefault(_ found: Case) -> Bool { otherParameter(of: found) != nil }

    private func otherParameter(of found: Case) -> Choice? {
        found.outcomes.lazy.compactMap { id, index in
            guard let choice = choices[id], choice.hasDefault, choice.options[index].standing == .other else {
                return nil
            }
            return choice
        }.first
    }

    private func note(_ found: Case) -> String {
        let name = otherParameter(of: found)?.id.name ?? ""
        return "other values of `\(name)` are possible"
    }

    private func unknown(_ found: Case) -> Judgement {
        guard case .unknown(let reason, let place, _) = found.judgement else { return found.judgement }
        // What is unknown everywhere needs no scenario.
        let isEverywhere = leaves.allSatisfy(\.judgement.isUnknown)
        return .unknown(
            reason: reason, place: place,
            scenarios: isEverywhere ? [] : [names.scenario(found.outcomes, choices: choices)])
    }
}
