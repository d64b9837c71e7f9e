import Documents

extension AttributeCopy {
    /// Writes a mapping of tags as the list of `Key` and `Value` that most types take.
    /// - Parameter isOpen: further tags may exist.
    mutating func writeTagList(_ source: Source, key: Symbol, names: (key: Symbol, value: Symbol), isOpen: Bool) {
        guard let place = source.value ?? source.unknown, isOpen || hasTags(source) else { return }
        let list = open(.list, like: nodes[place], key: key)
        if let value = source.value, nodes[value].kind == .map {
            forEachChild(of: value) { copy, child in
                copy.writeTag(copy.inside(source, key: copy.nodes[child].key, value: child), names: names)
            }
        }
        if let unknown = source.unknown, nodes[unknown].kind == .map {
            forEachChild(of: unknown) { copy, child in
                guard copy.says(child), source.value.flatMap({ copy.find(copy.nodes[child].key, in: $0) }) == nil else {
                    return
                }
                copy.writeTag(Source(unknown: child), names: names)
            }
        }
        if isOpen { writeUnknown(at: source.unknown ?? place, isSecret: false, like: nil, key: .none) }
        builder.close(list, end: nodes[place].end)
    }

    private func hasTags(_ source: Source) -> Bool {
        if let value = source.value, nodes[value].kind == .map { return true }
        guard let unknown = source.unknown else { return false }
        return says(unknown)
    }

    private mutating func writeTag(_ source: Source, names: (key: Symbol, value: Symbol)) {
        guard let place = source.value ?? source.unknown else { return }
        let node = nodes[place]
        let tag = builder.append(Node(kind: .map, flags: .copied, start: node.start, end: node.end))
        let isQuoted = node.flags.contains(.quotedKey)
        let (text, length) = document.symbols.withBytes(of: node.key) {
            (builder.store($0), UInt32(truncatingIfNeeded: $0.count))
        }
        let start = isQuoted ? node.keyStart + 1 : node.keyStart
        builder.append(
            Node(
                kind: .string, flags: [.decoded, .copied], start: start, end: start + length, extent: text,
                keyStart: node.keyStart, key: names.key))
        if let unknown = source.unknown, nodes[unknown].kind == .true {
            writeUnknown(at: unknown, isSecret: isSecret(source), like: source.value, key: names.value)
        } else if let value = source.value, nodes[value].flags.contains(.deferred) {
            writeUnknown(at: value, isSecret: isSecret(source), like: nil, key: names.value)
        } else if let value = source.value, nodes[value].kind != .null {
            let scalar = retyped(value, to: .string)
            writeScalar(scalar.node, text: scalar.text, isSecret: isSecret(source), key: names.value)
        }
        builder.close(tag, end: node.end)
    }

    /// Writes a mapping of tags for a type that takes one.
    mutating func writeTagMap(_ source: Source, key: Symbol, isOpen: Bool) {
        guard !isOpen, let value = source.value, nodes[value].kind == .map else {
            if let place = source.unknown { writeUnknown(at: place, isSecret: false, like: nil, key: key) }
            return
        }
        let map = open(.map, like: nodes[value], key: key)
        writeEntries(source, value, type: .string)
        builder.close(map, end: nodes[value].end)
    }
}
