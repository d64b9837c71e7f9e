import Documents
import Resources

/// Reads answers that give the tags of resources by ARN, and gives them to the resources whose descriptions lack them.
///
/// `list-tags` answers without saying whose tags they are, so the ARN of the request must be written beside them:
/// `{"ResourceArn": "...", "Tags": [...]}`. The answers of `resourcegroupstaggingapi get-resources` carry it.
struct TagAnswers {
    /// The value under `Tags`, by ARN.
    private var tags: [String: NodeView] = [:]

    init(_ roots: [NodeView]) {
        for root in roots { collect(root) }
    }

    static func isAnswer(_ root: NodeView) -> Bool {
        switch root.kind {
        case .list: !root.children.contains { !isPair($0) } && root.node.stride > 1
        case .map: root["ResourceTagMappingList"]?.kind == .list || isPair(root)
        default: false
        }
    }

    private static func isPair(_ node: NodeView) -> Bool {
        guard node.kind == .map, arn(of: node) != nil, node["Tags"]?.node.isContainer ?? false else { return false }
        return node.children.allSatisfy { member in
            member.key == "Tags" || member.key.lowercased() == "resourcearn" || member.key == "ComplianceDetails"
                || APIRecords.transport.contains(member.key)
        }
    }

    private static func arn(of node: NodeView) -> String? {
        (node["ResourceARN"] ?? node["ResourceArn"] ?? node["resourceArn"])?.string
    }

    private mutating func collect(_ root: NodeView) {
        let list = root.kind == .list ? root : root["ResourceTagMappingList"]
        if let list {
            for element in list.children { add(element) }
        } else {
            add(root)
        }
    }

    private mutating func add(_ pair: NodeView) {
        guard let arn = Self.arn(of: pair), let value = pair["Tags"] else { return }
        tags[arn] = value
    }

    /// Fills in the tags of resources of which they are not known.
    func apply(to resources: inout [Resource]) {
        guard !tags.isEmpty else { return }
        for index in resources.indices {
            guard case .unknown = resources[index].tags else { continue }
            let names = [resources[index].id] + resources[index].aliases
            guard let value = names.lazy.compactMap({ tags[$0] }).first else { continue }
            resources[index].tags = TagReader(resolver: nil).tags(in: value)
        }
    }
}
