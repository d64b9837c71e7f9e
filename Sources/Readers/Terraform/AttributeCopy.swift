import Documents
import Resources

/// Copies the attributes of resources into a document under their canonical names.
///
/// Beside each value goes what the plan says of it: whether it is known only after apply, and whether it is secret.
struct AttributeCopy: ~Copyable {
    /// A value of the plan with what is said of it. At least one of `value` and `unknown` is given.
    struct Source {
        var value: Int?
        var unknown: Int?
        var secret: Int?
    }

    /// A value whose place is deeper than where it was found.
    private struct Moved {
        var steps: ArraySlice<AttributeShape.Step>
        var source: Source
        var shape: AttributeShape
    }

    let document: Document
    let nodes: UnsafeBufferPointer<Node>
    var builder: DocumentBuilder
    /// Whether a value that must not be shown was written since this was last set to false.
    var wroteSecret = false

    init(_ document: Document) {
        self.document = document
        nodes = document.nodes
        builder = DocumentBuilder(
            source: document.source, symbols: document.symbols, expectedNodes: document.nodes.count / 4)
    }

    consuming func finish() -> Document { builder.finish() }

    // MARK: Members of objects

    /// Writes the members of an object, each in its canonical place.
    mutating func members(of source: Source, _ shape: AttributeShape) {
        var moved: [Moved] = []
        members(of: source, shape, &moved)
        if !moved.isEmpty { write(moved[...]) }
    }

    private mutating func members(of source: Source, _ shape: AttributeShape, _ moved: inout [Moved]) {
        if let value = source.value, nodes[value].kind == .map {
            forEachChild(of: value) { copy, child in
                let key = copy.nodes[child].key
                copy.member(copy.inside(source, key: key, value: child), shape.member(key), &moved)
            }
        }
        // What is not known yet has no member among the values, or a null one.
        guard let unknown = source.unknown, nodes[unknown].kind == .map else { return }
        forEachChild(of: unknown) { copy, child in
            let key = copy.nodes[child].key
            guard copy.says(child), source.value.flatMap({ copy.find(key, in: $0) }) == nil else { return }
            let secret = source.secret.flatMap { copy.nodes[$0].kind == .true ? $0 : copy.find(key, in: $0) }
            copy.member(Source(unknown: child, secret: secret), shape.member(key), &moved)
        }
    }

    private mutating func member(_ source: Source, _ shape: AttributeShape, _ moved: inout [Moved]) {
        switch shape.role {
        case .dropped: return
        case .member(let key): write(source, type: shape.type, shape: shape, key: key)
        case .moved(let steps): moved.append(Moved(steps: steps[...], source: source, shape: shape))
        case .opened: for inner in blocks(source) { members(of: inner, shape, &moved) }
        }
    }

    /// The objects of a nested block, which is a list whatever the number that is allowed.
    private func blocks(_ source: Source) -> [Source] {
        guard let value = source.value, nodes[value].kind == .list else { return [source] }
        return elements(of: value).enumerated().map { inside(source, index: $0.offset, value: $0.element) }
    }

    /// Writes values under the steps of their ways, those with the same step together.
    private mutating func write(_ moved: ArraySlice<Moved>) {
        var written: Set<UInt32> = []
        for item in moved {
            guard let step = item.steps.first, written.insert(step.key.rawValue).inserted else { continue }
            if item.steps.count == 1 {
                write(item.source, type: item.shape.type, shape: item.shape, key: step.key)
                continue
            }
            let group = moved.filter { $0.steps.first?.key == step.key && $0.steps.count > 1 }
                .map { Moved(steps: $0.steps.dropFirst(), source: $0.source, shape: $0.shape) }
            guard group.contains(where: { isPresent($0.source) }), let origin = place(of: item.source) else { continue }
            if step.isList, let spread = spread(group) {
                let list = open(.list, like: origin, key: step.key)
                for inner in spread { writeObject([inner], like: origin, key: .none) }
                builder.close(list, end: origin.end)
            } else if step.isList {
                let list = open(.list, like: origin, key: step.key)
                writeObject(group, like: origin, key: .none)
                builder.close(list, end: origin.end)
            } else {
                writeObject(group, like: origin, key: step.key)
            }
        }
    }

