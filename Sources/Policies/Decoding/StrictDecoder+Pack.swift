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

    /// Decodes what stands before the rules of a pack, alone.
    static func decodeFrame(_ document: Document) -> (value: PolicyPack?, issues: [Diagnostic]) {
        var decoder = StrictDecoder(source: document.source)
        let pack = decoder.frame(document)
        return (pack, decoder.issues)
    }
}

extension Rule {
    /// Decodes a list of one rule.
    static func decode(_ document: Document) -> (value: Rule?, issues: [Diagnostic]) {
        var decoder = StrictDecoder(source: document.source)
        let node = document.root?.children.first { _ in true }
        let rule = node.flatMap { decoder.rule($0) }
        return (rule, decoder.issues)
    }
}

extension StrictDecoder {
    fileprivate mutating func pack(_ document: Document) -> PolicyPack? {
        guard document.roots.count == 1, let root = document.root else {
            report(0..<0, "a policy file holds one pack", help: "put each pack into a file of its own")
            return nil
        }
        guard var fields = mapping(root, noun: "a policy pack") else { return nil }
        let frame = frame(&fields)
        let rules = required(&fields, "rules") { decoder, node in decoder.rules(node) }
        finish(fields)
        guard var pack = frame, let rules else { return nil }
        pack.rules = rules
        return pack
    }

    /// Everything but the rules.
    private mutating func frame(_ fields: inout StrictMapping) -> PolicyPack? {
        let id = required(&fields, "pack") { decoder, node in decoder.kebabName(node, noun: "a pack id") }
        let title = required(&fields, "title") { decoder, node in decoder.string(node) }
        let version = fields.take("version").flatMap { string($0) }
        let requires = fields.take("requires")
        let parameters = fields.take("parameters").map { self.parameters($0) } ?? []
        if let requires { checkRequirement(requires, of: "this pack") }
        guard let id, let title else { return nil }
        return PolicyPack(
            id: id, title: title, version: version ?? "0.0.0", parameters: parameters, rules: [], source: source,
            idRange: fields.view["pack"]?.range ?? fields.view.range)
    }

    fileprivate mutating func frame(_ document: Document) -> PolicyPack? {
        guard let root = document.root, var fields = mapping(root, noun: "a policy pack") else { return nil }
        let pack = frame(&fields)
        finish(fields)
        return pack
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
