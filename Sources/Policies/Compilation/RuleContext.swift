public import CEL
import Documents
public import Resources

/// What the functions of rules look into: the resources of the input, and the one that is judged.
///
/// One for each activation. The activation's frame refers to it without keeping it alive.
// INVARIANT: `frame.host` of the activation points at this object, which outlives every evaluation in it.
public final class RuleContext {
    let activation: Activation
    public var frame: FramePointer { activation.frame }
    public private(set) var graph = ResourceGraph([])
    /// The scopes whose references count that cannot be followed; nil for all.
    private var doubted: Set<String>?
    /// The position of the judged resource in the graph.
    public private(set) var current = 0
    /// The address of the judged resource's mapping of properties.
    private var currentNode: UInt64 = 0
    /// The other resources by the address of their mapping of properties, for those that expressions have seen.
    private var resourcesByNode: [Int: Int] = [:]
    /// By the slot of the document.
    private var resolvers: [(any ValueResolver)?] = []
    /// Made when a rule first asks for a part of the input by itself.
    var resolversByDocument: [ObjectIdentifier: (any ValueResolver)?]?
    /// What deferred nodes stand for whatever is chosen, by address.
    var resolutions: [Int: Resolution] = [:]
    /// The same in the current scenario, of those that depend on it.
    var scenarioResolutions: [Int: Resolution] = [:]
    /// The lists and mappings that deferred nodes of the judged resource stand for, with their types.
    var typedValues: [(value: NodeView, type: PropertyType)] = []
    /// How many documents the activation knew before the current scenario, and how many typed values there were.
    private var documentCount = 0
    private var typedValueCount = 0
    var effectiveTags: TagSet?
    /// What the input leaves open, and what of it is imagined in the current round.
    public private(set) var scenario = Scenario()
    /// The texts that were read in this round and must not be shown.
    public internal(set) var secrets: Set<String> = []
    /// Whether a resource of this round holds some.
    var readsSecrets = false
    /// Mappings that stand for the properties of resources without any, by position.
    private var emptyProperties: [Int: NodeView] = [:]
    private var notes: [String] = []
    /// What `instanceType` gives, for the names that it was asked for.
    private var instanceTypes: [String: InstanceTypeFields.Made] = [:]
    /// What the catalogue says of the properties of one type along which references were followed, by path.
    private var referenceProperties: (type: String, byPath: [String: ReferenceProperty]) = ("", [:])

    public init(_ activation: Activation) {
        self.activation = activation
        activation.frame.pointee.host = UnsafeRawPointer(Unmanaged.passUnretained(self).toOpaque())
        activation.frame.pointee.resolver = { frame, node, document in
            frame.context?.resolve(frame, node, document) ?? .error(.host)
        }
    }

    /// Starts on the resources of another input; everything of the last one is forgotten.
    /// - Parameter scopes: those whose references count that cannot be followed; nil for all.
    public func enter(_ graph: ResourceGraph, doubting scopes: Set<String>? = nil) {
        doubted = scopes
        activation.removeAll()
        if self.graph !== graph { resolversByDocument = nil }
        self.graph = graph
        currentNode = 0
        resourcesByNode.removeAll(keepingCapacity: true)
        resolvers.removeAll(keepingCapacity: true)
        resolutions.removeAll(keepingCapacity: true)
        scenarioResolutions.removeAll(keepingCapacity: true)
        // Leaving a scenario of the last input would forget documents of this one, to which values are bound.
        scenario = Scenario()
        documentCount = 0
        typedValueCount = 0
        typedValues.removeAll()
        emptyProperties.removeAll()
        instanceTypes.removeAll(keepingCapacity: true)
    }

    /// Starts a round of evaluations on a resource, given by its position in the graph, in a scenario.
    /// - Returns: the value of the variable `resource`.
    public func begin(_ index: Int, in scenario: Scenario) -> Val {
        activation.reset()
        if !self.scenario.isOpen { leaveScenario() }
        if !scenario.isOpen { documentCount = activation.documentCount }
        notes.removeAll(keepingCapacity: true)
        secrets.removeAll(keepingCapacity: true)
        readsSecrets = false
        effectiveTags = nil
        self.scenario = scenario
        if current != index { typedValues.removeAll(keepingCapacity: true) }
        if !scenario.isOpen { typedValueCount = typedValues.count }
        current = index
        let value = value(for: index)
        currentNode = value.bits
        return value
    }

    /// Forgets what was made for a scenario, so that many of them need no more memory than one.
    private func leaveScenario() {
        scenarioResolutions.removeAll(keepingCapacity: true)
        if resolvers.count > documentCount { resolvers.removeSubrange(documentCount...) }
        if typedValues.count > typedValueCount { typedValues.removeSubrange(typedValueCount...) }
        activation.removeDocuments(from: documentCount)
    }

    public var resource: Resource { graph.resources[current] }

    /// Why a value is unknown, in a few words.
    public func reason(of value: Val) -> String {
        guard let reason = activation.frame.reason(of: value) else { return "a value is not known" }
        let index = Int(reason.code) - 1
        return notes.indices.contains(index) ? notes[index] : "a value is known only after deployment"
    }

    /// A value that is not known, for the given reason.
    public func unknown(_ reason: String) -> Val { RuleFunctions.undetermined(activation.frame, reason) }

    /// Remembers the reason of an unknown value.
    /// - Returns: the code for `UnknownReason`.
    func note(_ reason: String) -> UInt32 {
        notes.append(reason)
        return UInt32(truncatingIfNeeded: notes.count)
    }
}