    private mutating func writeObject(_ group: [Moved], like origin: Node, key: Symbol) {
        let map = open(.map, like: origin, key: key)
        write(group[...])
        builder.close(map, end: origin.end)
    }

    /// One value for each element of a list of scalars that stands for a list of objects; nil if it is no such list.
    private func spread(_ group: [Moved]) -> [Moved]? {
        guard group.count == 1, let only = group.first, only.steps.count == 1, only.shape.type.isScalar,
            let list = only.source.value, nodes[list].kind == .list
        else { return nil }
        return elements(of: list).enumerated().map { index, element in
            Moved(
                steps: only.steps, source: inside(only.source, index: index, value: element), shape: only.shape)
        }
    }

    // MARK: Values

    /// Writes one value as its property wants it.
    private mutating func write(_ source: Source, type: PropertyType, shape: AttributeShape?, key: Symbol) {
        if let unknown = source.unknown, nodes[unknown].kind == .true {
            writeUnknown(at: unknown, isSecret: isSecret(source), like: source.value, key: key)
            return
        }
        if let value = source.value, nodes[value].flags.contains(.deferred) {
            return writeUnknown(at: value, isSecret: nodes[value].flags.contains(.secret), like: nil, key: key)
        }
        guard let value = source.value else {
            // Only parts of it are unknown, which are all that is known of it.
            if let unknown = source.unknown { writeUnknown(at: unknown, isSecret: false, like: nil, key: key) }
            return
        }
        let node = nodes[value]
        switch (node.kind, type) {
        case (.null, _), (.unknown, _): return
        case (.list, .list(let element)):
            if node.extent > 1 { writeList(source, value, element: element, shape: shape, key: key) }
        case (.list, .any): writeList(source, value, element: .any, shape: nil, key: key)
        case (.list, _):
            // A block of which there is at most one.
            let elements = elements(of: value)
            if elements.count == 1 {
                write(inside(source, index: 0, value: elements[0]), type: type, shape: shape, key: key)
            } else if elements.count > 1 {
                writeList(source, value, element: type, shape: shape, key: key)
            }
        case (_, .list(let element)):
            if isBlank(node, type: element) { return }
            let list = open(.list, like: node, key: key)
            write(source, type: element, shape: shape, key: .none)
            builder.close(list, end: node.end)
        case (.map, .object):
            let map = open(.map, like: node, key: key)
            if let shape { members(of: source, shape) } else { writeEntries(source, value, type: .any) }
            builder.close(map, end: node.end)
        case (.map, .map(let element)):
            let map = open(.map, like: node, key: key)
            writeEntries(source, value, type: element)
            builder.close(map, end: node.end)
        case (.map, _):
            let map = open(.map, like: node, key: key)
            writeEntries(source, value, type: .any)
            builder.close(map, end: node.end)
        default:
            if !isBlank(node, type: type) { writeScalar(node, isSecret: isSecret(source), key: key) }
        }
    }

    private mutating func writeList(
        _ source: Source, _ value: Int, element: PropertyType, shape: AttributeShape?, key: Symbol
    ) {
        let list = open(.list, like: nodes[value], key: key)
        var index = 0
        forEachChild(of: value) { copy, child in
            copy.write(copy.inside(source, index: index, value: child), type: element, shape: shape, key: .none)
            index += 1
        }
        builder.close(list, end: nodes[value].end)
    }

    /// Writes the members of a mapping whose keys are nobody's names.
    mutating func writeEntries(_ source: Source, _ value: Int, type: PropertyType) {
        forEachChild(of: value) { copy, child in
            let key = copy.nodes[child].key
            copy.write(copy.inside(source, key: key, value: child), type: type, shape: nil, key: key)
        }
        guard let unknown = source.unknown, nodes[unknown].kind == .map else { return }
        forEachChild(of: unknown) { copy, child in
            guard copy.says(child), copy.find(copy.nodes[child].key, in: value) == nil else { return }
            copy.writeUnknown(at: child, isSecret: false, like: nil, key: copy.nodes[child].key)
        }
    }

