/// A node together with its document: the convenient way to read one, for code that is not on a hot path.
public struct NodeView: Sendable {
    public let document: Document
    public let id: NodeID

    public init(document: Document, id: NodeID) {
        self.document = document
        self.id = id
    }

    public var node: Node { document[id] }
    public var kind: Node.Kind { node.kind }

    /// The tag of the source such as `!Sub`, or nil.
    public var tag: String? { node.tag == 0 ? nil : document.tags[Int(node.tag)] }

    /// The key under which this value stands in its mapping; empty for an element of a list.
    public var key: String { document.symbols.text(of: node.key) }

    /// The text of a scalar as written, whatever its kind; nil for a container.
    public var text: String? {
        node.isContainer || node.kind == .unknown ? nil : String(decoding: document.text(of: node), as: UTF8.self)
    }

    /// The text of a string scalar; nil for any other kind.
    public var string: String? { kind == .string ? text : nil }

    public var integer: Int64? { kind == .integer ? text.flatMap { Int64($0) } : nil }

    /// The number of an integer or double scalar.
    public var number: Double? { kind == .integer || kind == .double ? text.flatMap { Double($0) } : nil }

    public var boolean: Bool? {
        switch kind {
        case .true: true
        case .false: false
        default: nil
        }
    }

    /// The children of a container, in source order.
    public var children: some Sequence<NodeView> {
        document.children(of: id).lazy.map { [document] in NodeView(document: document, id: $0) }
    }

    /// The member of a mapping with this key; the last one if the source repeats it.
    public subscript(key: String) -> NodeView? {
        guard kind == .map, let symbol = document.symbols.symbol(of: key) else { return nil }
        return self[symbol]
    }

    /// The member of a mapping with this key; the last one if the source repeats it.
    public subscript(key: Symbol) -> NodeView? {
        let nodes = document.nodes
        let map = Int(id.rawValue)
        guard nodes[map].kind == .map else { return nil }
        let end = map + nodes[map].stride
        var child = map + 1
        var found: Int?
        while child < end {
            if nodes[child].key == key {
                found = child
                if !nodes[map].flags.contains(.repeatsKeys) { break }
            }
            child += nodes[child].stride
        }
        return found.map { NodeView(document: document, id: NodeID(rawValue: UInt32(truncatingIfNeeded: $0))) }
    }

    /// The member of a mapping with a key that was looked up before; nil for a key that no document of the table has.
    package func member(_ key: Symbol?) -> NodeView? { key.flatMap { self[$0] } }

    /// The byte range of the value.
    public var range: Range<Int> { Int(node.start)..<Int(node.end) }

    /// The byte range of the key, without quotes; nil for an element of a list.
    public var keyRange: Range<Int>? {
        guard node.key != .none else { return nil }
        let start = Int(node.keyStart)
        let length = document.symbols.withBytes(of: node.key) { key in
            node.flags.contains(.copied) ? document.source.length(ofNameAt: start, standingFor: key) : key.count
        }
        return document.source.range(ofKeyAt: start, isQuoted: node.flags.contains(.quotedKey), length: length)
    }
}

extension SourceText {
    /// The length of a key without quotes, which may have been renamed since: that of the name that stands in the source.
    fileprivate func length(ofNameAt start: Int, standingFor key: UnsafeRawBufferPointer) -> Int {
        guard start <= bytes.count, !bytes[start...].starts(with: key) else { return key.count }
        let isName = { (byte: UInt8) in
            (byte | 0x20) &- 0x61 < 26 || byte &- 0x30 < 10 || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
        }
        let length = bytes[start...].prefix(while: isName).count
        return length == 0 ? key.count : length
    }

    /// The byte range of a key without quotes.
    /// - Parameter length: The number of bytes of the key's text, which is what an unquoted key occupies.
    func range(ofKeyAt start: Int, isQuoted: Bool, length: Int) -> Range<Int> {
        if isQuoted, let closing = Quotes.closing(start, in: bytes) { return start + 1..<closing }
        let start = min(start, bytes.count)
        return start..<min(start + length, bytes.count)
    }
}
