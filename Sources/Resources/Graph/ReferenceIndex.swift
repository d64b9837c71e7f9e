import Documents

/// Who refers to whom, backwards.
struct ReferenceIndex: Sendable {
    /// A reference that cannot be followed before deployment.
    struct Open: Sendable {
        var source: Int
        var reason: String
    }

    private var sources: [[Int]]
    /// By the type of the resources to which they may lead, and by that of those that have them.
    private var open: [String: [String: OpenReferences]] = [:]
    private var reach: [Int: ReferenceReach] = [:]
    /// What the walk has looked up in the catalogue.
    private let objects: ReferenceWalker.Objects

    init(_ resources: [Resource], names: NameIndex) {
        sources = Array(repeating: [], count: resources.count)
        var walker = ReferenceWalker(finder: ReferenceFinder(resources: resources, names: names))
        var choosing: Set<Int> = []
        for index in resources.indices {
            let before = walker.scenario.questionCount
            walker.walk(index)
            if walker.scenario.questionCount != before { choosing.insert(index) }
        }
        for edge in walker.edges where sources[edge.target].last != edge.source {
            sources[edge.target].append(edge.source)
        }
        for (order, found) in walker.open.enumerated() {
            let source = found.reference.source
            open[found.type, default: [:]][resources[source].type, default: OpenReferences()].add(
                found.reference, order: order, of: resources[source].scope, isChosen: choosing.contains(source))
            if choosing.contains(source), reach[source] == nil { reach[source] = ReferenceReach(of: source, walker) }
        }
        objects = walker.objects
    }

    /// The resources that refer to one whatever is chosen, in input order, each once: edges are recorded in that order.
    func sources(of index: Int) -> [Int] { sources[index].filter { $0 != index } }

    /// What else may refer to a resource.
    struct Doubt {
        /// Resources of its scope that refer to it, or not, by what is chosen; in input order.
        var choosing: [Int]
        /// Why some reference cannot be followed; nil if all can.
        var reason: String?
    }

    /// - Parameters:
    ///   - scopes: those whose references count; nil for all.
    ///   - matches: whether the resources of a type are asked about.
    func doubt(
        about index: Int, of resource: Resource, doubting scopes: Set<String>?, _ matches: (String) -> Bool
    ) -> Doubt {
        var doubt = Doubt(choosing: [])
        var order = Int.max
        for (type, references) in open[resource.type] ?? [:] where matches(type) {
            doubt.choosing += (references.choosing[resource.scope] ?? []).filter {
                reach[$0]?.mayLead(to: index, of: resource.type) ?? true
            }
            for found in references.undecided(of: resource.scope, doubting: scopes) where found.order < order {
                order = found.order
                doubt.reason = found.reason
            }
        }
        doubt.choosing.sort()
        return doubt
    }

    /// Looks once more at some resources, in a scenario.
    func walk(_ sources: [Int], in scenario: Scenario, _ finder: ReferenceFinder) -> ReferenceWalker {
        var walker = ReferenceWalker(finder: finder, objects: objects)
        walker.start(in: scenario)
        for source in sources { walker.walk(source) }
        return walker
    }
}

/// The open references of the resources of one type.
private struct OpenReferences: Sendable {
    /// By scope: the resources with values that open choices of their input decide.
    private(set) var choosing: [String: [Int]] = [:]
    private var firsts: [String: Firsts] = [:]
    /// The first of all that no choice decides.
    private var first: First?
    /// The first of those that choices decide of each scope, as long as there are two scopes: one of them is another one's.
    private var firstChoosing: [(scope: String, first: First)] = []

    /// A reference, by its position among all.
    typealias First = (order: Int, reason: String)

    /// The first ones of a scope.
    private struct Firsts: Sendable {
        /// That no choice decides.
        var open: First?
        var choosing: First?
    }

    /// What nothing decides where a resource of a scope is asked about: choices of other scopes are never made for it.
    /// - Parameter scopes: those that count; nil for all.
    func undecided(of scope: String, doubting scopes: Set<String>?) -> [First] {
        guard let scopes else {
            return [first, firstChoosing.first { $0.scope != scope }?.first].compactMap(\.self)
        }
        return scopes.flatMap { other in
            [firsts[other]?.open, other == scope ? nil : firsts[other]?.choosing].compactMap(\.self)
        }
    }

    /// - Parameter isChosen: whether choices decide what the resource refers to.
    mutating func add(_ reference: ReferenceIndex.Open, order: Int, of scope: String, isChosen: Bool) {
        let new = (order, reference.reason)
        guard isChosen else {
            first = first ?? new
            firsts[scope, default: Firsts()].open = firsts[scope]?.open ?? new
            return
        }
        if choosing[scope]?.last != reference.source { choosing[scope, default: []].append(reference.source) }
        firsts[scope, default: Firsts()].choosing = firsts[scope]?.choosing ?? new
        if firstChoosing.count < 2, firstChoosing.first?.scope != scope { firstChoosing.append((scope, new)) }
    }
}

