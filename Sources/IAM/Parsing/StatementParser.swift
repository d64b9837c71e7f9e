import Documents

/// Reads the structure of one statement.
struct StatementParser {
    let version: PolicyVersion
    var computed = ComputedValues.none

    private static let elements = [
        "Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource", "Condition",
    ]

    func statement(_ view: NodeView, index: Int) throws(PolicyRejection) -> Statement {
        try view.requireMap("a statement")
        try view.refuseKeys(except: Self.elements, in: "a statement")
        for element in ["Action", "Resource", "Principal"] {
            if view[element] != nil, let other = view["Not" + element] {
                throw PolicyRejection(
                    .syntax, "a statement holds either `\(element)` or `Not\(element)`",
                    at: other.keyRange ?? other.range)
            }
        }
        let (effect, effectText) = try effect(of: view)
        let sid = try computed.member("Sid", of: view).map { (node) throws(PolicyRejection) in
            try node.requireLiteral()
            guard let text = node.string else {
                throw PolicyRejection(.syntax, "`Sid` must be a string", at: node.range)
            }
            return text
        }
        return Statement(
            sid: sid, index: index, effect: effect, effectText: effectText,
            actions: try clause(of: view, "Action") ?? Statement.Clause(values: []),
            resources: try clause(of: view, "Resource"), principals: try principals(of: view),
            conditions: try ConditionParser(version: version, computed: computed).conditions(of: view),
            range: view.range)
    }

    /// Upper and lower case are alike here; the older parser refuses all but the two spellings afterwards.
    private func effect(of view: NodeView) throws(PolicyRejection) -> (Effect, String) {
        guard let node = computed.member("Effect", of: view) else {
            throw PolicyRejection(.syntax, "the statement has no `Effect`", at: view.range)
        }
        try node.requireLiteral()
        guard let text = node.string,
            let effect = [Effect.allow, .deny].first(where: {
                $0.rawValue.asciiLowercased == text.asciiLowercased
            })
        else {
            throw PolicyRejection(.syntax, "`Effect` must be `Allow` or `Deny`", at: node.range)
        }
        return (effect, text)
    }

    private func clause(of view: NodeView, _ element: String) throws(PolicyRejection) -> Statement.Clause? {
        let isNegated = view[element] == nil
        let name = isNegated ? "Not" + element : element
        guard let node = computed.member(name, of: view) else { return nil }
        let values = try strings(node, of: name)
        return Statement.Clause(isNegated: isNegated, values: values, range: node.range)
    }

    /// A string or a list of strings; IAM ignores nulls in a list.
    func strings(_ node: NodeView, of element: String) throws(PolicyRejection) -> [Statement.Value] {
        guard node.kind == .list || node.kind == .string || node.isComputed else {
            throw PolicyRejection(.syntax, "`\(element)` must be a string or a list of strings", at: node.range)
        }
        var values: [Statement.Value] = []
        for item in computed.elements(of: node) where item.kind != .null {
            guard let template = computed.template(item, version: version) else {
                throw PolicyRejection(.syntax, "`\(element)` must hold strings", at: item.range)
            }
            values.append(Statement.Value(template, range: item.range))
        }
        return values
    }

    private func principals(of view: NodeView) throws(PolicyRejection) -> PrincipalClause? {
        let isNegated = view["Principal"] == nil
        guard let node = computed.member(isNegated ? "NotPrincipal" : "Principal", of: view) else { return nil }
        try node.requireLiteral()
        if let text = node.string {
            guard text == "*" else {
                throw PolicyRejection(
                    .syntax, "`Principal` must be `*` or an object such as {\"AWS\": \"...\"}", at: node.range)
            }
            let everyone = PrincipalClause.Entry(kind: "*", value: "*", range: node.range)
            return PrincipalClause(isNegated: isNegated, principals: [everyone], range: node.range)
        }
        try node.requireMap("`Principal`")
        try node.refuseKeys(except: ["AWS", "Service", "Federated", "CanonicalUser"], in: "`Principal`")
        var entries: [PrincipalClause.Entry] = []
        for child in node.children {
            for value in try strings(child, of: child.key) {
                entries.append(
                    PrincipalClause.Entry(
                        kind: child.key, value: value.text, isComputed: value.template.isUnknown, range: value.range))
            }
        }
        return PrincipalClause(isNegated: isNegated, principals: entries, range: node.range)
    }
}
