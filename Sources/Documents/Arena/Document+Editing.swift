extension Document {
    /// A copy under the same node ids, changed by `edit` before it is closed for good.
    /// - Complexity: One pass over the nodes, a small part of what parsing cost.
    public func editing(_ edit: (inout DocumentBuilder) -> Void) -> Document {
        var builder = DocumentBuilder(source: source, symbols: symbols, expectedNodes: nodes.count)
        for tag in tags.dropFirst() { _ = builder.index(ofTag: tag) }
        for var node in nodes {
            if node.flags.contains(.decoded) { node.extent = builder.store(text(of: node)) }
            builder.append(node)
        }
        for root in roots { builder.addRoot(root) }
        edit(&builder)
        return builder.finish()
    }
}
