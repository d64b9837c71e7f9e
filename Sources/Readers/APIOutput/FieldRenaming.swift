import Documents
import Resources

/// The canonical places of an API answer's fields, as a tree along the answer's own paths.
///
/// A field may have another name (`TargetCount` is `InstanceCount`), stand deeper (`PipelineDefinition` is
/// `PipelineDefinition.PipelineDefinitionBody`) or less deep (the `PolicyArn` inside each `AttachedManagedPolicies` is
/// one of the `ManagedPolicyArns`). Lists are passed through: a path goes on in each element.
struct FieldRenaming {
    /// The name at its own level; nil when it keeps its name.
    private(set) var name: String?
    /// Mappings that are put around the value below the name.
    private(set) var wrappers: [String] = []
    /// The member that takes the place of the value.
    private(set) var replacement: String?
    private(set) var children: [String: FieldRenaming] = [:]

    init() {}

    /// - Parameter paths: canonical paths by API paths, each step a name.
    init(_ paths: [(api: [String], canonical: [String])]) {
        for (api, canonical) in paths { insert(api[...], canonical[...]) }
    }

    var isEmpty: Bool { name == nil && wrappers.isEmpty && replacement == nil && children.isEmpty }

    private mutating func insert(_ api: ArraySlice<String>, _ canonical: ArraySlice<String>) {
        guard let step = api.first, let target = canonical.first else { return }
        var child = children[step] ?? FieldRenaming()
        if api.count == 1 {
            child.name = target == step ? child.name : target
            child.wrappers = Array(canonical.dropFirst())
        } else if canonical.count == 1 {
            child.name = target == step ? child.name : target
            child.replacement = api.dropFirst().first
        } else {
            child.insert(api.dropFirst(), canonical.dropFirst())
        }
        children[step] = child
    }

    /// Copies a value to the end of an arena, its fields in their canonical places.
    /// - Parameter key: the key of the copy; nil keeps that of the value.
    func copy(_ value: NodeView, key: Symbol? = nil, into builder: inout DocumentBuilder) {
        let key = name.map { builder.symbols.intern($0) } ?? key
        if let replacement {
            replace(value, by: replacement, key: key, into: &builder)
        } else if let wrapper = wrappers.first {
            wrap(value, in: wrapper, key: key, into: &builder)
        } else if children.isEmpty || !value.node.isContainer {
            builder.copy(value, key: key)
        } else {
            copyContainer(value, key: key, into: &builder)
        }
    }

    private func copyContainer(_ value: NodeView, key: Symbol?, into builder: inout DocumentBuilder) {
        let container = open(value, key: key, into: &builder)
        for child in value.children {
            if value.kind == .list {
                var element = self
                element.name = nil
                element.copy(child, into: &builder)
            } else {
                (children[child.key] ?? FieldRenaming()).copy(child, into: &builder)
            }
        }
        builder.close(container, end: value.node.end)
    }

    private func replace(_ value: NodeView, by member: String, key: Symbol?, into builder: inout DocumentBuilder) {
        guard value.kind == .list else {
            if let inner = value[member] { builder.copy(inner, key: key ?? value.node.key) }
            return
        }
        let list = open(value, key: key, into: &builder)
        for element in value.children {
            guard let inner = element[member] else { continue }
            builder.copy(inner, key: Symbol.none)
        }
        builder.close(list, end: value.node.end)
    }

    private func wrap(_ value: NodeView, in wrapper: String, key: Symbol?, into builder: inout DocumentBuilder) {
        var outer = value.node
        outer.kind = .map
        outer.flags = outer.flags.intersection(.quotedKey).union(.copied)
        outer.tag = 0
        if let key { outer.key = key }
        let map = builder.append(outer)
        var inner = FieldRenaming()
        inner.name = wrapper
        inner.wrappers = Array(wrappers.dropFirst())
        inner.children = children
        inner.copy(value, into: &builder)
        builder.close(map, end: value.node.end)
    }

    private func open(_ value: NodeView, key: Symbol?, into builder: inout DocumentBuilder) -> NodeID {
        var node = value.node
        if node.tag != 0 { node.tag = builder.index(ofTag: value.tag ?? "") }
        if let key { node.key = key }
        // Two fields may be renamed to one.
        if node.kind == .map { node.flags.insert(.repeatsKeys) }
        return builder.append(node)
    }
}
