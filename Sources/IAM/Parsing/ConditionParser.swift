import Documents

/// Reads a `Condition` element.
struct ConditionParser {
    let version: PolicyVersion
    var computed = ComputedValues.none

    func conditions(of view: NodeView) throws(PolicyRejection) -> [Condition] {
        guard let node = computed.member("Condition", of: view) else { return [] }
        return try conditions(node)
    }

    /// The conditions of a block such as `{"StringEquals": {"aws:RequestTag/team": "a"}}`.
    func conditions(_ block: NodeView) throws(PolicyRejection) -> [Condition] {
        try block.requireMap("`Condition`")
        var conditions: [Condition] = []
        var operators: Set<String> = []
        for member in block.children {
            guard let entry = computed.node(for: member) else { continue }
            // What a function gives lies elsewhere, under a name of its own.
            let text = member.key
            let range = member.keyRange ?? member.range
            guard operators.insert(text).inserted else {
                throw PolicyRejection(.syntax, "`\(text)` is given twice", at: range)
            }
            try entry.requireMap("the operator `\(text)`")
            // IAM accepts a name that is no operator as long as nothing stands under it.
            guard let comparison = ConditionOperator(text) else {
                if entry.children.contains(where: { _ in true }) {
                    throw PolicyRejection(.syntax, "`\(text)` is no condition operator", at: range)
                }
                continue
            }
            var keys: Set<String> = []
            for child in entry.children {
                guard keys.insert(child.key.asciiLowercased).inserted else {
                    throw PolicyRejection(
                        .syntax, "`\(child.key)` is given twice: upper and lower case are alike in condition keys",
                        at: child.keyRange ?? child.range)
                }
                conditions.append(
                    Condition(
                        comparison: comparison, operatorText: text, key: child.key, values: try values(child),
                        operatorRange: range,
                        range: child.memberRange))
            }
        }
        return conditions
    }

    private func values(_ node: NodeView) throws(PolicyRejection) -> [Statement.Value] {
        var values: [Statement.Value] = []
        for item in computed.elements(of: node) {
            switch item.kind {
            case _ where item.isComputed:
                let template = computed.template(item, version: version) ?? Template(unknown: item.computedText)
                values.append(Statement.Value(template, range: item.range))
            case .string, .true, .false, .integer, .double:
                values.append(Statement.Value(Template(item.text ?? "", version: version), range: item.range))
            default:
                throw PolicyRejection(
                    .syntax, "`\(node.key)` must be compared with strings, numbers or booleans", at: item.range)
            }
        }
        return values
    }
}
