import CEL
import Documents
import Readers
import Resources

/// Makes edits of the object of a Terraform resource in JSON.
struct TerraformJSONEditor {
    private let type: String
    private let body: NodeView
    private let editor: NodeEditor

    /// - Throws: when the one object of the resource is not found in its text.
    init(_ resource: Resource, _ editors: FixEditors) throws(FixRefusal) {
        let objects: FixEditors.TerraformObjects
        do throws(Diagnostic) {
            objects = try editors.terraformObjects(of: resource.source)
        } catch {
            throw FixRefusal("the file cannot be parsed")
        }
        guard let blocks = objects.byAnchor[resource.anchor], blocks.count == 1 else {
            throw FixRefusal("the object of the resource is not found")
        }
        type = blocks[0].type
        body = blocks[0].body
        editor = objects.editor
    }

    /// Puts a value in place of the one that a node of the properties stands for.
    func replace(_ node: NodeView, by value: Value) throws(FixRefusal) -> [SourceEdit] {
        guard let written = Self.scalar(around: node.range, in: body) else {
            throw FixRefusal("the value does not stand in the block itself")
        }
        if let text = written.string, text.contains("${") || text.contains("%{") {
            throw FixRefusal("the value comes from an expression")
        }
        return try editor.replace(written, by: value)
    }

    /// Adds an argument for a property of the resource itself.
    func add(_ property: String, _ value: Value) throws(FixRefusal) -> [SourceEdit] {
        guard let name = Catalogue.terraformBinding(ofType: type)?.attribute(for: property) else {
            throw FixRefusal("which argument `\(property)` is, is not known")
        }
        guard body[name] == nil else { throw FixRefusal("`\(name)` is given already") }
        return try editor.insert(name, .value(value), into: body)
    }

    /// Adds a tag to those that the object spells out, or the first one.
    func addTag(_ key: String, _ value: Value) throws(FixRefusal) -> [SourceEdit] {
        guard let tags = body["tags"] else {
            return try editor.insert("tags", .member(key: key, .value(value)), into: body)
        }
        guard tags.kind == .map else { throw FixRefusal("the tags come from an expression") }
        return try editor.insert(key, .value(value), into: tags)
    }

    /// The value without others inside that is written around a range.
    private static func scalar(around range: Range<Int>, in node: NodeView) -> NodeView? {
        for child in node.children
        where child.range.lowerBound <= range.lowerBound && range.upperBound <= child.range.upperBound {
            return child.node.isContainer ? scalar(around: range, in: child) : child
        }
        return nil
    }
}