    mutating func writeScalar(_ original: Node, isSecret: Bool, key: Symbol) {
        var node = original
        node.key = key
        node.flags.insert(.copied)
        if isSecret {
            node.flags.insert(.secret)
            wroteSecret = true
        }
        if node.flags.contains(.decoded) { node.extent = builder.store(document.text(of: original)) }
        builder.append(node)
    }

    /// A value that is known only after apply. Its `extent` is the node of the plan that says so, by which the resolver
    /// finds out why.
    mutating func writeUnknown(at place: Int, isSecret: Bool, like value: Int?, key: Symbol) {
        let node = nodes[value ?? place]
        var flags: Node.Flags = node.flags.intersection(.quotedKey).union([.deferred, .copied])
        if isSecret { flags.insert(.secret) }
        builder.append(
            Node(
                kind: .unknown, flags: flags, start: node.start, end: node.end,
                extent: UInt32(truncatingIfNeeded: place), keyStart: node.keyStart, key: key))
    }

    /// Opens a container in the place of a value.
    mutating func open(_ kind: Node.Kind, like origin: Node, key: Symbol) -> NodeID {
        builder.append(
            Node(
                kind: kind, flags: origin.flags.intersection(.quotedKey).union(.copied), start: origin.start,
                end: origin.end, keyStart: origin.keyStart, key: key))
    }
}

// MARK: - Reading the plan

extension AttributeCopy {
    /// The member of a mapping, by its key.
    func find(_ key: Symbol, in map: Int) -> Int? {
        guard nodes[map].kind == .map else { return nil }
        let end = map + nodes[map].stride
        var child = map + 1
        while child < end {
            if nodes[child].key == key { return child }
            child += nodes[child].stride
        }
        return nil
    }

    func elements(of list: Int) -> [Int] {
        var found: [Int] = []
        let end = list + nodes[list].stride
        var child = list + 1
        while child < end {
            found.append(child)
            child += nodes[child].stride
        }
        return found
    }

    mutating func forEachChild(of container: Int, _ body: (inout AttributeCopy, Int) -> Void) {
        let end = container + nodes[container].stride
        var child = container + 1
        while child < end {
            body(&self, child)
            child += nodes[child].stride
        }
    }

    /// What is said of a member, or of the value as a whole.
    func inside(_ source: Source, key: Symbol, value: Int) -> Source {
        Source(
            value: value, unknown: source.unknown.flatMap { find(key, in: $0) },
            secret: source.secret.flatMap { nodes[$0].kind == .true ? $0 : find(key, in: $0) })
    }

    func inside(_ source: Source, index: Int, value: Int) -> Source {
        Source(
            value: value, unknown: source.unknown.flatMap { element(index, of: $0) },
            secret: source.secret.flatMap { nodes[$0].kind == .true ? $0 : element(index, of: $0) })
    }

    private func element(_ index: Int, of list: Int) -> Int? {
        guard nodes[list].kind == .list else { return nil }
        let end = list + nodes[list].stride
        var child = list + 1
        var position = 0
        while child < end {
            if position == index { return child }
            child += nodes[child].stride
            position += 1
        }
        return nil
    }

    /// Whether a node beside the values says something: it is true, or holds something that is.
    func says(_ node: Int) -> Bool { nodes[node..<node + nodes[node].stride].contains { $0.kind == .true } }

    func isSecret(_ source: Source) -> Bool { source.secret.map { nodes[$0].kind == .true } ?? false }

    private func place(of source: Source) -> Node? { (source.value ?? source.unknown).map { nodes[$0] } }

    private func isPresent(_ source: Source) -> Bool {
        if let unknown = source.unknown, says(unknown) { return true }
        guard let value = source.value else { return false }
        return nodes[value].kind != .null && !(nodes[value].kind == .list && nodes[value].extent == 1)
            && !isBlank(nodes[value], type: .string)
    }

    /// Providers write an empty text for what is not set.
    private func isBlank(_ node: Node, type: PropertyType) -> Bool {
        node.kind == .string && type.isScalar && document.text(of: node).isEmpty
    }
}
