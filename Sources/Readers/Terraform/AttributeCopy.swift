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
        /// Which of several blocks it comes from, outermost first: each is an element of a list on the way.
        var blocks: [Int] = []
        /// Whether it stands in for a block of which nothing is known, not even whether there is one.
        var isOpen = false

        /// The same behind its first step.
        func inside(list: Bool) -> Moved {
            Moved(
                steps: steps.dropFirst(), source: source, shape: shape,
                blocks: list ? Array(blocks.dropFirst()) : blocks, isOpen: isOpen)
        }
    }

    let document: Document
    let nodes: UnsafeBufferPointer<Node>
    var builder: DocumentBuilder
    /// Whether a value that must not be shown was written since this was last set to false.
    var wroteSecret = false
    private var taken: Set<Symbol> = []

    init(_ document: Document) {
        self.document = document
        nodes = document.nodes
        builder = DocumentBuilder(
            source: document.source, symbols: document.symbols, expectedNodes: document.nodes.count / 4)
    }

    consuming func finish() -> Document { builder.finish() }

    // MARK: Members of objects

    /// Writes the members of an object, each in its canonical place.
    /// - Parameter taken: the keys of the mapping at hand that others have written.
    mutating func members(of source: Source, _ shape: AttributeShape, besides taken: Set<Symbol> = []) {
        let outer = self.taken
        self.taken = taken
        defer { self.taken = outer }
        var moved: [Moved] = []
        if let whole = wholeUnknown(source) {
            open(whole, shape, &moved)
        } else {
            members(of: source, shape, &moved)
        }
        if !taken.isEmpty { moved.removeAll { $0.steps.first.map { taken.contains($0.key) } ?? false } }
        if !moved.isEmpty { write(moved[...]) }
    }

    /// The keys that an open mapping has so far.
    func keys(ofOpen map: NodeID) -> Set<Symbol> {
        var keys: Set<Symbol> = []
        var child = Int(map.rawValue) + 1
        while child < builder.count {
            let node = builder[NodeID(rawValue: UInt32(truncatingIfNeeded: child))]
            keys.insert(node.key)
            child += node.stride
        }
        return keys
    }

    private mutating func members(of source: Source, _ shape: AttributeShape, _ moved: inout [Moved]) {
        if let value = source.value, nodes[value].kind == .map {
            forEachChild(of: value) { copy, child in
                let key = copy.nodes[child].key
                let part = shape.member(key)
                // Half of the attributes have no place: what else is said of them need not be looked for.
                if case .dropped = part.role { return }
                copy.member(copy.inside(source, key: key, value: child), part, &moved)
            }
        }
        // What is not known yet has no member among the values, or a null one.
        guard let unknown = source.unknown, nodes[unknown].kind == .map else { return }
        forEachChild(of: unknown) { copy, child in
            let key = copy.nodes[child].key
            let part = shape.member(key)
            if case .dropped = part.role { return }
            guard copy.says(child), source.value.flatMap({ copy.find(key, in: $0) }) == nil else { return }
            let secret = source.secret.flatMap { copy.nodes[$0].kind == .true ? $0 : copy.find(key, in: $0) }
            copy.member(Source(unknown: child, secret: secret), part, &moved)
        }
    }

    private mutating func member(_ source: Source, _ shape: AttributeShape, _ moved: inout [Moved]) {
        switch shape.role {
        case .dropped: return
        case .member(let key): if !taken.contains(key) { write(source, type: shape.type, shape: shape, key: key) }
        case .moved(let steps): moved.append(Moved(steps: steps[...], source: source, shape: shape))
        case .opened:
            for (index, inner) in blocks(source).enumerated() {
                var own: [Moved] = []
                if let whole = wholeUnknown(inner) {
                    open(whole, shape, &own)
                } else {
                    members(of: inner, shape, &own)
                }
                for place in own.indices { own[place].blocks.insert(index, at: 0) }
                moved += own
            }
        }
    }

    /// Marks the places of all parts of a block of which nothing is said.
    private mutating func open(_ whole: Source, _ shape: AttributeShape, _ moved: inout [Moved]) {
        for part in shape.placedParts() {
            let first = moved.count
            member(whole, part, &moved)
            for place in moved.indices.dropFirst(first) { moved[place].isOpen = true }
        }
    }

    /// What says that a value is not known as a whole; nil where it does not.
    private func wholeUnknown(_ source: Source) -> Source? {
        if let unknown = source.unknown, nodes[unknown].kind == .true {
            return Source(unknown: unknown, secret: source.secret)
        }
        guard let value = source.value, nodes[value].flags.contains(.deferred) else { return nil }
        return Source(value: value)
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
            let members = moved.filter { $0.steps.first?.key == step.key && $0.steps.count > 1 }
            let group = members.map { $0.inside(list: step.isList) }
            guard group.contains(where: { isPresent($0.source) }), let origin = place(of: item.source) else { continue }
            let isOpen =
                step.isList ? group.allSatisfy { wholeUnknown($0.source) != nil } : group.allSatisfy(\.isOpen)
            if isOpen {
                // Not even whether there is one, or how many, is known.
                write(item.source, type: .any, shape: nil, key: step.key)
                continue
            }
            guard step.isList else {
                writeObject(group, like: origin, key: step.key)
                continue
            }
            let list = open(.list, like: origin, key: step.key)
            for element in elements(members, group) { writeObject(element, like: origin, key: .none) }
            builder.close(list, end: origin.end)
        }
    }

    /// The elements of a list: one for each block that values come from, or for each scalar that stands for an object.
    private func elements(_ members: [Moved], _ group: [Moved]) -> [[Moved]] {
        var numbers: [Int] = []
        for number in members.map({ $0.blocks.first ?? 0 }) where !numbers.contains(number) { numbers.append(number) }
        if numbers.count > 1 {
            return numbers.map { number in
                zip(members, group).filter { ($0.0.blocks.first ?? 0) == number }.map(\.1)
            }
        }
        return spread(group).map { $0.map { [$0] } } ?? [group]
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
        case (.string, .any) where shape?.spellsDocument ?? false && !isSecret(source):
            if !writeDocument(spelledBy: value, key: key) { writeScalar(node, isSecret: false, key: key) }
        default:
            if !isBlank(node, type: type) {
                let scalar = retyped(value, to: type)
                writeScalar(scalar.node, text: scalar.text, isSecret: isSecret(source), key: key)
            }
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

    /// Writes the document that a text spells.
    /// - Returns: false if it spells none.
    private mutating func writeDocument(spelledBy text: Int, key: Symbol) -> Bool {
        let view = NodeView(document: document, id: NodeID(rawValue: UInt32(truncatingIfNeeded: text)))
        guard !view.node.flags.contains(.secret), view.string?.drop(while: \.isWhitespace).first == "{",
            let composed = try? TextComposer.compose(view, resolver: nil),
            let definition = try? DefinitionWriter.write(composed, dialect: .literal, for: view)
        else { return false }
        let copy = builder.copy(definition.root, key: key)
        builder[copy].keyStart = view.node.keyStart
        builder[copy].flags.formUnion(view.node.flags.intersection(.quotedKey))
        return true
    }

    /// A scalar in the type of its property: Terraform writes many numbers as texts.
    func retyped(_ value: Int, to type: PropertyType) -> (node: Node, text: String?) {
        var node = nodes[value]
        switch (node.kind, type) {
        case (.string, .string), (.string, .any), (.integer, .integer), (.true, .boolean), (.false, .boolean):
            return (node, nil)
        default: break
        }
        let view = NodeView(document: document, id: NodeID(rawValue: UInt32(truncatingIfNeeded: value)))
        guard let change = SchemaTyping.retyped(view, to: type) else { return (node, nil) }
        node.kind = change.kind
        return (node, change.text)
    }

    /// - Parameter text: the text of the scalar, where it is not the one that is written.
    mutating func writeScalar(_ original: Node, text: String? = nil, isSecret: Bool, key: Symbol) {
        var node = original
        node.key = key
        node.flags.insert(.copied)
        if isSecret {
            node.flags.insert(.secret)
            wroteSecret = true
        }
        // A configuration marks its values itself.
        wroteSecret = wroteSecret || node.flags.contains(.secret)
        if let text {
            node.extent = builder.store(text)
            node.flags.insert(.decoded)
        } else if node.flags.contains(.decoded) {
            node.extent = builder.store(document.text(of: original))
        }
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
    /// The only block of a type has no key of its own: it stands where its type is named.
    mutating func open(_ kind: Node.Kind, like origin: Node, key: Symbol) -> NodeID {
        builder.append(
            Node(
                kind: kind, flags: origin.flags.intersection(.quotedKey).union(.copied), start: origin.start,
                end: origin.end, keyStart: origin.key == .none ? origin.start : origin.keyStart, key: key))
    }
}
