import CEL
public import Documents
import IAM
import Resources

/// What deferred nodes stand for.
extension RuleContext {
    /// What the functions in a part of the input come to.
    func computedValues(in view: NodeView) -> ComputedValues {
        if resolversByDocument == nil {
            let known = graph.resources.compactMap { resource in
                resource.properties.map { (ObjectIdentifier($0.document), resource.resolver) }
            }
            resolversByDocument = Dictionary(known) { first, _ in first }
        }
        return .of(resolversByDocument?[ObjectIdentifier(view.document)] ?? nil, in: scenario)
    }

    func resolve(_ frame: FramePointer, _ node: UnsafePointer<Node>, _ document: UInt32) -> Val {
        switch resolution(frame, node, document) {
        case .value(let view): return value(of: view, resolver: resolver(of: document))
        case .absent: return .absent
        case .reference(let reference):
            return unknown(
                frame, "the value of `\(reference.target)` is known only after deployment", mayBeAbsent: false)
        case .unknown(let reason, let mayBeAbsent): return unknown(frame, reason, mayBeAbsent: mayBeAbsent)
        }
    }

    /// A resolved value, and who resolves what is deferred inside it.
    private func value(of view: NodeView, resolver: (any ValueResolver)?) -> Val {
        if view.node.flags.contains(.secret), let text = view.text, !text.isEmpty { secrets.insert(text) }
        // What is inside is asked for without this.
        if readsSecrets, view.node.isContainer { collectSecrets(in: view) }
        let slot = activation.add(view.document)
        if let resolver, self.resolver(of: slot) == nil { note(resolver, of: Int(slot)) }
        return activation.value(of: view)
    }

    /// Whether a node of a document that the activation knows may come to a value in some scenario.
    public func mayResolve(_ node: NodeView, in document: UInt32) -> Bool {
        resolver(of: document)?.mayResolve(node) ?? true
    }

    private func resolution(_ frame: FramePointer, _ node: UnsafePointer<Node>, _ document: UInt32) -> Resolution {
        let address = Int(bitPattern: node)
        if let known = resolutions[address] ?? scenarioResolutions[address] { return known }
        let (questions, refusals) = (scenario.questionCount, scenario.refusalCount)
        let resolution = resolve(frame.view(of: node, in: document), by: resolver(of: document))
        // What depends on an open choice is resolved each time, so that the choice is asked for each time; and what
        // speaks against a deployment does so in each.
        if scenario.questionCount == questions, scenario.refusalCount == refusals {
            if scenario.isOpen {
                resolutions[address] = resolution
            } else {
                scenarioResolutions[address] = resolution
            }
        }
        return resolution
    }

    private func resolve(_ view: NodeView, by resolver: (any ValueResolver)?) -> Resolution {
        guard let resolver else { return .unknown(reason: "the value is not literal", mayBeAbsent: true) }
        let resolution = resolver.resolve(view, in: scenario)
        guard case .value(let value) = resolution, let type = type(of: view) else { return resolution }
        let typed = SchemaTyping.conform(value, to: type)
        // What is deferred inside, as functions in an arm of a choice are, will be asked for by itself.
        if typed.node.isContainer { remember(typed, of: type) }
        return .value(typed)
    }

    /// What depends on an open choice comes here each time that it is asked for.
    private func remember(_ value: NodeView, of type: PropertyType) {
        let isKnown = typedValues.contains { $0.value.id == value.id && $0.value.document === value.document }
        if !isKnown { typedValues.append((value, type)) }
    }

    /// The type that the schema gives to a deferred node of the judged resource.
    private func type(of view: NodeView) -> PropertyType? {
        for known in typedValues.reversed() {
            if let type = SchemaTyping.type(at: view, below: known.value, of: known.type) { return type }
        }
        return SchemaTyping.type(at: view, of: resource)
    }

    /// Where the value of a node of the judged resource stands in its text in the current scenario, if that is somewhere
    /// else than the node: in an arm of a choice, a mapping, the default of a parameter. A value that must not be shown is
    /// not looked for.
    public func origin(of view: NodeView) -> Range<Int>? {
        guard view.node.flags.contains(.deferred), let base = view.document.nodes.baseAddress else { return nil }
        let address = Int(bitPattern: base + Int(view.id.rawValue))
        let known = resolutions[address] ?? scenarioResolutions[address]
        guard case .value(let value) = known ?? resolve(view, by: resource.resolver),
            value.document.source === resource.source, !value.node.flags.contains(.secret), value.range != view.range
        else { return nil }
        return value.range
    }

    func unknown(_ frame: FramePointer, _ reason: String, mayBeAbsent: Bool) -> Val {
        frame.unknown(UnknownReason(code: note(reason)), mayBeAbsent: mayBeAbsent)
    }
}
