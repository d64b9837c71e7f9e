import Documents

/// The way from the properties of a resource to a node inside of them, so that what stands in the same place of another
/// reading of the configuration can be found.
struct PropertyWay {
    private enum Step {
        case key(String)
        /// An element of a list of so many.
        case position(Int, of: Int)
        /// The tag with a key: a reading has no tag where the value is null.
        case tag(String)
    }

    /// What is found at the end of a way.
    enum End {
        case node(NodeView)
        case nothing
        /// It cannot be told what stands there.
        case unclear
    }

    /// Where a type of resource has its tags, if they are a list.
    struct Tags {
        var property: Symbol
        var key: Symbol
    }

    private var steps: [Step] = []
    private let tags: Tags?

    /// - Returns: nil if the node does not lie inside, or is one that no other reading has in a place of its own.
    init?(from properties: NodeView, to node: NodeID, tags: Tags?) {
        self.tags = tags
        var current = properties
        while current.id != node {
            var position = -1
            let next = current.children.first { child in
                position += 1
                return child.id <= node && Int(node.rawValue) < Int(child.id.rawValue) + child.node.stride
            }
            guard let next else { return nil }
            if current.kind != .list {
                steps.append(.key(next.key))
            } else if isTags(current.node, at: steps.count) {
                guard let key = Self.tagKey(of: next, tags) else { return nil }
                steps.append(.tag(key))
            } else {
                steps.append(.position(position, of: current.children.reduce(0) { count, _ in count + 1 }))
            }
            current = next
        }
    }

    /// What stands at the end of the way in other properties.
    func end(in properties: NodeView?) -> End {
        guard var current = properties else { return .unclear }
        for step in steps {
            let next: NodeView?
            switch (step, current.kind) {
            case (.key(let key), .map): next = current[key]
            case (.position(let index, let count), .list):
                // Where some have gone, it is not known which.
                let elements = Array(current.children)
                guard elements.count == count else { return .unclear }
                next = elements[index]
            case (.tag(let key), .list):
                let known = current.children.map { ($0, Self.tagKey(of: $0, tags)) }
                next = known.first { $0.1 == key }?.0
                if next == nil, known.contains(where: { $0.1 == nil }) { return .unclear }
            default: return .unclear
            }
            guard let next else { return .nothing }
            current = next
        }
        return .node(current)
    }

    private func isTags(_ list: Node, at depth: Int) -> Bool { depth == 1 && tags?.property == list.key }

    private static func tagKey(of element: NodeView, _ tags: Tags?) -> String? {
        guard element.kind == .map, let tags else { return nil }
        return element.children.first { $0.node.key == tags.key }?.text
    }
}
