public import Documents

/// A part of a text that a template puts together.
public enum TextPiece: Hashable, Sendable {
    case text(String)
    /// A text that the input does not give.
    case unknown(Stand?)

    /// A text that may stand in the place of one that is not known.
    public enum Stand: Hashable, Sendable {
        /// A region, an account or a partition: every deployment has one, and any will do.
        case setting(String)
        /// The name of a resource. What a statement allows for one name it allows for another.
        case name(String)
    }
}

/// Says what the functions of a template that stand in a policy come to (`Ref`, `Fn::Sub` and the like).
///
/// Policies outside of templates have none; there a computed value is simply not known.
public struct ComputedValues {
    public enum Value {
        /// The input gives the value after all.
        case node(NodeView)
        /// A text of which the input gives only parts.
        case text([TextPiece])
        /// There is nothing, as after `AWS::NoValue`.
        case absent
        case unknown
    }

    private let value: (NodeView) -> Value

    public init(_ value: @escaping (NodeView) -> Value) { self.value = value }

    /// Every computed value is unknown.
    public static var none: ComputedValues { ComputedValues { _ in .unknown } }

    /// How often a value may be computed from a computed one.
    private static let longestChain = 16

    /// What a node stands for; a literal one stands for itself.
    func value(of node: NodeView) -> Value {
        var node = node
        for _ in 0..<Self.longestChain {
            guard node.isComputed else { return node.kind == .null ? .absent : .node(node) }
            let value = value(node)
            guard case .node(let next) = value else { return value }
            node = next
        }
        return .unknown
    }

    /// The node that a node stands for: itself where nothing more is known, nil where there is nothing.
    func node(for node: NodeView) -> NodeView? {
        switch value(of: node) {
        case .node(let found): found
        case .absent: nil
        case .text, .unknown: node
        }
    }

    /// A member of a mapping, computed if need be.
    func member(_ key: String, of view: NodeView) -> NodeView? { view[key].flatMap { node(for: $0) } }

    /// The elements of a list, lists that are computed inside it included, or the one value that stands for a list.
    func elements(of node: NodeView) -> [NodeView] {
        guard let whole = self.node(for: node) else { return [] }
        guard whole.kind == .list, !whole.isComputed else { return [whole] }
        return whole.children.flatMap { element -> [NodeView] in
            guard element.isComputed, case .node(let found) = value(of: element), found.kind == .list else {
                return self.node(for: element).map { [$0] } ?? []
            }
            return Array(found.children)
        }
    }

    /// A text with policy variables; nil if the node holds something else.
    func template(_ node: NodeView, version: PolicyVersion) -> Template? {
        guard node.isComputed else { return node.string.map { Template($0, version: version) } }
        if case .text(let pieces) = value(of: node) {
            return Template(pieces: pieces, source: node.computedText, version: version, origin: ComputedOrigin(node))
        }
        return Template(unknown: node.computedText, origin: ComputedOrigin(node))
    }
}
