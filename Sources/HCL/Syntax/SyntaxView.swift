internal import Documents

/// A node together with its tree: the convenient way to read one.
public struct SyntaxView: Sendable {
    public let tree: SyntaxTree
    public let id: SyntaxID

    public init(tree: SyntaxTree, id: SyntaxID) {
        self.tree = tree
        self.id = id
    }

    public var node: SyntaxNode { tree[id] }
    public var kind: SyntaxNode.Kind { node.kind }
    public var range: Range<Int> { tree.range(of: id) }
    /// The name of an attribute, the type of a block, the text of a label, the name of a variable or a function.
    public var name: String { tree.name(of: id) }
    public var nameRange: Range<Int> { tree.nameRange(of: id) }

    public var children: some Sequence<SyntaxView> {
        tree.children(of: id).lazy.map { [tree] in SyntaxView(tree: tree, id: $0) }
    }

    /// The first child.
    public var child: SyntaxView? { node.first == .none ? nil : SyntaxView(tree: tree, id: node.first) }
    public var next: SyntaxView? { node.next == .none ? nil : SyntaxView(tree: tree, id: node.next) }

    /// The text as it is written.
    public var written: String { String(decoding: tree.writtenBytes(of: id), as: UTF8.self) }

    // Of a block.

    /// The labels of a block, in order.
    public var labels: [SyntaxView] {
        var labels: [SyntaxView] = []
        tree.forEachChild(of: id, .label) { labels.append(SyntaxView(tree: tree, id: $0)) }
        return labels
    }
    /// The body of a block.
    public var body: SyntaxView? {
        var id = node.first
        while id != .none {
            let child = tree[id]
            if child.kind == .body { return SyntaxView(tree: tree, id: id) }
            id = child.next
        }
        return nil
    }

    // Of a body.

    public var blocks: some Sequence<SyntaxView> { children.lazy.filter { $0.kind == .block } }
    public var attributes: some Sequence<SyntaxView> { children.lazy.filter { $0.kind == .attribute } }

    public func blocks(named type: String) -> [SyntaxView] {
        guard let symbol = tree.symbols.symbol(of: type) else { return [] }
        return blocks.filter { $0.node.name == symbol }
    }

    public func attribute(named name: String) -> SyntaxView? {
        tree.symbols.symbol(of: name).flatMap { attribute($0) }
    }

    func attribute(_ name: Symbol) -> SyntaxView? {
        var id = node.first
        while id != .none {
            let child = tree[id]
            if child.name == name, child.kind == .attribute { return SyntaxView(tree: tree, id: id) }
            id = child.next
        }
        return nil
    }

    /// The expression of an attribute.
    public var expression: SyntaxView? { kind == .attribute ? child : nil }

    /// What stands before the body of a block, from its type to its last label: a finding about something that is missing in
    /// it points here. In JSON, where many blocks may stand below one type, it is the last label alone.
    public var header: Range<Int> {
        let label = labels.last?.range
        if node.flags.contains(.quotedName), let label { return label }
        let last = label?.upperBound ?? nameRange.upperBound
        let start = nameRange.lowerBound
        return start..<max(start, last)
    }
}

extension SyntaxView {
    /// The text that a literal part, or a quoted text without interpolation, stands for.
    public var literal: String? {
        guard kind == .string || kind == .text else { return nil }
        let quote = kind == .string && node.flags.contains(.quoted) ? 1 : 0
        let bytes = tree.bytes[Int(node.start) + quote..<Int(node.end) - quote]
        return SyntaxText.decode(UnsafeRawBufferPointer(rebasing: bytes), node.flags)
    }
}
