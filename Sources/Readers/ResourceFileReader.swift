import Documents
import Resources

/// Reads Proviso's own way to write resources down: a mapping with `type`, `name`, `properties`, `tags`, and where it
/// matters `id`, `account` and `region`; a file holds one, or a list of them under `resources`.
struct ResourceFileReader {
    private static let keys = ["type", "name", "id", "account", "region", "tags", "properties"] + facetKeys
    /// What was measured of the resource, and what the bill says of it.
    private static let facetKeys = ["metrics", "usage"]

    var diagnostics: DiagnosticList

    static func isResourceFile(_ root: NodeView) -> Bool {
        if isResource(root) { return true }
        guard let list = root["resources"], list.kind == .list else { return false }
        return list.children.contains(where: isResource)
    }

    private static func isResource(_ node: NodeView) -> Bool { node["type"]?.string?.contains("::") ?? false }

    /// The resources of a file, in their order; what is wrong with the others is in `diagnostics`.
    mutating func read(_ root: NodeView) -> [Resource] {
        guard let list = root["resources"] else { return [resource(in: root, index: 0)].compactMap { $0 } }
        let isUsage = UsageFile.isUsage(root)
        if !isUsage { check(root, allows: ["resources"], what: "a resource file") }
        guard list.kind == .list else {
            diagnostics.add(.error, at: list.range, "`resources` is not a list")
            return []
        }
        var resources: [Resource] = []
        for (index, element) in list.children.enumerated() {
            // The bill names things whose type it does not tell.
            if isUsage, element["type"] == nil { continue }
            guard var resource = resource(in: element, index: index) else { continue }
            resource.isOnlyMeasured = isUsage && resource.properties == nil
            resources.append(resource)
        }
        return resources
    }

    /// One resource; nil when something about it is wrong.
    mutating func resource(in node: NodeView, index: Int) -> Resource? {
        guard node.kind == .map else {
            diagnostics.add(.error, at: node.range, "a resource is a mapping with `type` and `properties`")
            return nil
        }
        guard check(node, allows: Self.keys, what: "a resource"), let type = text(node["type"], "type") else {
            if node["type"] == nil { diagnostics.add(.error, at: node.range, "the resource has no `type`") }
            return nil
        }
        let properties = node["properties"].flatMap { $0.kind == .null ? nil : $0 }
        if let properties, properties.kind != .map {
            diagnostics.add(.error, at: properties.range, "`properties` is not a mapping")
            return nil
        }
        for facet in Self.facetKeys.compactMap({ node[$0] }) where facet.kind != .map {
            diagnostics.add(.error, at: facet.range, "`\(facet.key)` is not a mapping")
            return nil
        }
        let facts = ResourceFacts(type)
        if facts.isTaggable == nil, type.utf8.starts(with: "AWS::".utf8) {
            diagnostics.add(
                .warning, at: node["type"]?.range ?? node.opening, "`\(type)` is not a type that is known",
                help: Catalogue.suggestions(for: type).first.map { "did you mean `\($0)`?" })
        }
        let resolver = UnknownValues.resolver(for: node.document)
        let name = text(node["name"], "name") ?? facts.physicalName(in: properties) ?? "\(type)[\(index)]"
        let (account, region) = (text(node["account"], "account"), text(node["region"], "region"))
        let source = node.document.source
        var resource = Resource(
            type: type, name: name, id: text(node["id"], "id") ?? name, properties: properties,
            anchor: node["type"]?.range ?? node.range, source: source,
            tags: tags(node["tags"], properties, facts, resolver), account: account, region: region,
            aliases: facts.physicalName(in: properties).map { $0 == name ? [] : [$0] } ?? [], resolver: resolver,
            // Names repeat in other accounts and regions.
            scope: account.map { "\(source.name)/\($0)/\(region ?? "")" })
        resource.livePlace = account.map { AccountPlace(type: type, account: $0, region: region ?? "global") }
        if node["metrics"] != nil || node["usage"] != nil { resource.facets = node }
        return resource
    }

    /// `tags` stands beside the properties so that it means the same for every type; a tag property counts as well.
    private func tags(
        _ given: NodeView?, _ properties: NodeView?, _ facts: ResourceFacts, _ resolver: (any ValueResolver)?
    ) -> TagSet {
        guard let given, given.kind != .null else { return facts.tags(in: properties, resolver) }
        return TagReader(resolver: resolver).tags(in: given)
    }

    /// Whether a mapping has only keys that are known.
    @discardableResult
    private mutating func check(_ node: NodeView, allows keys: [String], what: String) -> Bool {
        var isValid = true
        for member in node.children where !keys.contains(member.key) {
            isValid = false
            let key = member.key
            diagnostics.add(
                .error, at: member.keyRange ?? member.range, "\(what) has no key `\(key)`",
                help: Suggestion.nearest(to: key, among: keys).first.map { "did you mean `\($0)`?" }
                    ?? "it has " + keys.map { "`\($0)`" }.joined(separator: ", "))
        }
        return isValid
    }

    /// The text of a scalar as written: an account number is a text, quoted or not.
    private mutating func text(_ node: NodeView?, _ key: String) -> String? {
        guard let node, node.kind != .null else { return nil }
        guard let text = node.text, !text.isEmpty else {
            diagnostics.add(.error, at: node.range, "`\(key)` is not a text")
            return nil
        }
        return text
    }
}
