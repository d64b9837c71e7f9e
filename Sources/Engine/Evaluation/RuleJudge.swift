import CEL
import Documents
import Policies
import Resources

/// Evaluates one rule, on one thread.
final class RuleJudge {
    let compiled: CompiledRule
    let activation: Activation
    let context: RuleContext
    private let today: Val
    private let observer: EvaluationObserver?
    private let environments: EnvironmentRules?
    /// Whether failures carry what `--fix` would do.
    var plansFixes = false
    let editors = FixEditors()

    private let limits: AccessLimits
    /// Who has which policies in the input.
    private var access = AccessIndex(ResourceGraph([]))
    /// One for each check of the form `guarantee`, made when it first has something to judge.
    private var guarantees: [GuaranteeJudge] = []

    /// The variables of the rule whose value each resource shares, and of which none is kept yet.
    private var unkeptSlots: [Int] = []
    private let counter: WorkCounter
    let known = KnownProperties()
    private var tagPaths = TagPaths()
    /// A scenario in which nothing is chosen and nothing was asked for yet.
    private var openScenario = Scenario()

    /// - Parameters:
    ///   - today: the start of the day in UTC, in seconds since 1970.
    ///   - environments: how `environment` is found out; nil for the usual way.
    init(
        _ compiled: CompiledRule, today: Int64, environments: EnvironmentRules? = nil,
        observer: EvaluationObserver? = nil, limits: AccessLimits, counter: WorkCounter
    ) {
        self.limits = limits
        self.counter = counter
        self.compiled = compiled
        self.environments = environments
        self.observer = observer
        self.today = .timestamp(seconds: today, nanoseconds: 0)
        activation = Activation(slotCount: compiled.slotCount)
        context = RuleContext(activation)
    }

    /// Starts on the resources of another input.
    /// - Parameter scopes: those whose references count that cannot be followed; nil for all.
    func enter(_ graph: ResourceGraph, _ access: AccessIndex, doubting scopes: Set<String>? = nil) {
        self.access = access
        context.enter(graph, doubting: scopes)
        known.enter()
        bind(.today, today)
        for parameter in compiled.parameters {
            activation.frame.bind(parameter.slot, value(of: parameter.value, type: parameter.type))
        }
        for variable in compiled.variables { activation.frame.bind(variable.slot, lazily: variable.program) }
        unkeptSlots = compiled.steadySlots
    }

    /// A whole number that is written for a number with a fraction is one.
    private func value(of parameter: NodeView, type: ParameterType) -> Val {
        guard type == .number, parameter.kind == .integer, let number = parameter.integer else {
            return activation.value(of: parameter)
        }
        return .double(Double(number))
    }

    /// Judges a resource, given by its position in the graph, in every deployment that makes a difference.
    func judge(_ index: Int) -> Judgement {
        let scenario = openScenario
        let judgement = evaluate(index, in: scenario)
        guard !scenario.questions.isEmpty else { return judgement }
        openScenario = Scenario()
        guard judgement.mayDependOnChoices else { return judgement }
        let known = ScenarioMemo<Int, Judgement>()
        return ScenarioSearch.run(judgement, scenario, of: context.resource) { scenario in
            known.value(for: index, in: scenario) { self.evaluate(index, in: scenario) }
        }
    }

    /// Judges a resource in one scenario.
    private func evaluate(_ index: Int, in scenario: Scenario) -> Judgement {
        counter.count.evaluations += 1
        let resource = begin(index, in: scenario)
        defer { if !unkeptSlots.isEmpty { keepSteadyValues(in: scenario) } }
        switch context.resource.exists(in: scenario) {
        case true?: return judge(resource)
        case false?: return .notApplicable
        case nil:
            let outcome = judge(resource)
            guard !outcome.isPass, !outcome.isNotApplicable else { return outcome }
            return .unknown(reason: context.resource.existenceReason, place: anchor).hiding(context.secrets)
        }
    }

    /// Keeps what variables came to that every resource shares, unless a deployment or a secret has to do with it.
    private func keepSteadyValues(in scenario: Scenario) {
        guard scenario.isOpen, scenario.questionCount == 0, scenario.refusalCount == 0, context.secrets.isEmpty else {
            return
        }
        unkeptSlots.removeAll { activation.keepValue(of: $0) }
    }

    private func judge(_ resource: Val) -> Judgement { applied(to: resource).hiding(context.secrets) }

    private func applied(to resource: Val) -> Judgement {
        switch applicability() {
        case .applies: return finish(judge(compiled.check, of: resource))
        case .doesNotApply: return .notApplicable
        case .open(let judgement):
            // Whether the rule applies is not known; a resource that meets it anyway passes.
            guard judgement.isUnknown else { return judgement }
            let outcome = judge(compiled.check, of: resource)
            return outcome.isPass ? .pass : judgement
        }
    }

