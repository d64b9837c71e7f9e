public import Documents

/// Gives scalars the types that the schema of their properties asks for.
///
/// Templates write `"5"` where the schema has an integer, and `4711` where it has a text; AWS takes both. So do rules:
/// they see the type of the schema, whatever the input wrote.
public enum SchemaTyping {
    /// The same resources with their scalars in the types of their schemas. Resources whose scalars have them already,
    /// and types that the catalogue does not know, stay as they are.
    public static func conform(_ resources: [Resource]) -> [Resource] {
        var edits: [Int: [ScalarEdit]] = [:]
        let schemas = DocumentSchemas()
        for index in resources.indices where !resources[index].hasSchemaTypes {
            guard let properties = resources[index].properties, ScalarEdit.mayBeNeeded(in: properties),
                let object = schemas.object(named: resources[index].type, for: properties.document)
            else { continue }
            var walk = TypingWalk(schemas)
            walk.conform(properties, to: object)
            if !walk.edits.isEmpty { edits[identity(of: properties.document), default: []] += walk.edits }
        }
        guard edits.values.contains(where: { !$0.isEmpty }) else { return resources }
        return apply(edits, to: resources)
    }

    /// An integer, because the first dictionary over a type of its own costs the run time a search for how to hash it.
    private static func identity(of document: Document) -> Int { Int(bitPattern: ObjectIdentifier(document)) }

    /// What a scalar is in the type that the schema asks for, with its text where that is another than the one that is
    /// written; nil if it is so already, or cannot be.
    public static func retyped(_ scalar: NodeView, to type: PropertyType) -> (kind: Node.Kind, text: String?)? {
        ScalarEdit.change(scalar, to: type)
    }

    /// What a deferred node stands for, with its scalars in the types that the schema asks for.
    /// - Parameter type: that of the property which the node holds.
    public static func conform(_ value: NodeView, to type: PropertyType) -> NodeView {
        var walk = TypingWalk(DocumentSchemas())
        walk.conform(value, to: type)
        guard !walk.edits.isEmpty else { return value }
        var builder = DocumentBuilder(
            source: value.document.source, symbols: value.document.symbols, expectedNodes: value.node.stride)
        let copy = builder.copy(value)
        // The nodes of a copy lie in the same order.
        for edit in walk.edits {
            edit.apply(to: &builder, at: NodeID(rawValue: copy.rawValue &+ (edit.id.rawValue &- value.id.rawValue)))
        }
        builder.addRoot(copy)
        return builder.finish().root ?? value
    }

    /// The type of the property that a node below the properties of a resource holds; nil if it is not known.
    public static func type(at node: NodeView, of resource: Resource) -> PropertyType? {
        guard let properties = resource.properties, let object = Catalogue.object(named: resource.type) else {
            return nil
        }
        return type(at: node, below: properties, of: .object(object.name))
    }

    /// The type of a node below a value of a type; nil if the node does not lie there, or its type is not known.
    public static func type(at view: NodeView, below root: NodeView, of type: PropertyType) -> PropertyType? {
        guard root.document === view.document else { return nil }
        let node = view.id
        var (current, type) = (root, type)
        while current.id != node {
            // What is inside of a function is its arguments.
            guard !current.node.flags.contains(.deferred) else { return nil }
            let next = current.children.first { child in
                child.id <= node && node.rawValue < child.id.rawValue + UInt32(truncatingIfNeeded: child.node.stride)
            }
            guard let next, let inner = type.inside(key: next.key) else { return nil }
            (current, type) = (next, inner)
        }
        return type
    }

    private static func apply(_ edits: [Int: [ScalarEdit]], to resources: [Resource]) -> [Resource] {
        var copies: [Int: Document] = [:]
        return resources.map { resource in
            guard let properties = resource.properties,
                let wanted = edits[identity(of: properties.document)], !wanted.isEmpty
            else { return resource }
            let identity = identity(of: properties.document)
            let copy =
                copies[identity]
                ?? properties.document.editing { builder in
                    for edit in wanted { edit.apply(to: &builder) }
                }
            copies[identity] = copy
            var resource = resource
            resource.properties = NodeView(document: copy, id: properties.id)
            return resource
        }
    }
}

/// A scalar that gets another type.
private struct ScalarEdit {
    let id: NodeID
    let kind: Node.Kind
    /// The text of the new type, where it is not the one that is written.
    let text: String?

    func apply(to builder: inout DocumentBuilder) { apply(to: &builder, at: id) }

