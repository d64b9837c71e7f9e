public import Documents

extension PolicyPack {
    /// Decodes the one document of a policy file, read with the core schema of YAML.
    ///
    /// - Returns: the pack, or nil when `issues` holds an error, and everything found on the way.
    public static func decode(_ document: Document) -> (pack: PolicyPack?, issues: [Diagnostic]) {
        var decoder = StrictDecoder(source: document.source)
        let pack = decoder.pack(document)
        let issues = document.warnings + decoder.issues
        return (issues.contains { $0.severity == .error } ? nil : pack, issues)
    }
}

extension StrictDecoder {
    fileprivate mutating func pack(_ document: Document) -> PolicyPack? {
        guard document.roots.count == 1, let root = document.root else {
            report(0..<0, "a policy file holds one pack", help: "put each pack into a file of its own")
            return nil
        }
        guard var fields = mapping(root, noun: "a policy pack") else { return nil }
        let id = required(&fields, "pack") { decoder, node in decoder.kebabName(node, noun: "a pack id") }
        let title = required(&fields, "title") { decoder, node in decoder.string(node) }
        let version = fields.take("version").flatMap { string($0) }
        let requires = fields.take("requires")
        let parameters = fields.take("parameters").map { self.parameters($0) } ?? []
        let rules = required(&fields, "rules") { decoder, node in decoder.rules(node) }
        finish(fields)
        if let requires { checkRequirement(requires, of: "this pack") }
        guard let id, let title, let rules else { return nil }
        return PolicyPack(
            id: id, title: title, version: version ?? "0.0.0", parameters: parameters, rules: rules, source: source,
            idRange: root["pack"]?.range ?? root.range)
    }

    private mutating func parameters(_ node: NodeView) -> [Parameter] {
        guard node.kind == .map else {
            report(node.range, "expected a mapping of parameter names to their declarations")
            return []
        }
        return node.children.compactMap { parameter($0) }
    }

    private mutating func parameter(_ node: NodeView) -> Parameter? {
        guard var fields = mapping(node, noun: "a parameter") else { return nil }
        let type = required(&fields, "type") { decoder, node in decoder.parameterType(node) }
        let value = required(&fields, "default") { _, node in node }
        let description = fields.take("description").flatMap { string($0) }
        finish(fields)
        guard let type, let value else { return nil }
        if let wrong = type.mismatch(in: value) {
            report(wrong.range, "the default of `\(node.key)` does not have the type \(type.name)")
        }
        return Parameter(name: node.key, type: type, value: value, description: description ?? "")
    }

    private mutating func parameterType(_ node: NodeView) -> ParameterType? {
        guard let text = string(node) else { return nil }
        if let type = ParameterType(Substring(text.filter { $0 != " " })) { return type }
        report(
            node.range, "unknown type `\(text)`",
            help: "types are string, integer, number, boolean, list(T) and map(T)")
        return nil
    }

    private mutating func rules(_ node: NodeView) -> [Rule]? {
        guard let elements = list(node, of: "rules") else { return nil }
        let rules = elements.compactMap { rule($0) }
        var seen = Set<String>()
        for rule in rules where !seen.insert(rule.name).inserted {
            report(rule.idNode.range, "a second rule has the id `\(rule.name)`", help: "ids are unique in a pack")
        }
        return rules
    }
}
