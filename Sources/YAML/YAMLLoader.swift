internal import CLibYAML
internal import Documents

/// Builds a document from the events of libyaml.
///
/// Aliases and merge keys are expanded by copying, under the budget of `DocumentLimits.aliasNodes`. An open container
/// is a `Frame`; its node's `extent` is 0 until it closes, by which an alias to a container around it is recognised.
struct YAMLLoader: ~Copyable {
    let source: SourceText
    let part: Range<Int>
    let options: YAMLParser.Options
    let resolver: ScalarResolver
    var builder: DocumentBuilder
    var events: YAMLEvents
    var duplicates: DuplicateKeys
    /// The innermost open container; before the first, something that is neither list nor mapping.
    var inner = Frame()
    /// The containers around `inner`, and the one before the first.
    var outer: [Frame] = []
    var anchors: [String: Anchor] = [:]
    /// The anchors of nodes in about the order of the nodes: those of a container that is still open come last.
    var anchored: [(name: String, id: NodeID)] = []
    var tags: [String: UInt16] = [:]
    var aliasNodes = 0
    let mergeKey: Symbol

    /// The number of different tags of one file; formats have a few dozen.
    static let tagLimit = 1_000

    /// An open list or mapping.
    struct Frame {
        var id = NodeID(rawValue: 0)
        var isMap = false
        /// The key whose value comes next; nil in a list and where a key comes next.
        var key: Key?
        var mergesMembers = false
        /// The end of the last event inside.
        var end = 0
    }

    struct Key {
        var symbol: Symbol
        var start: UInt32
        var flags: Node.Flags
    }

    /// What an alias refers to.
    enum Anchor {
        case node(NodeID)
        /// A copy of what is no node of the arena: the text of a key, or a mapping that was merged into another.
        case detached([Node])
    }

    init(_ source: SourceText, part: Range<Int>, symbols: SymbolTable, options: YAMLParser.Options) {
        self.source = source
        self.part = part
        self.options = options
        resolver = ScalarResolver(schema: options.schema)
        builder = DocumentBuilder(source: source, symbols: symbols, expectedNodes: part.count / 24)
        events = YAMLEvents((UnsafeRawBufferPointer(rebasing: source.bytes[..<part.upperBound]), part.lowerBound))
        duplicates = DuplicateKeys(options.duplicateKeys)
        mergeKey = symbols.intern("<<")
    }

    /// The number of `%TAG` lines of one file: libyaml compares each with all before it.
    static let directiveLimit = 1_000

    mutating func load() throws(Diagnostic) {
        let directives = source.tagDirectives(in: part, upTo: Self.directiveLimit + 1)
        if directives.count > Self.directiveLimit, let last = directives.last {
            throw error(last..<last + 4, "the file has more than \(Self.directiveLimit) `%TAG` lines")
        }
        var documents = 0
        while true {
            guard events.advance() else {
                throw YAMLDiagnosis(source: source, problem: events.problem()).diagnostic
            }
            switch events.type {
            case YAML_SCALAR_EVENT: try scalar()
            case YAML_MAPPING_START_EVENT: try open(.map)
            case YAML_SEQUENCE_START_EVENT: try open(.list)
            case YAML_MAPPING_END_EVENT, YAML_SEQUENCE_END_EVENT: try close()
            case YAML_ALIAS_EVENT: try alias()
            case YAML_DOCUMENT_START_EVENT:
                documents += 1
                anchors.removeAll(keepingCapacity: true)
                anchored.removeAll(keepingCapacity: true)
                guard documents <= options.limits.documents else {
                    throw error(events.range(), "the file has more than \(options.limits.documents) documents")
                }
            case YAML_STREAM_END_EVENT: return
            default: break
            }
        }
    }

    consuming func finish() -> Document { builder.finish() }

    func error(_ range: Range<Int>, _ message: String, help: String? = nil) -> Diagnostic {
        Diagnostic(in: source, at: range, message, help: help)
    }

    /// True if the event that was read last is a key.
    var expectsKey: Bool { inner.isMap && inner.key == nil }