    func apply(to builder: inout DocumentBuilder, at id: NodeID) {
        builder[id].kind = kind
        guard let text else { return }
        builder[id].extent = builder.store(text)
        builder[id].flags.insert(.decoded)
    }

    /// Whether any scalar below a node could have another type than its schema asks for: a cheap look before the
    /// catalogue is asked.
    static func mayBeNeeded(in view: NodeView) -> Bool {
        let first = Int(view.id.rawValue)
        return view.document.nodes[first..<first + view.node.stride].contains { node in
            switch node.kind {
            case .integer, .double, .true, .false: true
            case .string: mayBeNumberOrBoolean(view.document.text(of: node).first)
            case .null, .list, .map, .unknown: false
            }
        }
    }

    private static func mayBeNumberOrBoolean(_ first: UInt8?) -> Bool {
        guard let first else { return false }
        switch first {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"): return true
        case UInt8(ascii: "t"), UInt8(ascii: "f"), UInt8(ascii: "T"), UInt8(ascii: "F"): return true
        default: return false
        }
    }

    /// The edit that gives a scalar a type; nil if it has it, or cannot have it.
    init?(_ view: NodeView, to type: PropertyType) {
        guard let change = Self.change(view, to: type) else { return nil }
        id = view.id
        (kind, text) = change
    }

    static func change(_ view: NodeView, to type: PropertyType) -> (kind: Node.Kind, text: String?)? {
        switch (type, view.kind) {
        case (.string, .integer), (.string, .double): return (.string, nil)
        case (.string, .true): return (.string, "true")
        case (.string, .false): return (.string, "false")
        case (.integer, .string):
            return view.text.flatMap { Int64($0) }.map { (.integer, String($0)) }
        case (.integer, .double):
            return view.number.flatMap { Int64(exactly: $0) }.map { (.integer, String($0)) }
        case (.number, .string):
            guard let text = view.text, let number = Double(text), number.isFinite else { return nil }
            return (Int64(text) == nil ? .double : .integer, nil)
        case (.boolean, .string):
            switch view.text?.lowercased() {
            case "true"?: return (.true, nil)
            case "false"?: return (.false, nil)
            default: return nil
            }
        default: return nil
        }
    }
}

/// The types of members by the keys of one document, remembered: its resources are of few types.
private final class DocumentSchemas {
    final class Object {
        let type: ObjectType
        /// By the raw value of the key; an integer, as above.
        var members: [Int: PropertyType?] = [:]

        init(_ type: ObjectType) { self.type = type }
    }

    private var symbols: SymbolTable?
    private var objects: [String: Object] = [:]

    /// An object type that keys of a document are looked up in; nil if the catalogue lacks it.
    func object(named name: String, for document: Document) -> Object? {
        if symbols !== document.symbols {
            symbols = document.symbols
            objects.removeAll(keepingCapacity: true)
        }
        if let known = objects[name] { return known }
        guard let object = Catalogue.object(named: name).map(Object.init) else { return nil }
        objects[name] = object
        return object
    }

    func type(of member: NodeView, in object: Object) -> PropertyType? {
        let key = Int(member.node.key.rawValue)
        if let known = object.members[key] { return known }
        let type = object.type.type(of: member.key)
        object.members[key] = .some(type)
        return type
    }
}

/// Goes through the properties of one resource beside its schema.
private struct TypingWalk {
    private let schemas: DocumentSchemas
    private(set) var edits: [ScalarEdit] = []

    init(_ schemas: DocumentSchemas) { self.schemas = schemas }

    mutating func conform(_ view: NodeView, to object: DocumentSchemas.Object) {
        guard view.kind == .map, !view.node.flags.contains(.deferred) else { return }
        for member in view.children where ScalarEdit.mayBeNeeded(in: member) {
            if let type = schemas.type(of: member, in: object) { conform(member, to: type) }
        }
    }

    mutating func conform(_ view: NodeView, to type: PropertyType) {
        guard !view.node.flags.contains(.deferred) else { return }
        switch (type, view.kind) {
        case (.list(let element), .list), (.map(let element), .map):
            for child in view.children { conform(child, to: element) }
        case (.object(let name), .map):
            if let object = schemas.object(named: name, for: view.document) { conform(view, to: object) }
        default:
            if let edit = ScalarEdit(view, to: type) { edits.append(edit) }
        }
    }
}

extension PropertyType {
    /// The type of a member or element.
    fileprivate func inside(key: String) -> PropertyType? {
        switch self {
        case .list(let element), .map(let element): element
        case .object(let name): Catalogue.object(named: name)?.type(of: key)
        case .string, .integer, .number, .boolean, .timestamp, .any: nil
        }
    }
}
