import Documents

extension StrictDecoder {
    /// `{ set: { path: value }, tags: { key: value } }`; a value is literal, `{param: name}` or `{cel: expression}`.
    mutating func fix(_ node: NodeView) -> Fix? {
        guard var fields = mapping(node, noun: "a fix") else { return nil }
        var fix = Fix()
        if let set = fields.take("set").flatMap({ members($0, of: "property paths") }) {
            fix.set = set.compactMap { member in
                guard let path = self.fixPath(member), let value = fixValue(member) else { return nil }
                return Fix.Property(path: path, value: value)
            }
        }
        if let tags = fields.take("tags").flatMap({ members($0, of: "tag keys") }) {
            fix.tags = tags.compactMap { member in fixValue(member).map { Fix.Tag(key: member.key, value: $0) } }
        }
        finish(fields)
        if node["set"] == nil, node["tags"] == nil {
            report(node.keyRange ?? node.range, "a fix sets something: `set` or `tags`")
        }
        return fix
    }

    private mutating func members(_ node: NodeView, of noun: String) -> [NodeView]? {
        guard node.kind == .map else {
            report(node.range, "expected a mapping of \(noun) to values")
            return nil
        }
        return Array(node.children)
    }

    private mutating func fixPath(_ member: NodeView) -> PropertySelector? {
        do {
            let path = try PropertySelector(parsing: member.key)
            guard path.isAnywhere else { return path }
            report(member.keyRange ?? member.range, "a fix says where the property stands")
            return nil
        } catch {
            report(member.keyRange ?? member.range, error.message, help: "a path looks like `A.B[*].C`")
            return nil
        }
    }

    private mutating func fixValue(_ node: NodeView) -> Operand? {
        guard node.kind == .map else {
            guard node.kind != .null else {
                report(node.keyRange ?? node.range, "`\(node.key)` has no value")
                return nil
            }
            return .literal(node)
        }
        let isExpression = node["cel"] != nil
        var fields = StrictMapping(node, noun: "a value of a fix")
        defer { finish(fields) }
        if isExpression { return fields.take("cel").flatMap { expression($0) }.map { .expression($0) } }
        guard let name = fields.take("param").flatMap({ string($0) }) else {
            report(node.range, "a value is literal, `{param: name}` or `{cel: expression}`")
            return nil
        }
        return .parameter(name: name, node: node)
    }
}