    /// Starts a round of evaluations on a resource.
    private func begin(_ index: Int, in scenario: Scenario) -> Val {
        let resource = context.begin(index, in: scenario)
        bind(.resource, resource)
        bind(.tags, compiled.readsTags ? context.tags() : .absent)
        if compiled.readsAccount { bind(.account, place(.account, known: context.resource.account)) }
        if compiled.readsRegion { bind(.region, place(.region, known: context.resource.region)) }
        bind(.environment, compiled.readsEnvironment ? context.environment(by: environments ?? .usual) : .absent)
        if compiled.readsFacets {
            bind(.metrics, context.facet("metrics"))
            bind(.usage, context.facet("usage"))
        }
        return resource
    }

    private enum Applicability {
        case applies, doesNotApply
        case open(Judgement)
    }

    private func applicability() -> Applicability {
        if compiled.judgesOnlyTags, case .notTaggable = context.resource.tags { return .doesNotApply }
        guard let when = compiled.when else { return .applies }
        let value = evaluate(when)
        if value.isTrue { return .applies }
        if value.isFalse { return .doesNotApply }
        return .open(indefinite(value, of: when, at: anchor))
    }

    private func judge(_ check: CompiledCheck, of resource: Val) -> Judgement {
        switch check {
        case .requiredTags(let keys): return requiredTags(keys)
        case .tagValues(let demands): return .all(demands) { tagValue($0) }
        case .property(let demand): return property(demand, of: resource)
        case .assertion(let program, let anchors): return assertion(program, at: anchors, of: resource)
        case .guarantee(let demands): return described(guarantee(demands))
        case .policyLint(let ids): return described(onAccess { PolicyLint(ids: ids).judge($0, in: $1) })
        case .all(let checks): return .all(checks) { judge($0, of: resource) }
        case .any(let checks): return .any(checks.map { judge($0, of: resource) }, at: subject(of: check, in: resource))
        case .not(let inner): return judge(inner, of: resource).negated(at: subject(of: inner, in: resource))
        }
    }

    // MARK: Forms of checks

    private func guarantee(_ demands: [GuaranteeDemand]) -> Judgement {
        let known = guarantees.first { $0.demands == demands }
        let judge = known ?? GuaranteeJudge(demands, limits: limits, counter: counter)
        if known == nil { guarantees.append(judge) }
        judge.enter(access)
        return onAccess { judge.judge($0, in: $1) }
    }

    private func onAccess(_ judge: (Int, AccessGraph) -> Judgement) -> Judgement {
        judge(context.current, AccessGraph(access, in: context.scenario))
    }

    private func requiredTags(_ keys: Program) -> Judgement {
        let wanted = keys.evaluate(in: activation)
        if wanted.isIndefinite { return indefinite(wanted, of: keys, at: anchor) }
        let audit = RequiredTags.audit(
            keys: activation.frame.elements(of: wanted).map { String(decoding: $0.text, as: UTF8.self) },
            in: context)
        if !audit.missing.isEmpty {
            let frame = activation.frame
            bind(.missing, frame.list(copying: audit.missing.map { frame.string($0) }))
            let place = Place(range: audit.anchor ?? anchor.range, path: audit.anchor == nil ? "" : tagPath)
            return .fail([
                described(
                    Violation(place: place, hint: audit.hint))
            ])
        }
        if let reason = audit.openReason {
            return .unknown(reason: reason, place: Place(range: audit.anchor ?? anchor.range, path: tagPath))
        }
        return .pass
    }

    private func tagValue(_ demand: TagDemand) -> Judgement {
        switch context.tagSet.lookUp(demand.key) {
        case .absent, .notTaggable: return .pass
        case .unknown: return .unknown(reason: "the tags are not all known", place: anchor)
        case .present(let tag):
            let value = context.value(activation.frame, context.tagValue(tag))
            let place = context.place(of: tag, path: tagPaths.path(to: demand.key, ofType: context.resource.type))
            return meets(demand.conditions, Selection(value: value.kind == .null ? .absent : value, place: place))
        }
    }

    private func property(_ demand: PropertyDemand, of resource: Val) -> Judgement {
        // Most paths of a rule are about other types: nobody need follow them or name what they do not lead to.
        let mayPassUnseen = demand.defaultValue == nil && demand.conditions.allSatisfy { $0.kind.acceptsAbsence }
        return .all(demand.paths) { path in
            if mayPassUnseen, !PropertyWalk.begins(path.selector, in: resource, activation),
                known.object(ofType: context.resource.type)?.property(at: path.inCatalogue)?.defaultValue == nil
            {
                return .pass
            }
            return property(path, demand, of: resource)
        }
    }

    private func property(_ path: PropertyDemand.Path, _ demand: PropertyDemand, of resource: Val) -> Judgement {
        let selections = PropertyWalk.select(
            path.selector, in: resource, at: anchor.range, context: context, known: known)
        return .all(selections) { selection in
            guard selection.value.kind == .absent else { return meets(demand.conditions, selection) }
            let standIn = Selection(value: defaultValue(of: path, demand), place: selection.place)
            // Whether a property is there has nothing to do with what its absence counts as.
            return .all(demand.conditions) { meets($0, $0.kind == .exists ? selection : standIn) }
        }
    }

