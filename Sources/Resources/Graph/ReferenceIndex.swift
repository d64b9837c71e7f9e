import Documents

/// Who refers to whom, backwards.
struct ReferenceIndex: Sendable {
    /// A reference that cannot be followed before deployment.
    struct Open: Sendable {
        var source: Int
        var reason: String
        /// Whether the resource has values that open choices of its input decide.
        var dependsOnChoices = false
    }

    private var sources: [[Int]]
    private var openByType: [String: [Open]] = [:]

    init(_ resources: [Resource], names: NameIndex) {
        sources = Array(repeating: [], count: resources.count)
        var walker = ReferenceWalker(finder: ReferenceFinder(resources: resources, names: names), scenario: Scenario())
        var choosing: Set<Int> = []
        for index in resources.indices {
            let before = walker.scenario.questionCount
            walker.walk(index)
            if walker.scenario.questionCount != before { choosing.insert(index) }
        }
        for edge in walker.edges where sources[edge.target].last != edge.source {
            sources[edge.target].append(edge.source)
        }
        for open in walker.open {
            var reference = open.reference
            reference.dependsOnChoices = choosing.contains(reference.source)
            openByType[open.type, default: []].append(reference)
        }
    }

    /// The resources that refer to one, in input order, each once: edges are recorded in that order.
    func sources(of index: Int) -> [Int] { sources[index].filter { $0 != index } }

    /// The references that may lead to a resource of this type.
    func open(towards type: String) -> [Open] { openByType[type] ?? [] }
}

/// Goes through the properties of a resource with the catalogue beside it.
struct ReferenceWalker {
    let finder: ReferenceFinder
    let scenario: Scenario
    private var source = 0
    private(set) var edges: [(source: Int, target: Int)] = []
    private(set) var open: [(type: String, reference: ReferenceIndex.Open)] = []
    private var objects: [String: [String: PropertyInfo]] = [:]

    init(finder: ReferenceFinder, scenario: Scenario) {
        self.finder = finder
        self.scenario = scenario
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