// MARK: - Resources as values

extension RuleContext {
    private func object(for index: Int) -> Val {
        let value = value(for: index)
        resourcesByNode[Int(truncatingIfNeeded: value.bits)] = index
        return value
    }

    private func value(for index: Int) -> Val {
        let resource = graph.resources[index]
        guard let properties = resource.properties ?? emptyMapping(for: index) else { return .error(.host) }
        if resource.holdsSecrets {
            readsSecrets = true
            collectSecrets(in: properties)
        }
        let value = activation.object(properties)
        if let resolver = resource.resolver { note(resolver, of: Int(value.count)) }
        return value
    }

    func note(_ resolver: any ValueResolver, of slot: Int) {
        while resolvers.count <= slot { resolvers.append(nil) }
        if resolvers[slot] !== resolver { resolvers[slot] = resolver }
    }

    func resolver(of slot: UInt32) -> (any ValueResolver)? {
        Int(slot) < resolvers.count ? resolvers[Int(slot)] : nil
    }

    /// Keeps a text out of reports.
    func hide(_ text: String) {
        if !text.isEmpty { secrets.insert(text) }
    }

    func collectSecrets(in properties: NodeView) {
        let document = properties.document
        let first = Int(properties.id.rawValue)
        for node in document.nodes[first..<first + properties.node.stride]
        where node.flags.contains(.secret) && !node.isContainer && node.kind != .unknown && node.kind != .null {
            let text = String(decoding: document.text(of: node), as: UTF8.self)
            if !text.isEmpty { secrets.insert(text) }
        }
    }

    private func emptyMapping(for index: Int) -> NodeView? {
        if let known = emptyProperties[index] { return known }
        var builder = DocumentBuilder(source: graph.resources[index].source, symbols: SymbolTable())
        let root = builder.append(Node(kind: .map, start: 0, end: 0))
        builder.close(root, end: 0)
        builder.addRoot(root)
        emptyProperties[index] = builder.finish().root
        return emptyProperties[index]
    }

    /// The resource that a value stands for, by position in the graph.
    func index(of value: Val) -> Int? {
        guard value.kind == .object else { return nil }
        return value.bits == currentNode ? current : resourcesByNode[Int(truncatingIfNeeded: value.bits)]
    }

    func text(of value: Val, _ field: (Resource) -> String) -> Val {
        guard let index = index(of: value) else { return .absent }
        return activation.frame.string(field(graph.resources[index]))
    }

    func related(_ frame: FramePointer, _ value: Val, _ path: Val) -> Val {
        guard let index = index(of: value) else { return notAResource(frame, value) }
        let property = referenceProperty(path.string, of: graph.resources[index].type)
        return list(frame, graph.related(index, property, in: scenario))
    }

    private func referenceProperty(_ path: String, of type: String) -> ReferenceProperty {
        if referenceProperties.type != type { referenceProperties = (type, [:]) }
        if let known = referenceProperties.byPath[path] { return known }
        let property = ReferenceProperty(path, ofType: type)
        referenceProperties.byPath[path] = property
        return property
    }

    func referencedBy(_ frame: FramePointer, _ value: Val, _ type: Val) -> Val {
        guard let index = index(of: value) else { return notAResource(frame, value) }
        let type = Glob(type.string)
        let found = graph.referencedBy(index, type, in: scenario, doubting: doubted)
        return unseen(frame, type, beside: index) ?? list(frame, found)
    }

    /// The resources of a type, or of all types that a pattern matches, that the input shows.
    func resources(_ frame: FramePointer, _ type: Val) -> Val {
        let type = Glob(type.string)
        return unseen(frame, type, beside: current) ?? list(frame, graph.all(type, in: scenario))
    }

    /// Unknown where the account of a resource was read and this part of it was not.
    private func unseen(_ frame: FramePointer, _ type: Resources.Glob, beside index: Int) -> Val? {
        graph.resources[index].sight?.reason(toDoubt: type, beside: graph.resources[index]).map {
            RuleFunctions.undetermined(frame, $0)
        }
    }

    /// What the catalogue knows of an instance type, put together once for each input.
    func instanceType(_ name: String) -> Val {
        let known = instanceTypes[name]
        let made = known ?? InstanceTypeFields.Made(InstanceType(name), in: activation)
        if known == nil { instanceTypes[name] = made }
        return made.value(frame)
    }

    func notAResource(_ frame: FramePointer, _ value: Val) -> Val {
        frame.error(.noSuchOverload, "only a resource has references, and this is \(value.kind.noun)")
    }

    private func list(_ frame: FramePointer, _ related: Related) -> Val {
        switch related {
        case .resources(let found): frame.list(copying: found.map { object(for: $0) })
        case .outside(_, let values):
            RuleFunctions.undetermined(frame, "`\(values.first ?? "")` is not in the input")
        case .unknown(_, let reason): RuleFunctions.undetermined(frame, reason)
        }
    }
}

/// Fields that a resource has beside its properties.
enum ResourceFields {
    static let all: [String: Environment.VirtualField] = [
        "type": { $0.context?.text(of: $1, \.type) ?? .absent },
        "name": { $0.context?.text(of: $1, \.name) ?? .absent },
        "id": { $0.context?.text(of: $1, \.id) ?? .absent },
    ]
}

extension FramePointer {
    var context: RuleContext? {
        pointee.host.map { Unmanaged<RuleContext>.fromOpaque($0).takeUnretainedValue() }
    }
}
