import Documents
import Resources

/// Reads the tags that a resource is given, in each shape that AWS uses: a list of `Key` and `Value` (with or without
/// `PropagateAtLaunch`), or a mapping.
struct TagReader {
    /// Resolves what is deferred among the tags; nil when nothing is.
    let resolver: (any ValueResolver)?
    let scenario: Scenario
    /// The names of the members of tags, where the caller has many tags of one document to read.
    private let names: Names?

    init(resolver: (any ValueResolver)?, scenario: Scenario = Scenario(), names: Names? = nil) {
        self.resolver = resolver
        self.scenario = scenario
        self.names = names
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
        tags.reserveCapacity(list.node.stride / 3)
        // The elements of one list nearly always lie in one document, whose names are looked up once.
        var names = self.names ?? Names(list.document.symbols)
        for element in list.children {
            switch resolve(element) {
            case .value(let pair) where pair.kind == .map:
                if pair.document.symbols !== names.symbols { names = Names(pair.document.symbols) }
                guard let key = names.key(in: pair) else { continue }
                if let text = text(of: key) {
                    let value = names.value(in: pair) ?? DerivedDocument.null(for: pair)
                    tags.append(Tag(key: key, keyText: text, value: value))
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

    /// How the members of a tag are called.
    struct Names {
        let symbols: SymbolTable
        private let upper: (key: Symbol?, value: Symbol?)
        private let lower: (key: Symbol?, value: Symbol?)

        init(_ symbols: SymbolTable) {
            self.symbols = symbols
            upper = (symbols.symbol(of: "Key"), symbols.symbol(of: "Value"))
            lower = (symbols.symbol(of: "key"), symbols.symbol(of: "value"))
        }

        func key(in pair: NodeView) -> NodeView? { upper.key.flatMap { pair[$0] } ?? lower.key.flatMap { pair[$0] } }

        func value(in pair: NodeView) -> NodeView? {
            upper.value.flatMap { pair[$0] } ?? lower.value.flatMap { pair[$0] }
        }
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
