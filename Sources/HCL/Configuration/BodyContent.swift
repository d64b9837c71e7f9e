internal import Documents

/// What a block of a resource holds, with dynamic blocks expanded.
public struct BodyContent {
    public let body: SyntaxView
    let scope: InstanceScope
    let names: [(Symbol, Value)]

    /// One argument.
    public struct Attribute {
        public let syntax: SyntaxView
        fileprivate let scope: InstanceScope
        fileprivate let names: [(Symbol, Value)]

        public var name: String { syntax.name }
        public var expression: SyntaxView? { syntax.expression }

        /// - Throws: an error if there is no value.
        public func value() throws(EvaluationFailure) -> Value {
            guard let expression else { return .null }
            return try value(of: expression)
        }

        /// The value of an expression inside of the argument's.
        public func value(of part: SyntaxView) throws(EvaluationFailure) -> Value {
            let value = try scope.evaluate(part, names: names)
            // Whoever asks goes through all of it.
            try scope.context.budget.spend(value.weight)
            return value.settled
        }
    }

    /// One nested block.
    public struct Block {
        /// The block, or the dynamic block that makes it.
        public let syntax: SyntaxView
        /// The name of its type; the label of a dynamic block.
        private let label: SyntaxID?
        public let content: Content

        fileprivate init(_ syntax: SyntaxView, label: SyntaxID? = nil, _ content: Content) {
            self.syntax = syntax
            self.label = label
            self.content = content
        }

        public var type: String { syntax.tree.name(of: label ?? syntax.id) }

        /// The byte range of its type.
        public var typeRange: Range<Int> {
            guard let label else { return syntax.nameRange }
            let range = syntax.tree.range(of: label)
            let node = syntax.tree[label]
            let quote = node.end - node.start > UInt32(clamping: type.utf8.count) ? 1 : 0
            return range.lowerBound + quote..<max(range.lowerBound + quote, range.upperBound - quote)
        }
    }

    public enum Content {
        case body(BodyContent)
        /// It is not known whether there are such blocks, or how many.
        case unknown(Unknown)
    }

    public var attributes: [Attribute] {
        let tree = body.tree
        var count = 0
        tree.forEachChild(of: body.id, .attribute) { _ in count += 1 }
        var attributes: [Attribute] = []
        attributes.reserveCapacity(count)
        tree.forEachChild(of: body.id, .attribute) { id in
            attributes.append(Attribute(syntax: SyntaxView(tree: tree, id: id), scope: scope, names: names))
        }
        return attributes
    }

    /// The nested blocks. A dynamic block that cannot be computed is told, and is one that is not known.
    public func blocks() -> [Block] {
        var blocks: [Block] = []
        for block in body.blocks {
            if block.node.name == scope.context.names.dynamic, let label = block.labels.first {
                blocks += dynamicBlocks(block, label)
            } else if let body = block.body {
                blocks.append(Block(block, .body(BodyContent(body: body, scope: scope, names: names))))
            }
        }
        return blocks
    }

    private func dynamicBlocks(_ dynamic: SyntaxView, _ label: SyntaxView) -> [Block] {
        do throws(EvaluationFailure) {
            return try contents(of: dynamic, named: label.name).map { Block(dynamic, label: label.id, $0) }
        } catch {
            scope.module.configuration.report(error)
            let unknown = Unknown("it cannot be computed: \(error.message)")
            return [Block(dynamic, label: label.id, .unknown(unknown))]
        }
    }

    private func contents(of dynamic: SyntaxView, named name: String) throws(EvaluationFailure) -> [Content] {
        let symbols = dynamic.tree.symbols
        guard let expression = dynamic.body?.attribute(named: "for_each")?.expression,
            let content = dynamic.body?.blocks(named: "content").first?.body
        else {
            throw EvaluationFailure(
                "a dynamic block has a `for_each` and a `content` block",
                EvaluationFailure.Place(source: dynamic.tree.source, range: dynamic.header))
        }
        let evaluated = try scope.evaluate(expression, names: names)
        let collection = evaluated.settled(as: .map(.open)) ?? evaluated
        if let unknown = collection.unknown ?? collection.openCount { return [.unknown(unknown)] }
        guard let pairs = collection.pairs else {
            throw EvaluationFailure(
                "a dynamic block goes through a value of the type \(collection.typeName): expected a list, a set or a map",
                EvaluationFailure.Place(source: dynamic.tree.source, range: expression.range))
        }
        try scope.context.budget.spend(pairs.count)
        let iterator =
            dynamic.body?.attribute(named: "iterator")?.expression.map { $0.literal ?? $0.name } ?? name
        return pairs.map { key, value in
            let element = Value(
                .object(Members([("key", key.marked(like: collection)), ("value", value.marked(like: collection))])))
            return .body(BodyContent(body: content, scope: scope, names: names + [(symbols.intern(iterator), element)]))
        }
    }
}

extension ResourceInstance {
    /// Arguments of every resource that say how Terraform treats it, not what it is.
    public static let metaArguments: Set<String> = ["count", "for_each", "provider", "depends_on"]
    public static let metaBlocks: Set<String> = ["lifecycle", "provisioner", "connection"]

    /// What the block of a resource holds. Blocks of override files come first: they take the place of others.
    public var contents: [BodyContent] {
        declaration.bodies.map { BodyContent(body: $0, scope: scope, names: []) }
    }

    /// What the block of the provider that the resource uses holds, overrides first; nothing when none is written.
    public var provider: [BodyContent] {
        var name = String(type.prefix { $0 != "_" })
        var alias: String?
        if let expression = declaration.attribute("provider")?.expression {
            let parts = (expression.literal ?? expression.written).split(separator: ".").map(String.init)
            name = parts.first ?? name
            alias = parts.dropFirst().first
        }
        return scope.module.provider(name, alias)
    }
}

extension ModuleInstance {
    /// The provider block that a name stands for in a module: its own, one that its call hands over, or its caller's.
    func provider(_ name: String, _ alias: String?) -> [BodyContent] {
        let bodies = folder.provider(context.symbols.intern(name), alias: alias)?.bodies ?? []
        // A block of a called module that says nothing stands for what the caller hands over.
        let isProxy = bodies.allSatisfy { body in body.children.allSatisfy { $0.name == "alias" } }
        guard let call, isProxy else {
            return bodies.map { BodyContent(body: $0, scope: InstanceScope(self), names: []) }
        }
        let key = name + (alias.map { "." + $0 } ?? "")
        for item in call.declaration.attribute("providers")?.expression.map({ Array($0.children) }) ?? [] {
            guard item.kind == .objectItem, let left = item.child, let right = left.next else { continue }
            guard (left.literal ?? left.written) == key else { continue }
            let parts = (right.literal ?? right.written).split(separator: ".").map(String.init)
            return call.parent.provider(parts.first ?? name, parts.dropFirst().first)
        }
        return alias == nil ? call.parent.provider(name, nil) : []
    }
}
