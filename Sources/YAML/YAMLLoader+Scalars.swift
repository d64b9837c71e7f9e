internal import CLibYAML
internal import Documents

extension YAMLLoader {
    mutating func scalar() throws(Diagnostic) {
        let range = events.range()
        let data = events.current.pointee.data.scalar
        let text = UnsafeRawBufferPointer(start: data.value, count: data.length)
        guard text.count <= options.limits.scalarLength else {
            throw error(range.prefix(1), options.limits.scalarTooLong)
        }
        let tag = data.tag.map { String(cString: $0) }
        let anchor = data.anchor.map { String(cString: $0) }
        let properties = (tag == nil ? 0 : 1) + (anchor == nil ? 0 : 1)
        var node = place(text, data.style, in: range, properties)
        if expectsKey {
            return try key(node, text, anchor, style: data.style, end: range.upperBound)
        }
        try resolve(&node, text, tag, isPlain: data.style == YAML_PLAIN_SCALAR_STYLE)
        let id = try append(node, end: Int(node.end))
        if let anchor { note(anchor, at: id) }
    }

    /// Makes the node of a scalar: its range, and its text if that is not what stands in the source.
    @inline(__always)
    private mutating func place(
        _ text: UnsafeRawBufferPointer, _ style: yaml_scalar_style_t, in range: Range<Int>, _ properties: Int
    ) -> Node {
        var start = range.lowerBound
        var end = range.upperBound
        if properties > 0 { start = textStart(text, style, in: range, properties) }
        var node = Node(kind: .string, start: 0, end: 0)
        switch style {
        case YAML_SINGLE_QUOTED_SCALAR_STYLE, YAML_DOUBLE_QUOTED_SCALAR_STYLE:
            node.flags = source.holds(text, at: start + 1, end: end - 1) ? .quoted : [.quoted, .decoded]
        case YAML_LITERAL_SCALAR_STYLE, YAML_FOLDED_SCALAR_STYLE:
            end = blockEnd(start..<end, text)
            node.flags = .decoded
        default:
            if !source.holds(text, at: start, end: end) { node.flags = .decoded }
        }
        if node.flags.contains(.decoded) { node.extent = builder.store(text) }
        node.start = UInt32(truncatingIfNeeded: start)
        node.end = UInt32(truncatingIfNeeded: end)
        return node
    }

    /// Where the text of a scalar begins behind its anchor and tag: counted back from the end if it is written as it is.
    private func textStart(
        _ text: UnsafeRawBufferPointer, _ style: yaml_scalar_style_t, in range: Range<Int>, _ properties: Int
    ) -> Int {
        let isQuoted = style == YAML_SINGLE_QUOTED_SCALAR_STYLE || style == YAML_DOUBLE_QUOTED_SCALAR_STYLE
        let quote = isQuoted ? 1 : 0
        let start = range.upperBound - text.count - 2 * quote
        let isVerbatim =
            start > range.lowerBound && source.holds(text, at: start + quote, end: range.upperBound - quote)
        return isVerbatim ? start : contentStart(in: range, skipping: properties)
    }

    /// Where a value begins behind its anchor and tag.
    func contentStart(in range: Range<Int>, skipping properties: Int) -> Int {
        var at = range.lowerBound
        for _ in 0..<properties {
            while at < range.upperBound, !isBlank(source.bytes[at]) { at += 1 }
            skipBlanksAndComments(&at, range.upperBound)
        }
        return at
    }

    private func skipBlanksAndComments(_ at: inout Int, _ end: Int) {
        while at < end, isBlank(source.bytes[at]) || source.bytes[at] == UInt8(ascii: "#") {
            let isComment = source.bytes[at] == UInt8(ascii: "#")
            at += 1
            while isComment, at < end, source.bytes[at] != 0x0A, source.bytes[at] != 0x0D { at += 1 }
        }
    }

    private func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D }

    /// The end of a block scalar: behind its last line that is not blank. libyaml's mark lies at the next token.
    private func blockEnd(_ range: Range<Int>, _ text: UnsafeRawBufferPointer) -> Int {
        var end = range.upperBound
        if text.allSatisfy({ isBlank($0) }) {
            // Nothing but the header, behind which a comment may stand.
            return source.bytes[range].firstIndex { isBlank($0) } ?? end
        }
        while end > range.lowerBound + 1, isBlank(source.bytes[end - 1]) { end -= 1 }
        return end
    }

    /// Takes a scalar as the key of the value that comes next.
    private mutating func key(
        _ node: Node, _ text: UnsafeRawBufferPointer, _ anchor: String?, style: yaml_scalar_style_t, end: Int
    ) throws(Diagnostic) {
        if let anchor {
            var value = node
            if style == YAML_PLAIN_SCALAR_STYLE { try resolve(&value, text, nil, isPlain: true) }
            anchors[anchor] = .detached([value])
        }
        wait(for: builder.symbols.intern(text), start: node.start, node.flags, end: end)
    }

    /// Notes the key of the value that comes next.
    mutating func wait(for symbol: Symbol, start: UInt32, _ flags: Node.Flags, end: Int) {
        inner.end = end
        inner.key = Key(symbol: symbol, start: start, flags: flags.contains(.quoted) ? .quotedKey : [])
    }

    /// Gives a scalar its kind by its tag and the schema.
    @inline(__always)
    private mutating func resolve(
        _ node: inout Node, _ text: UnsafeRawBufferPointer, _ tag: String?, isPlain: Bool
    ) throws(Diagnostic) {
        if let tag { return try resolve(&node, text, tag: tag, isPlain: isPlain) }
        if isPlain { take(resolver.meaning(of: text), &node) }
    }

    private mutating func resolve(
        _ node: inout Node, _ text: UnsafeRawBufferPointer, tag: String, isPlain: Bool
    ) throws(Diagnostic) {
        node.tag = try index(of: tag, .string, Int(node.start)..<Int(node.end))
        guard let standard = StandardTag(tag) else { return }
        guard let meaning = standard.meaning(of: text, resolver) else {
            let shown = Diagnostic.shown(String(decoding: text, as: UTF8.self))
            throw error(
                Int(node.start)..<Int(node.end),
                "`\(shown)` does not fit its tag `\(StandardTag.shown(tag))`: expected \(standard.expectation)")
        }
        take(meaning, &node)
    }

    private mutating func take(_ meaning: ScalarResolver.Meaning, _ node: inout Node) {
        node.kind = meaning.kind
        guard let text = meaning.text else { return }
        node.extent = builder.store(text)
        node.flags.insert(.decoded)
    }

    /// The document's index of a tag; 0 for tags that say no more than the node's kind does.
    mutating func index(of tag: String, _ kind: Node.Kind, _ range: Range<Int>) throws(Diagnostic) -> UInt16 {
        if let known = tags[tag], StandardTag(tag) == nil { return known }
        if tag == "!" { return 0 }
        if let standard = StandardTag(tag) {
            guard standard.allows(kind) else {
                throw error(
                    range.prefix(1), "the value does not fit its tag `\(StandardTag.shown(tag))`",
                    help: "the tag stands before \(standard.expectation)")
            }
            if !standard.isKept { return 0 }
        }
        guard tags.count < Self.tagLimit else {
            throw error(range.prefix(1), "the file has more than \(Self.tagLimit) different tags")
        }
        let index = builder.index(ofTag: StandardTag.shown(tag))
        tags[tag] = index
        return index
    }
}
