/// Writes the arena of a document.
///
/// Parsers build a document from source bytes with it; readers build derived documents, whose nodes keep the source
/// ranges of the values they were made from.
// INVARIANT: `nodes`, `capacity`, `texts` and `textCapacity` repeat what `storage` holds, which `finish` hands to the
// document; they lie in the builder because reading a class's fields costs checks in the parsers' inner loops.
public struct DocumentBuilder: ~Copyable {
    public let source: SourceText
    public let symbols: SymbolTable
    public private(set) var count = 0
    private let storage: ArenaStorage
    private var nodes: UnsafeMutablePointer<Node>
    private var capacity: Int
    private var texts: UnsafeMutablePointer<UInt8>
    private var textCapacity: Int
    private var textCount = 4
    private var tags = [""]
    private var roots: [NodeID] = []
    private var warnings: [Diagnostic] = []

    public init(source: SourceText, symbols: SymbolTable, expectedNodes: Int = 64) {
        self.source = source
        self.symbols = symbols
        storage = ArenaStorage(capacity: max(expectedNodes, 16))
        nodes = storage.nodes
        capacity = storage.capacity
        texts = storage.texts
        textCapacity = storage.textCapacity
    }

    public subscript(id: NodeID) -> Node {
        get { nodes[Int(id.rawValue)] }
        set { nodes[Int(id.rawValue)] = newValue }
    }

    /// Appends a scalar, or opens a container that `close` ends.
    @discardableResult
    @inline(__always)
    public mutating func append(_ node: Node) -> NodeID {
        if count == capacity { grow() }
        (nodes + count).initialize(to: node)
        count &+= 1
        return NodeID(rawValue: UInt32(truncatingIfNeeded: count &- 1))
    }

    /// Ends a container: everything appended since is inside it.
    @inline(__always)
    public mutating func close(_ id: NodeID, end: UInt32) {
        nodes[Int(id.rawValue)].extent = UInt32(truncatingIfNeeded: count) &- id.rawValue
        nodes[Int(id.rawValue)].end = end
    }

    /// Stores a text that differs from the source; the result is the `extent` of a node flagged `decoded`.
    public mutating func store(_ text: UnsafeRawBufferPointer) -> UInt32 {
        let memory = reserveText(text.count)
        if let base = text.baseAddress { UnsafeMutableRawPointer(memory).copyMemory(from: base, byteCount: text.count) }
        return commitText(text.count)
    }

    /// Stores a text that differs from the source; the result is the `extent` of a node flagged `decoded`.
    public mutating func store(_ text: String) -> UInt32 {
        var text = text
        return text.withUTF8 { store(UnsafeRawBufferPointer($0)) }
    }

    /// Room for a text of at most `length` bytes, to be written before `commitText` stores it.
    package mutating func reserveText(_ length: Int) -> UnsafeMutablePointer<UInt8> {
        if textCapacity - textCount < length + 4 {
            storage.growTexts(to: max(textCapacity * 2, textCount + length + 4))
            texts = storage.texts
            textCapacity = storage.textCapacity
        }
        return texts + textCount + 4
    }

    /// Stores the first `length` bytes written to the memory that `reserveText` gave.
    package mutating func commitText(_ length: Int) -> UInt32 {
        let offset = textCount
        UnsafeMutableRawPointer(texts).storeBytes(
            of: UInt32(truncatingIfNeeded: length), toByteOffset: offset, as: UInt32.self)
        textCount += 4 + length
        return UInt32(truncatingIfNeeded: offset)
    }

    /// The text of a scalar already in the arena.
    package func withText<Result>(of node: Node, _ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        guard node.flags.contains(.decoded) else {
            let quote = node.flags.contains(.quoted) ? 1 : 0
            return body(
                UnsafeRawBufferPointer(rebasing: source.bytes[Int(node.start) + quote..<Int(node.end) - quote]))
        }
        let text = UnsafeRawPointer(texts) + Int(node.extent)
        return body(UnsafeRawBufferPointer(start: text + 4, count: Int(text.loadUnaligned(as: UInt32.self))))
    }

    /// The index of a tag, for `Node.tag`.
    public mutating func index(ofTag tag: String) -> UInt16 {
        if let known = tags.firstIndex(of: tag) { return UInt16(truncatingIfNeeded: known) }
        guard tags.count < Int(UInt16.max) else { return 0 }
        tags.append(tag)
        return UInt16(truncatingIfNeeded: tags.count - 1)
    }

    /// Copies a subtree of a document that shares this builder's source and symbols, under another key if one is given.
    @discardableResult
    public mutating func copy(_ view: NodeView, key: Symbol? = nil) -> NodeID {
        let first = NodeID(rawValue: UInt32(truncatingIfNeeded: count))
        let from = Int(view.id.rawValue)
        for index in from..<from + view.node.stride {
            var node = view.document.nodes[index]
            if node.flags.contains(.decoded) { node.extent = store(view.document.text(of: node)) }
            if node.tag != 0 { node.tag = self.index(ofTag: view.document.tags[Int(node.tag)]) }
            append(node)
        }
        if let key { nodes[Int(first.rawValue)].key = key }
        return first
    }

    /// Copies a closed subtree of this arena to its end and marks the copies. Decoded texts are shared.
    package mutating func copy(_ id: NodeID) -> NodeID {
        let first = NodeID(rawValue: UInt32(truncatingIfNeeded: count))
        for index in Int(id.rawValue)..<Int(id.rawValue) + self[id].stride {
            var node = nodes[index]
            node.flags.insert(.copied)
            append(node)
        }
        return first
    }

    /// Takes the nodes from an index on out of the arena.
    package mutating func removeNodes(from index: Int) -> [Node] {
        let removed = Array(UnsafeBufferPointer(start: nodes + index, count: count - index))
        count = index
        return removed
    }

    public mutating func addRoot(_ id: NodeID) { roots.append(id) }

    public mutating func warn(_ warning: Diagnostic) { warnings.append(warning) }

    /// Ends the document. The builder is spent.
    public consuming func finish() -> Document {
        storage.trim(nodes: count, texts: textCount)
        return Document(
            source: source, symbols: symbols, storage: storage, count: count, textCount: textCount, tags: tags,
            roots: roots, warnings: warnings)
    }

    @inline(never)
    private mutating func grow() {
        storage.growNodes(to: capacity * 2)
        nodes = storage.nodes
        capacity = storage.capacity
    }
}
