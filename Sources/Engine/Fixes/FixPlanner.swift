import CEL
public import Documents
import Policies
import Resources

/// What a fix would change in the input of a resource.
public struct PlannedFix: Hashable, Sendable {
    /// In the bytes of the resource's source; empty when the fix is refused.
    public var edits: [SourceEdit]
    /// Why the fix is not made.
    public var refusal: String?
}

/// Plans the edits that a rule's fix makes for one resource.
struct FixPlanner {
    private let resource: Resource
    private let properties: NodeView
    private let editor: NodeEditor
    private let terraform: TerraformFixPlanner?

    /// - Throws: when there is nothing that could be edited.
    init(_ resource: Resource, _ editors: FixEditors) throws(FixRefusal) {
        guard let properties = resource.properties else { throw FixRefusal("the resource has no properties") }
        // Of a converted text, the positions are not those of the file; what is derived from it has no place there.
        guard properties.document.source === resource.source else { throw FixRefusal("the properties are not literal") }
        self.resource = resource
        self.properties = properties
        editor = editors.editor(of: properties.document)
        terraform =
            TerraformFolder.holds(resource.source.name)
            ? try TerraformFixPlanner(resource, properties, editors) : nil
    }

    /// Sets every value that a path selects, and adds the property where its parent has none.
    func set(_ path: PropertySelector, to value: Value) throws(FixRefusal) -> [SourceEdit] {
        if let terraform { return try terraform.set(path, to: value) }
        return try set(path.segments[...], to: value, below: properties)
    }

    private func set(
        _ rest: ArraySlice<PropertySelector.Segment>, to value: Value, below node: NodeView
    ) throws(FixRefusal) -> [SourceEdit] {
        try requireLiteral(node)
        guard let segment = rest.first else { return try editor.replace(node, by: value) }
        let rest = rest.dropFirst()
        switch segment {
        case .key(let key):
            guard node.kind == .map else { throw FixRefusal("`\(key)` would stand in a value that is no mapping") }
            if let child = node[key] {
                if child.kind == .null, rest.isEmpty { throw FixRefusal("`\(key)` has no value") }
                return try set(rest, to: value, below: child)
            }
            return try editor.insert(key, try Self.content(rest, value), into: node)
        case .element(let index):
            let elements = Array(node.children)
            guard node.kind == .list, elements.indices.contains(index) else {
                throw FixRefusal("the list has no element \(index)")
            }
            return try set(rest, to: value, below: elements[index])
        case .eachElement:
            var edits: [SourceEdit] = []
            for element in node.children { edits += try set(rest, to: value, below: element) }
            return edits
        case .anywhere(let key): throw FixRefusal("nothing says which `\(key)` is meant")
        }
    }

    /// What is added where a part of the path is missing.
    private static func content(
        _ rest: ArraySlice<PropertySelector.Segment>, _ value: Value
    ) throws(FixRefusal) -> FixContent {
        guard let segment = rest.first else { return .value(value) }
        guard case .key(let key) = segment else { throw FixRefusal("a list is missing on the way") }
        return .member(key: key, try content(rest.dropFirst(), value))
    }

    /// Sets the value of a tag, and adds the tag where there is none.
    func setTag(_ key: String, to value: Value) throws(FixRefusal) -> [SourceEdit] {
        if let terraform { return try terraform.setTag(key, to: value) }
        guard case .known(let tags, _, _) = resource.tags else { throw FixRefusal("the tags are not known") }
        if let tag = tags.first(where: { $0.keyText == key }) {
            try requireLiteral(tag.value)
            return try editor.replace(tag.value, by: value)
        }
        guard let type = Catalogue.type(named: resource.type), let name = type.tagProperty, let shape = type.tagShape,
            shape != .other
        else { throw FixRefusal("how tags are written for this type is not known") }
        guard let node = properties[name] else {
            guard tags.isEmpty else { throw FixRefusal("the tags do not stand among the properties") }
            let content: FixContent =
                shape == .list ? .list(.tag(key: key, value: value)) : .member(key: key, .value(value))
            return try editor.insert(name, content, into: properties)
        }
        try requireLiteral(node)
        return shape == .list
            ? try editor.append(.tag(key: key, value: value), to: node)
            : try editor.insert(key, .value(value), into: node)
    }

    private func requireLiteral(_ node: NodeView) throws(FixRefusal) {
        let flags = node.node.flags
        if flags.contains(.deferred) || node.tag != nil {
            throw FixRefusal("the value comes from an intrinsic function")
        }
        if flags.contains(.copied) { throw FixRefusal("the value comes from an alias") }
        if flags.contains(.secret) { throw FixRefusal("the value is secret") }
        if node.kind == .unknown { throw FixRefusal("the value is not known") }
    }
}
