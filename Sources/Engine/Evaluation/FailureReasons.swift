import CEL
import Documents
import Policies
import Resources

/// The values that decided a failed expression, as evidence for people.
struct FailureReasons {
    /// Those that lie in the resource, by their path there.
    private(set) var evidence: [Evidence] = []
    /// The others, by what the expression calls them: a variable, a parameter of the pack.
    private(set) var facts: [Evidence] = []
    /// The first of these values that lies in the resource.
    private(set) var place: Place?

    /// Nobody reads more than this.
    private static let longestEvidence = 6

    /// - Parameter context: where the values of the scenario stand; nil for their uses.
    init(_ explanation: Explanation, about resource: Resource, in context: RuleContext? = nil) {
        // What is there says more than what is missing.
        for leaf in explanation.leaves.filter({ $0.missing == nil }) + explanation.leaves.filter({ $0.missing != nil })
        {
            let path = leaf.node.flatMap { NodePath.text(of: $0, below: resource.properties) }
            if place == nil, let path, let node = leaf.node {
                place = Self.place(of: leaf, at: node, path: path, resource, context)
            }
            // The resource as a whole says nothing.
            guard let value = leaf.value, path != "", evidence.count + facts.count < Self.longestEvidence else {
                continue
            }
            let isSecret = leaf.node?.node.flags.contains(.secret) ?? false
            let words = isSecret ? Evidence.hidden : MessageText.words(for: value)
            if let path {
                evidence.add(Evidence(path: path, value: words))
            } else {
                facts.add(Evidence(path: leaf.place.text, value: words))
            }
        }
    }

    /// A value, or for a missing one the key of the mapping that lacks it.
    private static func place(
        of leaf: Explanation.Leaf, at node: NodeView, path: String, _ resource: Resource, _ context: RuleContext?
    ) -> Place {
        guard let missing = leaf.missing else {
            return context?.place(of: node, path: path) ?? Place(range: node.range, path: path)
        }
        return path.isEmpty
            ? Place(range: resource.anchor, path: missing)
            : Place(range: node.keyRange ?? node.range, path: "\(path).\(missing)")
    }
}

extension [Evidence] {
    fileprivate mutating func add(_ item: Evidence) {
        if !contains(item) { append(item) }
    }
}

/// The path of a node below another.
enum NodePath {
    /// Nil when the node does not lie there.
    static func text(of node: NodeView, below root: NodeView?) -> String? {
        guard let root, node.document === root.document, contains(root, node) else { return nil }
        var path = ""
        var current = root
        while current.id != node.id {
            var index = 0
            guard
                let next = current.children.first(where: { child in
                    defer { index += 1 }
                    return contains(child, node)
                })
            else { return nil }
            path += current.kind == .list ? "[\(index - 1)]" : (path.isEmpty ? "" : ".") + next.key
            current = next
        }
        return path
    }

    private static func contains(_ parent: NodeView, _ node: NodeView) -> Bool {
        let first = Int(parent.id.rawValue)
        return (first..<first + parent.node.stride).contains(Int(node.id.rawValue))
    }
}
