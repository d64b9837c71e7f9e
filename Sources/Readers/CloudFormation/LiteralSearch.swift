import Documents
import Resources

/// Finds what a template compares its parameters with: the literals beside them in `Fn::Equals`, and the keys of the
/// mappings in which they are looked up.
struct LiteralSearch {
    private let outline: TemplateOutline
    private(set) var literals: [String: [NodeView]] = [:]

    /// - Complexity: one look at each node of the template.
    init(_ outline: TemplateOutline) {
        self.outline = outline
        let document = outline.root.document
        let first = Int(outline.root.id.rawValue)
        let equals = Names("Fn::Equals", "!Equals", document)
        let lookup = Names("Fn::FindInMap", "!FindInMap", document)
        let contains = Names("Fn::Contains", "!Contains", document)
        guard equals.occurs || lookup.occurs || contains.occurs else { return }
        for index in first..<first + outline.root.node.stride where document.nodes[index].kind == .list {
            let node = document.nodes[index]
            let view = NodeView(document: document, id: NodeID(rawValue: UInt32(truncatingIfNeeded: index)))
            if equals.matches(node) {
                addComparison(Array(view.children))
            } else if lookup.matches(node) {
                addLookup(Array(view.children))
            } else if contains.matches(node) {
                addMembership(Array(view.children))
            }
        }
    }

    /// The two ways of writing a function, as a node shows them.
    private struct Names {
        let key: Symbol?
        let tag: UInt16?

        init(_ long: String, _ short: String, _ document: Document) {
            key = document.symbols.symbol(of: long)
            tag = document.tags.firstIndex(of: short).map { UInt16(truncatingIfNeeded: $0) }
        }

        var occurs: Bool { key != nil || tag != nil }

        func matches(_ node: Node) -> Bool { node.tag == tag && tag != nil || node.key == key && key != nil }
    }

    private mutating func addComparison(_ sides: [NodeView]) {
        guard sides.count == 2 else { return }
        for (side, other) in [(sides[0], sides[1]), (sides[1], sides[0])] {
            if let name = Self.parameter(in: side), Self.isLiteral(other) { literals[name, default: []].append(other) }
        }
    }

    private mutating func addMembership(_ arguments: [NodeView]) {
        guard arguments.count == 2, let name = Self.parameter(in: arguments[1]), arguments[0].kind == .list else {
            return
        }
        literals[name, default: []] += arguments[0].children.filter { Self.isLiteral($0) }
    }

    private mutating func addLookup(_ arguments: [NodeView]) {
        guard arguments.count >= 3, let mappings = outline.mappings else { return }
        let maps =
            Self.isLiteral(arguments[0])
            ? [mappings[arguments[0].text ?? ""]].compactMap(\.self) : Array(mappings.children)
        if let name = Self.parameter(in: arguments[0]) { addKeys(of: [mappings], to: name) }
        if let name = Self.parameter(in: arguments[1]) { addKeys(of: maps, to: name) }
        if let name = Self.parameter(in: arguments[2]) { addKeys(of: maps.flatMap { Array($0.children) }, to: name) }
    }

    private mutating func addKeys(of maps: [NodeView], to name: String) {
        for map in maps where map.kind == .map {
            literals[name, default: []] += map.children.map { DerivedDocument.key(of: $0) }
        }
    }

    /// The name of the parameter, or of what may be one, that a node is nothing but.
    static func parameter(in node: NodeView) -> String? {
        guard let call = Intrinsic(node) else { return nil }
        if call.name == "Ref" { return call.argument.text }
        guard call.name == "Fn::Sub", let arguments = SubArguments(call) else { return nil }
        let parts = SubText(arguments.text).parts
        guard parts.count == 1, case .variable(let name) = parts[0], arguments.own(String(name)) == nil else {
            return nil
        }
        return String(name)
    }

    private static func isLiteral(_ node: NodeView) -> Bool {
        !node.node.isContainer && node.kind != .null && node.kind != .unknown && Intrinsic(node) == nil
            && !(node.string.map { DynamicReference.occurs(in: $0) } ?? false)
    }
}
