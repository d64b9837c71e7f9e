public import CEL
import Documents
public import Resources

/// What the functions of rules look into: the resources of the input, and the one that is judged.
///
/// One for each activation. The activation's frame refers to it without keeping it alive.
// INVARIANT: `frame.host` of the activation points at this object, which outlives every evaluation in it.
public final class RuleContext {
    private let activation: Activation
    private var graph = ResourceGraph([])
    private var current = 0
    /// The resources by the address of their mapping of properties, for those that expressions have seen.
    private var resourcesByNode: [Int: Int] = [:]
    private var resolvers: [Int: any ValueResolver] = [:]
    private var resolutions: [Int: Resolution] = [:]
    /// Mappings that stand for the properties of resources without any, by position.
    private var emptyProperties: [Int: NodeView] = [:]
    private var notes: [String] = []

    public init(_ activation: Activation) {
        self.activation = activation
        activation.frame.pointee.host = UnsafeRawPointer(Unmanaged.passUnretained(self).toOpaque())
        activation.frame.pointee.resolver = { frame, node, document in
            frame.context?.resolve(frame, node, document) ?? .error(.host)
        }
    }

    /// Starts on the resources of another input; everything of the last one is forgotten.
    public func enter(_ graph: ResourceGraph) {
        activation.removeAll()
        self.graph = graph
        resourcesByNode.removeAll(keepingCapacity: true)
        resolvers.removeAll(keepingCapacity: true)
        resolutions.removeAll(keepingCapacity: true)
        emptyProperties.removeAll()
    }

    /// Starts a round of evaluations on a resource, given by its position in the graph.
    /// - Returns: the value of the variable `resource`.
    public func begin(_ index: Int) -> Val {
        activation.reset()
        notes.removeAll(keepingCapacity: true)
        current = index
        return object(for: index)
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
        let resource = graph.resources[index]
        guard let properties = resource.properties ?? emptyMapping(for: index) else { return .error(.host) }
        let value = activation.object(properties)
        resourcesByNode[Int(truncatingIfNeeded: value.bits)] = index
        if let resolver = resource.resolver { resolvers[Int(value.count)] = resolver }
        return value
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
    private func index(of value: Val) -> Int? {
        value.kind == .object ? resourcesByNode[Int(truncatingIfNeeded: value.bits)] : nil
    }

    func text(of value: Val, _ field: (Resource) -> String) -> Val {
        guard let index = index(of: value) else { return .absent }
        return activation.frame.string(field(graph.resources[index]))
    }

    func related(_ frame: FramePointer, _ value: Val, _ path: Val) -> Val {
        guard let index = index(of: value) else { return notAResource(frame, value) }
        return list(frame, graph.related(index, path.string))
    }

    func referencedBy(_ frame: FramePointer, _ value: Val, _ type: Val) -> Val {
        guard let index = index(of: value) else { return notAResource(frame, value) }
        return list(frame, graph.referencedBy(index, Glob(type.string)))
    }

    private func notAResource(_ frame: FramePointer, _ value: Val) -> Val {
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

// MARK: - Tags

extension RuleContext {
    /// The value of a tag of the judged resource, or null.
    func tag(_ frame: FramePointer, _ key: Val) -> Val {
        let resource = resource
        switch resource.tags.lookUp(key.string) {
        case .present(let tag): return value(frame, tag.value(resolvedBy: resource.resolver))
        case .absent, .notTaggable: return .null
        case .unknown: return RuleFunctions.undetermined(frame, "the tags are not all known")
        }
    }

    /// The known tags as a map; unknown when there may be more.
    public func tags() -> Val {
        let frame = activation.frame
        switch resource.tags {
        case .notTaggable: return frame.map(entries: [])
        case .unknown: return RuleFunctions.undetermined(frame, "the tags are not known")
        case .known(let tags, _, let isOpen):
            if isOpen { return RuleFunctions.undetermined(frame, "the tags are not all known") }
            var seen = Set<String>()
            let entries = tags.filter { seen.insert($0.keyText).inserted }.flatMap { tag in
                [frame.string(tag.keyText), value(frame, tag.value(resolvedBy: resource.resolver))]
            }
            return frame.map(entries: entries)
        }
    }

    public func value(_ frame: FramePointer, _ value: TagValue) -> Val {
        switch value {
        case .text(let text): frame.string(text)
        case .absent: .null
        case .unknown(let reason): RuleFunctions.undetermined(frame, reason)
        }
    }
}

// MARK: - Deferred values

extension RuleContext {
    private func resolve(_ frame: FramePointer, _ node: UnsafePointer<Node>, _ document: UInt32) -> Val {
        let address = Int(bitPattern: node)
        let resolution = resolutions[address] ?? resolution(frame, node, document)
        resolutions[address] = resolution
        switch resolution {
        case .value(let view): return activation.value(of: view)
        case .absent: return .absent
        case .reference(let reference):
            return unknown(
                frame, "the value of `\(reference.target)` is known only after deployment", mayBeAbsent: false)
        case .unknown(let reason, let mayBeAbsent): return unknown(frame, reason, mayBeAbsent: mayBeAbsent)
        }
    }

    private func resolution(_ frame: FramePointer, _ node: UnsafePointer<Node>, _ document: UInt32) -> Resolution {
        guard let resolver = resolvers[Int(document)] else {
            return .unknown(reason: "the value is not literal", mayBeAbsent: true)
        }
        let view = frame.view(of: node, in: document)
        let resolution = resolver.resolve(view)
        guard case .value(let value) = resolution, view.document === resource.properties?.document else {
            return resolution
        }
        return .value(SchemaTyping.conform(value, at: view.id, of: resource))
    }

    private func unknown(_ frame: FramePointer, _ reason: String, mayBeAbsent: Bool) -> Val {
        frame.unknown(UnknownReason(code: note(reason)), mayBeAbsent: mayBeAbsent)
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
