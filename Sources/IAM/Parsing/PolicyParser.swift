public import Documents

extension Policy {
    /// Reads a policy from a parsed document.
    ///
    /// - Parameters:
    ///   - view: The mapping that holds `Version` and `Statement`.
    ///   - kind: What the policy is used for.
    ///   - name: How answers call the policy; the file's name by default.
    ///   - computed: What the functions of a template that stand in it come to.
    /// - Throws: The reason for which IAM would refuse the policy. The first of several is the one that IAM gives.
    public init(
        reading view: NodeView, kind: PolicyKind = .unspecified, name: String? = nil, computed: ComputedValues = .none
    ) throws(PolicyRejection) {
        self = try PolicyParser(computed: computed).policy(view, name: name)
        try PolicyGrammar(kind: kind).check(self)
    }
}

/// Reads the structure of a policy: which elements there are and of which type.
struct PolicyParser {
    let computed: ComputedValues

    func policy(_ view: NodeView, name: String?) throws(PolicyRejection) -> Policy {
        try view.requireMap("a policy document")
        try view.refuseKeys(except: ["Version", "Id", "Statement"], in: "a policy document")
        let version = try version(of: view)
        guard let statements = computed.member("Statement", of: view) else {
            throw PolicyRejection(.syntax, "the policy has no `Statement`", at: view.range)
        }
        return Policy(
            version: version ?? .original, declaresVersion: version != nil, id: try text(of: view, key: "Id"),
            statements: try self.statements(statements, version: version ?? .original),
            name: name ?? view.document.source.name, source: view.document.source, range: view.range)
    }

    private func version(of view: NodeView) throws(PolicyRejection) -> PolicyVersion? {
        guard let text = try text(of: view, key: "Version"), let node = view["Version"] else { return nil }
        guard let version = PolicyVersion(rawValue: text) else {
            throw PolicyRejection(
                .syntax, "`\(text)` is no version of the policy language: `2012-10-17` or `2008-10-17`", at: node.range)
        }
        return version
    }

    private func statements(_ view: NodeView, version: PolicyVersion) throws(PolicyRejection) -> [Statement] {
        try view.requireLiteral()
        let views = computed.elements(of: view)
        guard !views.isEmpty else { throw PolicyRejection(.syntax, "the policy has no statement", at: view.range) }
        var statements: [Statement] = []
        for (index, view) in views.enumerated() {
            statements.append(try StatementParser(version: version, computed: computed).statement(view, index: index))
        }
        return statements
    }

    private func text(of view: NodeView, key: String) throws(PolicyRejection) -> String? {
        guard let node = computed.member(key, of: view) else { return nil }
        try node.requireLiteral()
        guard let text = node.string else {
            throw PolicyRejection(.syntax, "`\(key)` must be a string", at: node.range)
        }
        return text
    }
}
