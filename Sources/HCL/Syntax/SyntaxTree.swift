public import Documents

/// One parsed configuration file: a flat array of nodes over the source bytes.
///
/// A node knows its first child and its next sibling, so that an operator whose left side was read first can become its
/// parent without moving it.
// INVARIANT: `bytes` are those of `source`, or `pool`, which lives as long as the tree; offsets of nodes lie inside them;
// links lead to nodes of the array and form a tree under node 0.
public final class SyntaxTree: @unchecked Sendable {
    public let source: SourceText
    public let symbols: SymbolTable
    public let nodes: [SyntaxNode]
    /// What is wrong with the file. What could be read around it is in the tree.
    public let problems: [Diagnostic]
    /// The text that offsets of nodes refer to: that of the source, behind which JSON strings that were written with escapes
    /// lie in decoded form.
    let bytes: UnsafeRawBufferPointer
    private let pool: DecodedStrings?

    init(
        source: SourceText, symbols: SymbolTable, nodes: [SyntaxNode], problems: [Diagnostic],
        pool: DecodedStrings? = nil
    ) {
        self.source = source
        self.symbols = symbols
        self.nodes = nodes
        self.problems = problems
        self.pool = pool
        bytes = pool?.bytes ?? source.bytes
    }

    @inlinable
    public subscript(id: SyntaxID) -> SyntaxNode { nodes[Int(id.rawValue)] }

    /// The body of the file.
    public var root: SyntaxID { .none }

    public func children(of id: SyntaxID) -> Children { Children(tree: self, following: self[id].first) }

    /// Calls `body` with each child of a kind.
    @inline(__always)
    func forEachChild(of id: SyntaxID, _ kind: SyntaxNode.Kind, _ body: (SyntaxID) -> Void) {
        var child = self[id].first
        while child != .none {
            if self[child].kind == kind { body(child) }
            child = self[child].next
        }
    }

    public struct Children: Sequence, IteratorProtocol {
        let tree: SyntaxTree
        var following: SyntaxID

        public mutating func next() -> SyntaxID? {
            guard following != .none else { return nil }
            defer { following = tree[following].next }
            return following
        }
    }

    /// The byte range of a node in the source.
    public func range(of id: SyntaxID) -> Range<Int> { range(Int(self[id].start)..<Int(self[id].end)) }

    /// The byte range of the name of an attribute, or the type of a block, without quotes.
    public func nameRange(of id: SyntaxID) -> Range<Int> {
        let node = self[id]
        let start = Int(node.start) + (node.flags.contains(.quotedName) ? 1 : 0)
        let length = symbols.withBytes(of: node.name) { $0.count }
        return start..<Swift.min(start + length, source.bytes.count)
    }

    /// The source range of a range of the tree's text.
    func range(_ range: Range<Int>) -> Range<Int> {
        guard let pool, range.lowerBound >= source.bytes.count else { return range }
        return pool.sourceRange(range)
    }

    /// The name of a node as text.
    public func name(of id: SyntaxID) -> String { symbols.text(of: self[id].name) }

    /// The bytes of a node as they are written. Valid while the tree lives.
    public func writtenBytes(of id: SyntaxID) -> UnsafeRawBufferPointer {
        let node = self[id]
        return UnsafeRawBufferPointer(rebasing: bytes[Int(node.start)..<Int(node.end)])
    }

    func child(_ id: SyntaxID) -> SyntaxID { self[id].first }

    func sibling(_ id: SyntaxID) -> SyntaxID { self[id].next }
}

/// Strings of a JSON file that were written with escapes, decoded, behind the bytes of the file itself.
final class DecodedStrings {
    private(set) var bytes: UnsafeRawBufferPointer
    private let memory: UnsafeMutableRawBufferPointer
    private let origins: [(start: Int, node: NodeView)]

    init(_ source: SourceText, _ strings: [NodeView]) {
        let length = strings.reduce(source.bytes.count) { $0 + $1.document.text(of: $1.node).count }
        memory = .allocate(byteCount: length, alignment: 16)
        memory.copyBytes(from: source.bytes)
        var at = source.bytes.count
        var origins: [(start: Int, node: NodeView)] = []
        for string in strings {
            let text = string.document.text(of: string.node)
            UnsafeMutableRawBufferPointer(rebasing: memory[at...]).copyBytes(from: text)
            origins.append((at, string))
            at += text.count
        }
        self.origins = origins
        bytes = UnsafeRawBufferPointer(memory)
    }

    deinit { memory.deallocate() }

    func contains(_ range: Range<Int>) -> Bool { range.lowerBound >= origins.first?.start ?? Int.max }

    /// Where the decoded form of each string begins.
    var starts: [Int] { origins.map(\.start) }

    func sourceRange(_ range: Range<Int>) -> Range<Int> {
        guard let origin = origins.last(where: { $0.start <= range.lowerBound }) else { return range }
        return origin.node.sourceRange(ofTextRange: range.lowerBound - origin.start..<range.upperBound - origin.start)
    }
}
