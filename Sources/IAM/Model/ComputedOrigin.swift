internal import Documents

/// Which computed value a text stands for: what has one origin is one value, though nobody knows which.
struct ComputedOrigin: Hashable, Sendable {
    /// How the value is computed; nil if the input does not say.
    private let expression: String?
    /// The document in which the expression means what it means, or what only this value has.
    private let owner: Owner

    private final class Owner: Sendable {
        let document: Document?
        init(_ document: Document?) { self.document = document }
    }

    /// A value that is not known to be the same as any other.
    init() {
        expression = nil
        owner = Owner(nil)
    }

    /// The value of a template's functions. What reads alike in other inputs, such as a plan's unknown values or an
    /// expression inside of a loop, need not be alike.
    init(_ node: NodeView) {
        expression = Self.text(of: node)
        owner = Owner(node.document)
    }

    private var place: ObjectIdentifier {
        if expression != nil, let document = owner.document { return ObjectIdentifier(document) }
        return ObjectIdentifier(owner)
    }

    /// A text that differs for different values.
    /// - Parameter isAlikeEverywhere: expressions that read alike in different documents are taken for one.
    func mark(isAlikeEverywhere: Bool) -> String {
        if isAlikeEverywhere, let expression { return expression }
        return "\(expression ?? "")@\(UInt(bitPattern: place))"
    }

    static func == (left: ComputedOrigin, right: ComputedOrigin) -> Bool {
        left.place == right.place && left.expression == right.expression
    }

    func hash(into hasher: inout Hasher) {
        hasher.combine(place)
        hasher.combine(expression)
    }

    private static let longestExpression = 4096

    /// The functions of a node with all their arguments; nil for what no functions compute.
    private static func text(of node: NodeView) -> String? {
        guard node.kind == .map || node.kind == .list else { return nil }
        var text = ""
        return append(node, to: &text) ? text : nil
    }

    private static func append(_ node: NodeView, to text: inout String) -> Bool {
        guard text.utf8.count < longestExpression else { return false }
        switch node.kind {
        case .map, .list:
            text += node.kind == .map ? "{" : "["
            for child in node.children {
                if node.kind == .map { text += "\(child.key.utf8.count):\(child.key)" }
                guard append(child, to: &text) else { return false }
            }
            text += node.kind == .map ? "}" : "]"
        default:
            guard node.kind != .unknown, let scalar = node.text else { return false }
            text += "\(scalar.utf8.count):\(scalar)"
        }
        return true
    }
}