    /// Appends a value under the key that waits for it, if there is one.
    /// - Parameter end: Where the value ends in the source.
    @inline(__always)
    mutating func append(_ node: Node, end: Int) throws(Diagnostic) -> NodeID {
        guard builder.count < options.limits.nodes else {
            throw error(Int(node.start)..<Int(node.start), options.limits.tooManyNodes)
        }
        var node = node
        settle(&node, end: end)
        let id = builder.append(node)
        if outer.isEmpty { builder.addRoot(id) }
        return id
    }

    /// Gives a value its key and notes its end in the container around it.
    @inline(__always)
    mutating func settle(_ node: inout Node, end: Int) {
        inner.end = end
        guard let key = inner.key else { return }
        node.key = key.symbol
        node.keyStart = key.start
        node.flags.formUnion(key.flags)
        if key.symbol == mergeKey, !key.flags.contains(.quotedKey) { inner.mergesMembers = true }
        inner.key = nil
    }

    private mutating func open(_ kind: Node.Kind) throws(Diagnostic) {
        let range = events.range()
        guard !expectsKey else { throw complexKey(range) }
        guard outer.count < options.limits.depth else { throw error(range.prefix(1), options.limits.tooDeep) }
        let (anchor, tag) = properties(kind)
        let start = contentStart(in: range, skipping: (anchor == nil ? 0 : 1) + (tag == nil ? 0 : 1))
        var node = Node(kind: kind, start: UInt32(truncatingIfNeeded: start), end: UInt32(truncatingIfNeeded: start))
        if let tag { node.tag = try index(of: tag, kind, start..<range.upperBound) }
        let id = try append(node, end: range.upperBound)
        if let anchor { note(anchor, at: id) }
        outer.append(inner)
        inner = Frame(id: id, isMap: kind == .map, end: start)
    }

    private func properties(_ kind: Node.Kind) -> (anchor: String?, tag: String?) {
        let data = events.current.pointee.data
        let anchor = kind == .map ? data.mapping_start.anchor : data.sequence_start.anchor
        let tag = kind == .map ? data.mapping_start.tag : data.sequence_start.tag
        return (anchor.map { String(cString: $0) }, tag.map { String(cString: $0) })
    }

    private mutating func close() throws(Diagnostic) {
        guard let parent = outer.popLast() else { return }
        let frame = inner
        inner = parent
        let range = events.range()
        // A flow container ends with its bracket; a block container has no end of its own in the source.
        let end = range.isEmpty ? frame.end : range.upperBound
        builder.close(frame.id, end: UInt32(truncatingIfNeeded: end))
        if frame.isMap, !duplicates.check(frame.id, in: &builder), let failure = duplicates.failure { throw failure }
        if frame.mergesMembers { try merge(frame.id) }
        inner.end = end
    }

    /// A key that is a list or a mapping: a template, or something that the formats of ours have no use for.
    func complexKey(_ range: Range<Int>) -> Diagnostic {
        // The key is what stands in the inner braces.
        let isNested = range.lowerBound > 0 && source.bytes[range.lowerBound - 1] == UInt8(ascii: "{")
        let start = isNested ? range.lowerBound - 1 : range.lowerBound
        let line = source.bytes[start...].prefix(200).prefix { $0 != 0x0A && $0 != 0x0D }
        guard line.starts(with: "{{".utf8) else {
            return error(range.prefix(1), "a key is a list or a mapping: expected text", help: "put the key in quotes")
        }
        let brace = UInt8(ascii: "}")
        let closing = line.indices.dropLast().first { line[$0] == brace && line[$0 + 1] == brace }
        let template = start..<(closing.map { $0 + 2 } ?? line.endIndex)
        let text = Diagnostic.shown(String(decoding: source.bytes[template], as: UTF8.self))
        return error(template, "`\(text)` is template syntax, not YAML", help: YAMLDiagnosis.templateHelp)
    }
}

extension Range<Int> {
    func prefix(_ length: Int) -> Range<Int> { lowerBound..<Swift.min(upperBound, lowerBound + length) }
}
