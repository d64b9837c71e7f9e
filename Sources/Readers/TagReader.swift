import Documents
import Resources

/// Reads the tags that a resource is given, in each shape that AWS uses: a list of `Key` and `Value` (with or without
/// `PropagateAtLaunch`), or a mapping.
struct TagReader {
    /// Resolves what is deferred among the tags; nil when nothing is.
    let resolver: (any ValueResolver)?
    let scenario: Scenario

    init(resolver: (any ValueResolver)?, scenario: Scenario = Scenario()) {
        self.resolver = resolver
        self.scenario = scenario
    }

    /// The tags below a value that stands under the tag property.
    /// - Parameter value: nil when the property is missing.
    func tags(in value: NodeView?) -> TagSet {
        guard let value else { return .known([], anchor: nil, isOpen: false) }
        switch resolve(value) {
        case .value(let tags) where tags.kind == .list: return list(tags, anchor: value.keyRange ?? value.range)
        case .value(let tags) where tags.kind == .map: return mapping(tags, anchor: value.keyRange ?? value.range)
        case .value(let tags): return .known([], anchor: value.keyRange, isOpen: tags.kind == .unknown)
        case .absent: return .known([], anchor: value.keyRange, isOpen: false)
        case .reference, .unknown: return .known([], anchor: value.keyRange, isOpen: true)
        }
    }

    private func list(_ list: NodeView, anchor: Range<Int>) -> TagSet {
        var tags: [Tag] = []
        var isOpen = false
        for element in list.children {
            switch resolve(element) {
            case .value(let pair) where pair.kind == .map:
                guard let key = pair["Key"] ?? pair["key"] else { continue }
                if let text = text(of: key) {
                    tags.append(
                        Tag(
                            key: key, keyText: text,
                            value: pair["Value"] ?? pair["value"] ?? DerivedDocument.null(for: pair)))
                } else {
                    isOpen = true
                }
            case .value(let other): isOpen = isOpen || other.kind == .unknown
            case .absent: continue
            case .reference, .unknown: isOpen = true
            }
        }
        return .known(tags, anchor: anchor, isOpen: isOpen)
    }

    private func mapping(_ mapping: NodeView, anchor: Range<Int>) -> TagSet {
        let tags = mapping.children.map { Tag(key: nil, keyText: $0.key, value: $0) }
        return .known(Array(tags), anchor: anchor, isOpen: false)
    }

    private func text(of key: NodeView) -> String? {
        guard case .value(let value) = resolve(key), value.kind != .null else { return nil }
        return value.text
    }

    private func resolve(_ node: NodeView) -> Resolution {
        guard node.node.flags.contains(.deferred), let resolver else { return .value(node) }
        return resolver.resolve(node, in: scenario)
    }
}
