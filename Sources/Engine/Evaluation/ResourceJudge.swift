import Policies
import Resources

/// Judges the resources of inputs, one input after another, on one thread.
final class ResourceJudge {
    private let policies: PolicySet
    private let today: Int64
    private let observer: EvaluationObserver?
    private let environments: EnvironmentRules?
    private let limits: AccessLimits
    /// Who has which policies in the graph that was judged last.
    private var access: AccessIndex?
    let counter = WorkCounter()
    /// Whether failures carry what `--fix` would do.
    var plansFixes = false
    /// By position in the policy set; made when the rule first has something to judge.
    private var judges: [RuleJudge?]
    /// The judges of rules that have other parameters in some environments.
    private var variantJudges: [String: [String: RuleJudge]] = [:]
    /// The rules that are about a type, by position in the policy set.
    private var rulesByType: [String: [Int]] = [:]

    /// - Parameters:
    ///   - now: the time of the run, in seconds since 1970.
    ///   - environments: how the environments of resources are found out; nil for the usual way.
    ///   - limits: what limits the principals of the input beside their own policies.
    init(
        _ policies: PolicySet, now: Int64, environments: EnvironmentRules? = nil, observer: EvaluationObserver? = nil,
        limits: AccessLimits = AccessLimits()
    ) {
        self.policies = policies
        self.environments = environments
        self.observer = observer
        self.limits = limits
        today = now - now % 86_400
        judges = [RuleJudge?](repeating: nil, count: policies.entries.count)
    }

    /// Judges the resources of one input, in the order of the rules and then of the resources.
    /// - Parameters:
    ///   - neighbours: resources to which those may refer and which are not judged.
    ///   - goesOn: asked before each judgement; false ends it all.
    ///   - record: takes each judgement with who made it; compiled rules are too large to be handed around for each.
    func judge(
        _ resources: [Resource], beside neighbours: [Resource] = [], while goesOn: () -> Bool = { true },
        _ record: (Judgement, RuleJudge, Resource) -> Void
    ) {
        let applicable = applicableRules(resources.indices, of: resources)
        guard applicable.contains(where: { !$0.isEmpty }) else { return }
        let graph = ResourceGraph(SchemaTyping.conform(neighbours.isEmpty ? resources : resources + neighbours))
        judge(applicable, in: graph, while: goesOn, record)
    }

    /// Judges some resources of a graph that other threads may judge others of, in the order of the rules and then of the
    /// resources.
    ///
    /// References of others that cannot be followed excuse no failure: where no verdict is reached beside them, it is looked for
    /// once more without them.
    func judge(
        _ range: Range<Int>, in graph: ResourceGraph, while goesOn: () -> Bool = { true },
        _ record: (Judgement, RuleJudge, Resource) -> Void
    ) {
        judge(
            applicableRules(range, of: graph.resources), in: graph, hasOthers: range.count < graph.resources.count,
            while: goesOn, record)
    }

    /// The resources that each rule is about, in the order of the rules.
    private func applicableRules(_ range: Range<Int>, of resources: [Resource]) -> [[Int]] {
        var applicable = [[Int]](repeating: [], count: policies.entries.count)
        for index in range {
            for rule in rules(for: resources[index].type) { applicable[rule].append(index) }
        }
        return applicable
    }

    private func judge(
        _ applicable: [[Int]], in graph: ResourceGraph, hasOthers: Bool = false, while goesOn: () -> Bool,
        _ record: (Judgement, RuleJudge, Resource) -> Void
    ) {
        let access = self.access.flatMap { $0.graph === graph ? $0 : nil } ?? AccessIndex(graph)
        self.access = access
        for (rule, indices) in applicable.enumerated() where !indices.isEmpty {
            // A rule that could not be compiled is an issue of the policies, which the run reports.
            guard let judge = self.judge(for: rule) else { continue }
            judge.plansFixes = plansFixes
            judge.enter(graph, access)
            let variants = self.variants(of: judge.compiled.id)
            for variant in variants.values { variant.enter(graph, access) }
            var open: [OpenVerdict] = []
            for index in indices where !graph.resources[index].isOnlyMeasured || judge.compiled.readsFacets {
                guard goesOn() else { return }
                let (judgement, own) = self.judge(index, of: graph, judge, variants)
                if hasOthers, judgement.isUnknown, judge.compiled.followsBackwards {
                    open.append(OpenVerdict(index: index, judgement: judgement, judge: own))
                } else {
                    record(judgement, own, graph.resources[index])
                }
            }
            guard !open.isEmpty else { continue }
            let own = Set(open.map { graph.resources[$0.index].scope })
            for judge in [judge] + variants.values { judge.enter(graph, access, doubting: own) }
            for verdict in open {
                guard goesOn() else { return }
                let (alone, own) = self.judge(verdict.index, of: graph, judge, variants)
                let resource = graph.resources[verdict.index]
                if alone.violations.isEmpty {
                    record(verdict.judgement, verdict.judge, resource)
                } else {
                    record(alone.besideOthers, own, resource)
                }
            }
        }
    }

    /// A verdict that was not reached beside the resources of other files.
    private struct OpenVerdict {
        var index: Int
        var judgement: Judgement
        var judge: RuleJudge
    }

    /// Judges by the parameters of the resource's environment. Where that is not known, by all of them: a verdict on which
    /// they agree does not depend on it.
    /// - Returns: the judgement, and by whom it is.
    private func judge(
        _ index: Int, of graph: ResourceGraph, _ usual: RuleJudge, _ variants: [String: RuleJudge]
    ) -> (Judgement, RuleJudge) {
        if variants.isEmpty { return (usual.judge(index), usual) }
        let resource = graph.resources[index]
        let tags = resource.tags(in: Scenario())
        let found = (environments ?? .usual).environment(of: resource, tags: tags) { tag in
            tag.value(resolvedBy: resource.resolver)
        }
        switch found {
        case .known(let name):
            let judge = variants[name] ?? usual
            return (judge.judge(index), judge)
        case .unknown(let reason):
            let first = usual.judge(index)
            let others = variants.sorted { $0.key < $1.key }.map { $0.value.judge(index) }
            if others.allSatisfy({ $0.agrees(with: first) }) { return (first, usual) }
            let words = "parameters differ between environments, and \(reason)"
            return (.unknown(reason: words, place: Place(range: resource.anchor, path: "")), usual)
        }
    }

    private func variants(of rule: String) -> [String: RuleJudge] {
        guard !policies.variants.isEmpty, let compiled = policies.variants[rule] else { return [:] }
        if let known = variantJudges[rule] { return known }
        let made = compiled.mapValues {
            RuleJudge(
                $0, today: today, environments: environments, observer: observer, limits: limits, counter: counter)
        }
        variantJudges[rule] = made
        return made
    }

    private func rules(for type: String) -> [Int] {
        if let known = rulesByType[type] { return known }
        let rules = policies.entries.indices.filter { policies.entries[$0].applies(toType: type) }
        rulesByType[type] = rules
        return rules
    }

    private func judge(for rule: Int) -> RuleJudge? {
        if let known = judges[rule] { return known }
        let judge = policies.rule(policies.entries[rule]).map {
            RuleJudge(
                $0, today: today, environments: environments, observer: observer, limits: limits,
                counter: counter)
        }
        judges[rule] = judge
        return judge
    }
}

extension Judgement {
    /// What was reached without the references of other files that cannot be followed.
    fileprivate var besideOthers: Judgement {
        guard case .fail(var violations) = self, !violations.isEmpty else { return self }
        violations[0].add(hint: "references of other files that cannot be followed do not count")
        return .fail(violations)
    }
}
