import Documents
import Resources

/// Copies the fields of one record of the API into an arena, each in its canonical place.
struct RecordWriter {
    /// How the API names the fields; nil for a type that the catalogue does not bind to the API.
    let shape: RecordShape?
    /// What stands for each field that a description would carry and the record does not; nil where those are absent.
    var missing: Node?

    /// - Parameters:
    ///   - fields: the record; nil if nothing of it is known.
    ///   - place: the node whose range the mapping of the properties has.
    /// - Returns: the mapping, which is a root of the arena.
    func write(_ fields: NodeView?, at place: Node, into builder: inout DocumentBuilder) -> NodeID {
        var node = place
        node.kind = .map
        node.flags = fields == nil ? .copied : place.flags
        node.key = .none
        node.tag = 0
        // Two fields may be renamed to one.
        node.flags.insert(.repeatsKeys)
        let root = builder.append(node)
        let wrapper = shape?.rootProperty.map { wrapper in
            let outer = Node(
                kind: .map, flags: [.copied, .repeatsKeys], start: node.start, end: node.end, keyStart: node.start,
                key: builder.symbols.intern(wrapper))
            return builder.append(outer)
        }
        if let fields {
            let renaming = shape?.renaming ?? FieldRenaming()
            for field in fields.children where !APIRecords.transport.contains(field.key) {
                (renaming.children[field.key] ?? FieldRenaming()).copy(field, into: &builder)
            }
        }
        if let missing, let shape { add(missing, for: fields, of: shape, at: node, into: &builder) }
        if let wrapper { builder.close(wrapper, end: node.end) }
        builder.close(root, end: node.end)
        builder.addRoot(root)
        return root
    }

    private func add(
        _ missing: Node, for fields: NodeView?, of shape: RecordShape, at place: Node,
        into builder: inout DocumentBuilder
    ) {
        for field in shape.fields where fields?[field] == nil {
            var node = missing
            node.keyStart = place.start
            node.key = builder.symbols.intern(shape.canonicalName(of: field))
            builder.append(node)
        }
    }
}
