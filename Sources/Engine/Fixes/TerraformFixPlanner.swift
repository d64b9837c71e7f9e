import CEL
import Documents
import Policies
import Readers
import Resources

/// Plans the edits that a rule's fix makes in the Terraform file of one resource.
struct TerraformFixPlanner {
    private let resource: Resource
    private let properties: NodeView
    private let writer: Writer

    /// Who knows how the file is written.
    private enum Writer {
        case native(TerraformEditor)
        case json(TerraformJSONEditor)
    }

    init(_ resource: Resource, _ properties: NodeView, _ editors: FixEditors) throws(FixRefusal) {
        self.resource = resource
        self.properties = properties
        if TerraformComments.areMembers(in: resource.source) {
            writer = .json(try TerraformJSONEditor(resource, editors))
            return
        }
        do throws(TerraformEditor.Refusal) {
            writer = .native(try TerraformEditor(resource, among: editors.terraformBlocks(of: resource.source)))
        } catch {
            throw FixRefusal(error.reason)
        }
    }

    /// Sets every value that a path selects, and adds the argument where the resource has none.
    func set(_ path: PropertySelector, to value: Value) throws(FixRefusal) -> [SourceEdit] {
        try set(path.segments[...], to: value, below: properties)
    }

    private func set(
        _ rest: ArraySlice<PropertySelector.Segment>, to value: Value, below node: NodeView
    ) throws(FixRefusal) -> [SourceEdit] {
        guard !node.node.flags.contains(.secret) else { throw FixRefusal("the value is secret") }
        guard let segment = rest.first else { return try replace(node, by: value) }
        switch segment {
        case .key(let key):
            guard node.kind == .map else { throw FixRefusal("`\(key)` would stand in a value that is no mapping") }
            if let child = node[key] { return try set(rest.dropFirst(), to: value, below: child) }
            guard rest.count == 1, node.id == properties.id else { throw FixRefusal("a block is missing on the way") }
            switch writer {
            case .native(let editor):
                let text = try FixNotation.hcl.inline(value)
                return try edits { () throws(TerraformEditor.Refusal) in try editor.add(key, text) }
            case .json(let editor): return try editor.add(key, value)
            }
        case .element(let index):
            let elements = Array(node.children)
            guard node.kind == .list, elements.indices.contains(index) else {
                throw FixRefusal("the list has no element \(index)")
            }
            return try set(rest.dropFirst(), to: value, below: elements[index])
        case .eachElement:
            var edits: [SourceEdit] = []
            for element in node.children { edits += try set(rest.dropFirst(), to: value, below: element) }
            return edits
        case .anywhere(let key): throw FixRefusal("nothing says which `\(key)` is meant")
        }
    }

    /// Sets the value of a tag, and adds the tag where there is none.
    func setTag(_ key: String, to value: Value) throws(FixRefusal) -> [SourceEdit] {
        guard case .known(let tags, _, _) = resource.tags else { throw FixRefusal("the tags are not known") }
        if let tag = tags.first(where: { $0.keyText == key }) {
            guard !tag.value.node.flags.contains(.secret) else { throw FixRefusal("the value is secret") }
            return try replace(tag.value, by: value)
        }
        switch writer {
        case .native(let editor):
            let text = try FixNotation.hcl.inline(value)
            return try edits { () throws(TerraformEditor.Refusal) in
                try editor.addTag(key, quoted: FixNotation.hcl.key(key), text)
            }
        case .json(let editor): return try editor.addTag(key, value)
        }
    }

    private func replace(_ node: NodeView, by value: Value) throws(FixRefusal) -> [SourceEdit] {
        switch writer {
        case .native(let editor):
            let text = try FixNotation.hcl.inline(value)
            return try edits { () throws(TerraformEditor.Refusal) in try editor.replace(node, by: text) }
        case .json(let editor): return try editor.replace(node, by: value)
        }
    }

    private func edits(
        _ make: () throws(TerraformEditor.Refusal) -> [SourceEdit]
    ) throws(FixRefusal) -> [SourceEdit] {
        do throws(TerraformEditor.Refusal) {
            return try make()
        } catch {
            throw FixRefusal(error.reason)
        }
    }
}
