/// The resources of a run and how they refer to one another.
///
/// What a graph says never changes, so that workers can share it. Resources are named by their position in `resources`.
/// - Complexity: the indexes are built in time linear in the size of the input, each when it is first needed.
public final class ResourceGraph: Sendable {
    public let resources: [Resource]
    private let byType: [String: [Int]]
    private let deferredNames: Deferred<NameIndex>
    /// Goes through all properties of all resources.
    private let deferredIncoming: Deferred<ReferenceIndex>

    public init(_ resources: [Resource]) {
        self.resources = resources
        byType = Dictionary(grouping: resources.indices) { resources[$0].type }
        let names = Deferred { NameIndex(resources) }
        deferredNames = names
        deferredIncoming = Deferred { ReferenceIndex(resources, names: names.value) }
    }

    private var names: NameIndex { deferredNames.value }

    /// The types that occur, in no particular order.
    public var types: some Sequence<String> { byType.keys }

    /// The resources of a type, in input order.
    public func resources(ofType type: String) -> [Int] { byType[type] ?? [] }

    /// The resources whose types match a pattern such as `AWS::SageMaker::*`, in input order.
    public func resources(ofTypesMatching pattern: Glob) -> [Int] {
        pattern.isLiteral
            ? resources(ofType: pattern.literalPrefix)
            : byType.filter { pattern.matches($0.key) }.flatMap(\.value).sorted()
    }

    /// The resources with this id; several when files of different scopes repeat it.
    public func resources(id: String, scope: String) -> [Int] { names.resources(id: id, scope: scope) }

    /// The resources of a type that go by a name, an id or an ARN.
    public func resources(type: String, named name: String) -> [Int] { names.resources(type: type, named: name) }

    /// Follows a reference property, such as `LifecycleConfigName` or `ProductionVariants[*].ModelName`, to the
    /// resources it names in a scenario.
    public func related(_ index: Int, _ path: String, in scenario: Scenario = Scenario()) -> Related {
        guard resources.indices.contains(index) else { return .resources([]) }
        return related(index, ReferenceProperty(path, ofType: resources[index].type), in: scenario)
    }

    /// The same for a property that is looked up once for many resources of a type.
    public func related(_ index: Int, _ property: ReferenceProperty, in scenario: Scenario) -> Related {
        guard resources.indices.contains(index) else { return .resources([]) }
        let resource = resources[index]
        guard let properties = resource.properties else {
            return .unknown(found: [], reason: "the input gives no properties")
        }
        var collector = RelatedCollector()
        ReferenceValue.visit(
            property.path.steps[...], in: properties, resolver: resource.resolver, scenario: scenario
        ) { value in
            let found = finder.resources(named: value, targets: property.targets, from: index)
            collector.add(existing(found, in: scenario))
        }
        return collector.result
    }

    /// The resources of a type, or of all types that a pattern matches, that refer to a resource in a scenario.
    ///
    /// The outcome is unknown when such a resource has a reference that cannot be followed and might lead here.
    /// - Parameter scopes: those whose references count if they cannot be followed; nil for all.
    public func referencedBy(
        _ index: Int, _ type: Glob, in scenario: Scenario = Scenario(), doubting scopes: Set<String>? = nil
    ) -> Related {
        guard resources.indices.contains(index) else { return .resources([]) }
        let incoming = deferredIncoming.value
        let resource = resources[index]
        var found = incoming.sources(of: index).filter { type.matches(resources[$0].type) }
        // What choices of the same input decide is looked at once more; in another input they are left open.
        var doubt = incoming.doubt(about: index, of: resource, doubting: scopes, type.matches)
        if !doubt.choosing.isEmpty {
            let walker = incoming.walk(doubt.choosing, in: scenario, finder)
            let more = walker.edges.filter { $0.target == index && $0.source != index }.map(\.source)
            found = Set(found + more).sorted()
            doubt.reason = doubt.reason ?? walker.open.first { $0.type == resource.type }?.reference.reason
        }
        return existing(doubt.reason.map { .unknown(found: found, reason: $0) } ?? .resources(found), in: scenario)
    }

    /// The resources of a type, or of all types that a pattern matches, that exist in a scenario.
    public func all(_ type: Glob, in scenario: Scenario = Scenario()) -> Related {
        existing(.resources(resources(ofTypesMatching: type)), in: scenario)
    }

    private var finder: ReferenceFinder { ReferenceFinder(resources: resources, names: names) }

    /// Leaves out the resources that do not exist in a scenario.
    private func existing(_ related: Related, in scenario: Scenario) -> Related {
        guard related.found.contains(where: { resources[$0].condition != nil }) else { return related }
        var found: [Int] = []
        for index in related.found {
            switch resources[index].exists(in: scenario) {
            case true?: found.append(index)
            case false?: continue
            case nil:
                let reason = "whether `\(resources[index].name)` exists depends on the deployment"
                return .unknown(found: found, reason: reason)
            }
        }
        return related.replacing(found)
    }
}
