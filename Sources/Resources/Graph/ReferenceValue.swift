import Documents

/// The value of a property that may refer to a resource, resolved as far as the input allows.
enum ReferenceValue {
    case text(String)
    case reference(ResourceReference)
    /// A text that is put together from others.
    case parts([TextPart])
    case unknown(reason: String)

    /// How many deferred values may stand for one another, and how deep a value may lie.
    static let longestChain = 32

    /// Calls `visit` for each value at the end of a path; lists are gone through whether or not the path says so.
    /// - Parameter onlyValues: leaves out what never comes to a value, without looking for what it refers to.
    static func visit(
        _ steps: ArraySlice<PropertyPath.Step>, in node: NodeView, resolver: (any ValueResolver)?,
        scenario: Scenario, chain: Int = 0, onlyValues: Bool = false, _ visit: (ReferenceValue) -> Void
    ) {
        if node.node.flags.contains(.deferred) {
            if onlyValues, let resolver, !resolver.mayResolve(node) { return }
            return follow(node, resolver: resolver, scenario: scenario, chain: chain, visit: visit) {
                Self.visit(
                    steps, in: $0, resolver: resolver, scenario: scenario, chain: chain + 1, onlyValues: onlyValues,
                    visit)
            }
        }
        switch node.kind {
        case .null: return
        case .unknown: visit(.unknown(reason: "the value is known after deployment"))
        case .list:
            for child in node.children {
                Self.visit(
                    steps, in: child, resolver: resolver, scenario: scenario, chain: chain, onlyValues: onlyValues,
                    visit)
            }
        case .map:
            guard let step = steps.first, let member = node[step.name] else { return }
            Self.visit(
                steps.dropFirst(), in: member, resolver: resolver, scenario: scenario, chain: chain,
                onlyValues: onlyValues, visit)
        case .false, .true, .integer, .double, .string:
            if steps.isEmpty, let text = node.text { visit(.text(text)) }
        }
    }

    /// Resolves a deferred node, and goes on with its value if there is one.
    static func follow(
        _ node: NodeView, resolver: (any ValueResolver)?, scenario: Scenario, chain: Int,
        visit: (ReferenceValue) -> Void, onward: (NodeView) -> Void
    ) {
        guard let resolver else { return visit(.unknown(reason: "the value is not literal")) }
        guard chain < longestChain else { return visit(.unknown(reason: "the value leads to itself")) }
        switch resolver.resolve(node, in: scenario) {
        case .value(let value): onward(value)
        case .absent: return
        case .reference(let reference): visit(.reference(reference))
        case .unknown(let reason, _):
            visit(resolver.parts(of: node, in: scenario).map(ReferenceValue.parts) ?? .unknown(reason: reason))
        }
    }
}

extension [TextPart] {
    /// A text that is equal for equal parts, and for nothing else; nil when a part is not known.
    var signature: String? {
        var text = ""
        for part in self {
            switch part {
            case .literal(let literal): text += literal
            case .reference(let reference): text += "\u{0}\(reference.target)\u{0}\(reference.attribute ?? "")\u{0}"
            case .unknown: return nil
            }
        }
        return text
    }
}
