import Documents

/// Small documents for values that an input implies but does not spell out. Their nodes keep the range and the key of
/// the node they were made from, so that messages still point into the source.
enum DerivedDocument {
    /// A copy of a whole document under the same node ids, changed by `edit` before it is closed for good. One pass
    /// over 24-byte nodes: a small part of what parsing cost.
    static func copy(_ document: Document, _ edit: (inout DocumentBuilder) -> Void) -> Document {
        var builder = DocumentBuilder(
            source: document.source, symbols: document.symbols, expectedNodes: document.nodes.count)
        for tag in document.tags.dropFirst() { _ = builder.index(ofTag: tag) }
        for var node in document.nodes {
            if node.flags.contains(.decoded) { node.extent = builder.store(document.text(of: node)) }
            builder.append(node)
        }
        for root in document.roots { builder.addRoot(root) }
        edit(&builder)
        return builder.finish()
    }

    /// A text in the place of `origin`.
    static func text(_ text: String, for origin: NodeView) -> NodeView {
        scalar(kind: .string, text: text, for: origin)
    }

    /// An integer in the place of `origin`.
    static func integer(_ value: Int, for origin: NodeView) -> NodeView {
        scalar(kind: .integer, text: String(value), for: origin)
    }

    /// A list of texts in the place of `origin`.
    static func list(_ texts: [String], for origin: NodeView) -> NodeView {
        build(for: origin, expectedNodes: texts.count + 1) { builder in
            let list = builder.append(node(.list, for: origin))
            for text in texts {
                let extent = builder.store(text)
                builder.append(
                    Node(
                        kind: .string, flags: [.decoded, .copied], start: origin.node.start, end: origin.node.end,
                        extent: extent))
            }
            builder.close(list, end: origin.node.end)
            return list
        }
    }

    /// The scalar that a JSON text spells, in the place of `origin`; nil if it spells none.
    static func json(_ text: String, for origin: NodeView) -> NodeView? {
        let source = SourceText(name: origin.document.source.name, text: text)
        guard let value = (try? JSONParser.parse(source, symbols: SymbolTable()))?.root, let scalar = value.text
        else { return nil }
        return Self.scalar(kind: value.kind, text: scalar, for: origin)
    }

    /// `Ref`, or `Fn::GetAtt` for a name with a dot, in the place of `origin`: what a variable of `Fn::Sub` means.
    static func reference(to name: String, for origin: NodeView) -> NodeView {
        let function = name.utf8.contains(UInt8(ascii: ".")) ? "Fn::GetAtt" : "Ref"
        return build(for: origin, expectedNodes: 2) { builder in
            var call = node(.map, for: origin)
            call.flags.insert(.deferred)
            let map = builder.append(call)
            let extent = builder.store(name)
            builder.append(
                Node(
                    kind: .string, flags: [.decoded, .copied], start: origin.node.start, end: origin.node.end,
                    extent: extent, keyStart: origin.node.start, key: builder.symbols.intern(function)))
            builder.close(map, end: origin.node.end)
            return map
        }
    }

    /// The key of `member` as a text, in the key's place.
    static func key(of member: NodeView) -> NodeView {
        build(for: member, expectedNodes: 1) { builder in
            let place = member.keyRange ?? member.range
            let text = builder.store(member.key)
            return builder.append(
                Node(
                    kind: .string, flags: [.decoded, .copied], start: UInt32(truncatingIfNeeded: place.lowerBound),
                    end: UInt32(truncatingIfNeeded: place.upperBound), extent: text))
        }
    }

    /// A text that stands somewhere in a text that is no document.
    static func text(_ text: String, at place: Range<Int>, of source: SourceText) -> NodeView {
        var builder = DocumentBuilder(source: source, symbols: SymbolTable(), expectedNodes: 1)
        let extent = builder.store(text)
        let id = builder.append(
            Node(
                kind: .string, flags: [.decoded, .copied], start: UInt32(truncatingIfNeeded: place.lowerBound),
                end: UInt32(truncatingIfNeeded: place.upperBound), extent: extent))
        builder.addRoot(id)
        return NodeView(document: builder.finish(), id: id)
    }

    /// A copy of `origin` that must not be shown.
    static func secret(_ origin: NodeView) -> NodeView {
        build(for: origin, expectedNodes: origin.node.stride) { builder in
            let copy = builder.copy(origin)
            for index in 0..<UInt32(truncatingIfNeeded: builder.count) {
                builder[NodeID(rawValue: index)].flags.insert(.secret)
            }
            return copy
        }
    }

    /// A value that is not known, in the place of `origin`.
    static func unknown(for origin: NodeView) -> NodeView { scalar(kind: .unknown, text: "", for: origin) }

    /// Nothing, in the place of `origin`.
    static func null(for origin: NodeView) -> NodeView {
        scalar(kind: .null, text: "", for: origin)
    }

    /// What `origin` holds, without its tag: the value that `!Sub text` has when the text names no variable.
    static func untagged(_ origin: NodeView) -> NodeView {
        build(for: origin, expectedNodes: origin.node.stride) { builder in
            let copy = builder.copy(origin)
            builder[copy].tag = 0
            builder[copy].flags.remove(.deferred)
            return copy
        }
    }

    private static func scalar(kind: Node.Kind, text: String, for origin: NodeView) -> NodeView {
        build(for: origin, expectedNodes: 1) { builder in
            var scalar = node(kind, for: origin)
            scalar.flags.insert(.decoded)
            scalar.extent = builder.store(text)
            return builder.append(scalar)
        }
    }

    private static func node(_ kind: Node.Kind, for origin: NodeView) -> Node {
        let place = origin.node
        return Node(
            kind: kind, flags: place.flags.intersection([.quotedKey, .secret]).union(.copied), start: place.start,
            end: place.end, keyStart: place.keyStart, key: place.key)
    }

    private static func build(
        for origin: NodeView, expectedNodes: Int, _ body: (inout DocumentBuilder) -> NodeID
    ) -> NodeView {
        var builder = DocumentBuilder(
            source: origin.document.source, symbols: origin.document.symbols, expectedNodes: expectedNodes)
        let id = body(&builder)
        builder.addRoot(id)
        return NodeView(document: builder.finish(), id: id)
    }
}
