import Documents
import Resources

/// Copies the properties of a resource whose keys may be written in another habit than CloudFormation's: `instanceType` for
/// `InstanceType`. Where the API has another name for a property, it is renamed as well.
struct SchemaWriter {
    private let object: ObjectType?
    private let renaming: FieldRenaming
    /// The properties of each object that was met, by name in lower case.
    private var names: [String: [String: String]] = [:]

    init(type: String) {
        object = Catalogue.object(named: type)
        renaming = RecordShapes.shared.byType[type]?.renaming ?? FieldRenaming()
    }

    /// The canonical name of a top-level key.
    mutating func name(of key: String) -> String {
        guard let object else { return key }
        return declaredName(of: key, in: object) ?? renaming.children[Self.capitalized(key)]?.name
            ?? Self.capitalized(key)
    }

    /// Whether the type has a property of this name.
    func declares(_ name: String) -> Bool { object?.type(of: name) != nil }

    /// Copies one top-level member.
    mutating func copy(_ member: NodeView, named key: String, into builder: inout DocumentBuilder) {
        guard let object else {
            builder.copy(member, key: builder.symbols.intern(key))
            return
        }
        let name = declaredName(of: key, in: object)
        let type = name.flatMap { object.type(of: $0) }
        let renamed = renaming.children[Self.capitalized(key)]
        // The API gives as a text what is an object in a template.
        var isObject = false
        if case .object? = type { isObject = true }
        if let renamed, name == nil || isObject && member.kind == .string {
            renamed.copy(member, key: builder.symbols.intern(Self.capitalized(key)), into: &builder)
        } else {
            copy(member, as: type, key: builder.symbols.intern(name ?? Self.capitalized(key)), into: &builder)
        }
    }

    private mutating func copy(
        _ view: NodeView, as type: PropertyType?, key: Symbol?, into builder: inout DocumentBuilder
    ) {
        switch (type, view.kind) {
        case (.list(let element)?, .list):
            let list = open(view, key: key, into: &builder)
            for child in view.children { copy(child, as: element, key: nil, into: &builder) }
            builder.close(list, end: view.node.end)
        case (.map(let element)?, .map):
            let map = open(view, key: key, into: &builder)
            for child in view.children { copy(child, as: element, key: nil, into: &builder) }
            builder.close(map, end: view.node.end)
        case (.object(let name)?, .map):
            let inner = Catalogue.object(named: name)
            let map = open(view, key: key, into: &builder)
            for child in view.children {
                let declared = inner.flatMap { declaredName(of: child.key, in: $0) }
                copy(
                    child, as: declared.flatMap { inner?.type(of: $0) },
                    key: inner == nil ? nil : builder.symbols.intern(declared ?? Self.capitalized(child.key)),
                    into: &builder)
            }
            builder.close(map, end: view.node.end)
        default: builder.copy(view, key: key)
        }
    }

    private func open(_ view: NodeView, key: Symbol?, into builder: inout DocumentBuilder) -> NodeID {
        var node = view.node
        node.flags.insert(.copied)
        // Two spellings may be one name.
        if node.kind == .map { node.flags.insert(.repeatsKeys) }
        if node.tag != 0 { node.tag = builder.index(ofTag: view.tag ?? "") }
        if let key { node.key = key }
        return builder.append(node)
    }

    private mutating func declaredName(of key: String, in object: ObjectType) -> String? {
        if object.type(of: key) != nil { return key }
        if names[object.name] == nil {
            names[object.name] = Dictionary(object.propertyNames.map { ($0.lowercased(), $0) }) { first, _ in first }
        }
        return names[object.name]?[key.lowercased()]
    }

    private static func capitalized(_ key: String) -> String {
        guard let first = key.utf8.first, (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(first) else { return key }
        return String(decoding: [first & ~0x20], as: UTF8.self) + key.dropFirst()
    }
}
