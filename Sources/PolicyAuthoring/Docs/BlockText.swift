import Documents

/// Values as YAML on several lines, for pages that people read.
enum BlockText {
    /// Short containers stand on one line.
    private static let inlineLimit = 60

    static func lines(of node: NodeView) -> [String] {
        switch node.kind {
        case .map where !node.isEmpty: node.children.flatMap { member($0.key, $0) }
        case .list where !node.isEmpty: node.children.flatMap { element($0) }
        default: [flow(node)]
        }
    }

    private static func member(_ key: String, _ value: NodeView) -> [String] {
        let key = YAMLScalar.text(key)
        let inline = flow(value)
        let isShort = inline.count <= inlineLimit && !value.isDeep
        if !value.node.isContainer || value.isEmpty || isShort { return ["\(key): \(inline)"] }
        return ["\(key):"] + lines(of: value).map { "  " + $0 }
    }

    private static func element(_ value: NodeView) -> [String] {
        lines(of: value).enumerated().map { ($0 == 0 ? "- " : "  ") + $1 }
    }

    private static func flow(_ node: NodeView) -> String {
        switch node.kind {
        case .list: "[\(node.children.map { flow($0) }.joined(separator: ", "))]"
        case .map where node.isEmpty: "{}"
        case .map: "{ \(node.children.map { "\(YAMLScalar.text($0.key)): \(flow($0))" }.joined(separator: ", ")) }"
        case .string: YAMLScalar.text(node.text ?? "")
        case .null, .unknown: "null"
        case .false, .true, .integer, .double: node.text ?? "null"
        }
    }
}

extension NodeView {
    fileprivate var isEmpty: Bool { node.isContainer && node.stride == 1 }

    fileprivate var isDeep: Bool {
        children.contains { child in child.node.isContainer && child.children.contains { $0.node.isContainer } }
    }
}
