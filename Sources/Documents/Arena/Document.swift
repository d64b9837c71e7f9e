/// One parsed file: a flat arena of nodes over the source bytes.
///
/// A document is immutable. Its nodes, decoded texts and source stay where they are for as long as it lives, so that
/// evaluators may hold pointers to them inside the scope of a strong reference.
// INVARIANT: the buffers are allocated by DocumentBuilder, never written after init, freed with the object. Offsets in
// nodes lie inside the buffers, and the extents of nested containers nest.
public final class Document: @unchecked Sendable {
    public let source: SourceText
    public let symbols: SymbolTable
    public let nodes: UnsafeBufferPointer<Node>
    /// Decoded texts: at each offset a 32-bit length in native byte order, then that many bytes.
    public let texts: UnsafeRawBufferPointer
    /// The distinct tags of the source, such as `!Sub`. The first is empty: no tag.
    public let tags: [String]
    /// The root of each document of the stream, in order.
    public let roots: [NodeID]
    /// What is doubtful but not refused, such as duplicate keys.
    public let warnings: [Diagnostic]

    private let storage: ArenaStorage

    init(
        source: SourceText, symbols: SymbolTable, storage: ArenaStorage, count: Int, textCount: Int, tags: [String],
        roots: [NodeID], warnings: [Diagnostic]
    ) {
        self.source = source
        self.symbols = symbols
        self.storage = storage
        nodes = UnsafeBufferPointer(start: storage.nodes, count: count)
        texts = UnsafeRawBufferPointer(start: storage.texts, count: textCount)
        self.tags = tags
        self.roots = roots
        self.warnings = warnings
    }

    @inlinable
    public subscript(id: NodeID) -> Node { nodes[Int(id.rawValue)] }

    /// The bytes of a scalar's text, without quotes and escapes. Valid while the document lives.
    public func text(of node: Node) -> UnsafeRawBufferPointer {
        if node.flags.contains(.decoded) {
            let offset = Int(node.extent)
            let length = Int(texts.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
            return UnsafeRawBufferPointer(rebasing: texts[offset + 4..<offset + 4 + length])
        }
        let quote = node.flags.contains(.quoted) ? 1 : 0
        return UnsafeRawBufferPointer(rebasing: source.bytes[Int(node.start) + quote..<Int(node.end) - quote])
    }

    /// The children of a container, in source order; empty for a scalar.
    public func children(of id: NodeID) -> Children { Children(document: self, parent: id) }

    public struct Children: Sequence, IteratorProtocol {
        let document: Document
        var cursor: UInt32
        let end: UInt32

        init(document: Document, parent: NodeID) {
            self.document = document
            let node = document[parent]
            cursor = parent.rawValue + 1
            end = node.isContainer ? parent.rawValue + node.extent : cursor
        }

        public mutating func next() -> NodeID? {
            guard cursor < end else { return nil }
            defer { cursor += UInt32(truncatingIfNeeded: document.nodes[Int(cursor)].stride) }
            return NodeID(rawValue: cursor)
        }
    }

    /// The first root as a view.
    public var root: NodeView? { roots.first.map { NodeView(document: self, id: $0) } }
}