/// Where the references of a resource may lead, whatever is chosen: its own scenarios are gone through once, so that whoever
/// asks who refers to a resource looks only at those that may.
private struct ReferenceReach: Sendable {
    /// Nil when there are too many scenarios to go through.
    private var targets: Set<Int>? = []
    /// Types of resources to which a reference may lead that no choice makes known.
    private var openTypes: Set<String> = []

    init(of source: Int, _ walker: ReferenceWalker) {
        var walker = walker
        let isComplete = Scenario.visitAll { scenario in
            walker.start(in: scenario)
            walker.walk(source)
            targets?.formUnion(walker.edges.map(\.target))
            let isSettled = scenario.questions.first.map { $0.source.choice($0.id).options.isEmpty } ?? true
            if isSettled { openTypes.formUnion(walker.open.map(\.type)) }
        }
        if !isComplete { targets = nil }
    }

    func mayLead(to index: Int, of type: String) -> Bool {
        targets?.contains(index) ?? true || openTypes.contains(type)
    }
}

/// Goes through the properties of a resource with the catalogue beside it.
struct ReferenceWalker {
    let finder: ReferenceFinder
    private(set) var scenario = Scenario()
    private var source = 0
    private(set) var edges: [(source: Int, target: Int)] = []
    private(set) var open: [(type: String, reference: ReferenceIndex.Open)] = []
    private(set) var objects: Objects

    /// The properties of objects by name, by the name of the object.
    typealias Objects = [String: [String: PropertyInfo]]

    init(finder: ReferenceFinder, objects: Objects = [:]) {
        self.finder = finder
        self.objects = objects
    }

    /// Forgets what was recorded and goes on in a scenario.
    mutating func start(in scenario: Scenario) {
        self.scenario = scenario
        edges.removeAll(keepingCapacity: true)
        open.removeAll(keepingCapacity: true)
    }

    /// Records the references of one resource.
    mutating func walk(_ index: Int) {
        guard let properties = finder.resources[index].properties else { return }
        source = index
        walk(properties, type: .object(finder.resources[index].type), targets: [], chain: 0)
    }

    private mutating func walk(_ node: NodeView, type: PropertyType, targets: [ReferenceTarget], chain: Int) {
        if node.node.flags.contains(.deferred) {
            var values: [ReferenceValue] = []
            var next: NodeView?
            ReferenceValue.follow(
                node, resolver: finder.resources[source].resolver, scenario: scenario, chain: chain,
                visit: { values.append($0) }, onward: { next = $0 })
            for value in values { record(value, targets: targets) }
            if let next { walk(next, type: type, targets: targets, chain: chain + 1) }
            return
        }
        switch node.kind {
        case .list:
            let element = if case .list(let element) = type { element } else { PropertyType.any }
            for child in node.children { walk(child, type: element, targets: targets, chain: chain) }
        case .map: walkMembers(of: node, type: type, chain: chain)
        case .unknown: record(.unknown(reason: "the value is known after deployment"), targets: targets)
        case .string where !targets.isEmpty: if let text = node.text { record(.text(text), targets: targets) }
        default: return
        }
    }

    private mutating func walkMembers(of node: NodeView, type: PropertyType, chain: Int) {
        switch type {
        case .object(let name):
            let properties = properties(of: name)
            for child in node.children {
                let property = properties[child.key]
                walk(child, type: property?.type ?? .any, targets: property?.references ?? [], chain: chain)
            }
        case .map(let value):
            for child in node.children { walk(child, type: value, targets: [], chain: chain) }
        default:
            for child in node.children { walk(child, type: .any, targets: [], chain: chain) }
        }
    }

    private mutating func record(_ value: ReferenceValue, targets: [ReferenceTarget]) {
        // A value that points nowhere in particular is of no interest, unless it names a resource of the input.
        if targets.isEmpty {
            switch value {
            case .reference: break
            case .parts(let parts): return recordMentions(in: parts)
            case .text, .unknown: return
            }
        }
        let outcome = finder.resources(named: value, targets: targets, from: source)
        for target in outcome.found { edges.append((source, target)) }
        guard case .unknown(_, let reason) = outcome else { return }
        for target in targets { open.append((target.type, ReferenceIndex.Open(source: source, reason: reason))) }
    }

    private mutating func recordMentions(in parts: [TextPart]) {
        for case .reference(let reference) in parts { record(.reference(reference), targets: []) }
    }

    private mutating func properties(of object: String) -> [String: PropertyInfo] {
        if let known = objects[object] { return known }
        let properties = Catalogue.object(named: object)?.properties ?? []
        let byName = Dictionary(properties.map { ($0.name, $0) }) { first, _ in first }
        objects[object] = byName
        return byName
    }
}