    private func assertion(_ program: Program, at anchors: [PropertySelector], of resource: Val) -> Judgement {
        let value = evaluate(program)
        if value.isTrue { return .pass }
        let selections = anchors.flatMap {
            PropertyWalk.select($0, in: resource, at: anchor.range, context: context, known: known)
        }
        let stated = selections.first { $0.value.kind != .absent }?.place ?? selections.first?.place
        guard value.isFalse else { return indefinite(value, of: program, at: stated ?? anchor) }
        let reasons = FailureReasons(program.explain(in: activation), about: context.resource, in: context)
        return .fail([
            described(
                Violation(
                    place: stated ?? reasons.place ?? anchor, evidence: reasons.evidence, facts: reasons.facts))
        ])
    }

    /// Judges a value by every condition.
    private func meets(_ conditions: [CompiledCondition], _ selection: Selection) -> Judgement {
        .all(conditions) { meets($0, selection) }
    }

    private func meets(_ condition: CompiledCondition, _ selection: Selection) -> Judgement {
        let value = selection.value
        if value.isIndefinite, condition.kind != .exists || value.isError || value.detail != 0 {
            return indefinite(value, of: condition.predicate ?? compiled.when, at: selection.place)
        }
        bind(.value, value.kind == .absent ? .null : value)
        bind(.path, activation.frame.string(selection.place.path))
        let isAbsent = value.kind == .absent
        if condition.kind == .exists {
            return isAbsent != condition.mustExist ? .pass : failure(selection, condition)
        }
        if isAbsent { return condition.kind.acceptsAbsence ? .pass : failure(selection, condition) }
        guard let predicate = condition.predicate else { return .pass }
        let outcome = evaluate(predicate)
        if outcome.isTrue { return .pass }
        return outcome.isFalse ? failure(selection, condition) : indefinite(outcome, of: predicate, at: selection.place)
    }

    private func failure(_ selection: Selection, _ condition: CompiledCondition) -> Judgement {
        let value = selection.value.kind == .absent ? nil : words(for: selection.value)
        return .fail([
            described(
                Violation(
                    place: selection.place, value: value,
                    evidence: value.map { [Evidence(path: selection.place.path, value: $0)] } ?? [],
                    // What an expression demands is for the rule's message to say.
                    expected: condition.kind == .satisfies || condition.kind == .exists ? nil : condition.expectation))
        ])
    }

    private func defaultValue(of path: PropertyDemand.Path, _ demand: PropertyDemand) -> Val {
        if let program = demand.defaultValue { return program.evaluate(in: activation) }
        let known = known.object(ofType: context.resource.type)?.property(at: path.inCatalogue)?.defaultValue
        return switch known {
        case nil: .absent
        case .string(let text)?: activation.frame.string(text)
        case .integer(let number)?: .int(number)
        case .number(let number)?: .double(number)
        case .boolean(let value)?: .bool(value)
        }
    }
}

// MARK: - Values and words

extension RuleJudge {
    var anchor: Place { Place(range: context.resource.anchor, path: "") }

    /// The property that holds the tags.
    var tagPath: String { tagPaths.property(ofType: context.resource.type) }

    /// Evaluates an expression that decides.
    private func evaluate(_ program: Program) -> Val {
        observer?.note(program, in: activation, context)
        return program.evaluate(in: activation)
    }

    private func bind(_ slot: RuleSlot, _ value: Val) { activation.frame.bind(slot.rawValue, value) }

    private func words(for value: Val) -> String { MessageText.words(for: value, activation) }

    private func described(_ judgement: Judgement) -> Judgement {
        guard case .fail(let violations) = judgement else { return judgement }
        return .fail(violations.map { described($0) })
    }

    /// Fills in the rule's own words while the values that they name are at hand.
    private func described(_ violation: Violation) -> Violation {
        var violation = violation
        violation.message = compiled.message.flatMap { MessageText.fill($0, activation) }
        violation.remedy = violation.remedy ?? compiled.remedy.flatMap { MessageText.fill($0, activation) }
        return violation
    }

    private func indefinite(_ value: Val, of program: Program?, at place: Place) -> Judgement {
        if value.isUnknown { return .unknown(reason: context.reason(of: value), place: place) }
        guard value.isError else {
            return .error(message: "expected true or false; this is \(value.kind.noun)", place: place)
        }
        let message = program.map { $0.error(value, in: activation).message } ?? value.errorCode.message
        return .error(message: message, place: place)
    }

    /// A failure under `any` or `not` has no words yet, and neither has one that only counts as a whole.
    private func finish(_ judgement: Judgement) -> Judgement {
        guard case .fail(let violations) = judgement else { return judgement }
        var merged = violations.map { $0.message == nil ? described($0) : $0 }.merged
        if plansFixes, let fix = compiled.fix { merged[0].fix = plan(fix) }
        return .fail(merged)
    }
}
