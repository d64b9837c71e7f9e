import Documents
import IAM

extension StrictDecoder {
    mutating func guarantee(_ node: NodeView) -> GuaranteeCheck? {
        guard var fields = mapping(node, noun: "a guarantee") else { return nil }
        let actions = required(&fields, "actions") { decoder, node in decoder.texts(node, of: "actions") }
        let requestTagging = fields.take("requestTagging").flatMap { boolean($0) } ?? false
        let onlyWhen = fields.take("onlyWhen").map { guaranteeConditions($0) } ?? []
        let unless = fields.take("unless").map { guaranteeConditions($0) }
        let resources = fields.take("resources").flatMap { texts($0, of: "ARNs") }
        let each = fields.take("each").flatMap { texts($0, of: "texts") }
        finish(fields)
        guard let actions else { return nil }
        checkPlaceholder(each, in: onlyWhen + (unless ?? []), node)
        return GuaranteeCheck(
            actions: actions, requestTagging: requestTagging, onlyWhen: onlyWhen, unless: unless, resources: resources,
            each: each, node: node)
    }

    /// Whoever says `each` must say where, and the other way round.
    private mutating func checkPlaceholder(_ each: Operand?, in conditions: [GuaranteeCondition], _ node: NodeView) {
        let isUsed = conditions.contains { condition in
            ([condition.key] + condition.values.literalTexts).contains { $0.contains(GuaranteeCheck.placeholder) }
        }
        if let each, !isUsed {
            report(
                each.node.keyRange ?? each.node.range, "nothing says where the texts of `each` belong",
                help: "write `\(GuaranteeCheck.placeholder)` in a key or a value of the conditions")
        } else if each == nil, isUsed {
            report(
                node.keyRange ?? node.range, "`\(GuaranteeCheck.placeholder)` stands for nothing",
                help: "say `each:` with a list of texts or `{param: name}`")
        }
    }

    /// One text, a list of texts, or a parameter.
    private mutating func texts(_ node: NodeView, of noun: String) -> Operand? {
        if node.kind == .map { return operand(node, expecting: .list) }
        let elements = node.kind == .list ? Array(node.children) : [node]
        guard !elements.isEmpty, elements.allSatisfy({ !$0.node.isContainer && $0.kind != .null }) else {
            report(node.range, "expected \(noun): a text, a list of texts, or `{param: name}`")
            return nil
        }
        return .literal(node)
    }

    /// A block in the syntax of IAM's `Condition`.
    private mutating func guaranteeConditions(_ node: NodeView) -> [GuaranteeCondition] {
        guard node.kind == .map else {
            report(node.range, "expected conditions as IAM writes them: `StringEquals: { aws:RequestTag/team: a }`")
            return []
        }
        return node.children.flatMap { block -> [GuaranteeCondition] in
            guard source.isBuiltin || ConditionOperator(block.key) != nil else {
                let near = Suggestion.nearest(to: block.key, among: ConditionOperator.commonNames).first
                report(
                    block.keyRange ?? block.range, "`\(block.key)` is no condition operator",
                    help: near.map { "did you mean `\($0)`?" } ?? "an operator is `StringEquals`, `Null` and so on")
                return []
            }
            guard block.kind == .map, block.node.stride > 1 else {
                report(block.range, "expected condition keys with the values that they are compared with")
                return []
            }
            return block.children.compactMap { member in
                texts(member, of: "values").map {
                    GuaranteeCondition(operatorText: block.key, key: member.key, node: member, values: $0)
                }
            }
        }
    }

    /// The ids of the linter of IAM policies.
    mutating func lintIDs(_ node: NodeView) -> [String] {
        let elements = list(node, of: "ids of the policy linter") ?? []
        if elements.isEmpty, node.kind == .list { report(node.range, "`policyLint` needs at least one id") }
        return elements.compactMap { element in
            guard let id = string(element) else { return nil }
            if source.isBuiltin || LintCatalog.contains(id) { return id }
            report(
                element.range, "the policy linter has no rule `\(id)`",
                help: Suggestion.nearest(to: id, among: LintCatalog.ids).first.map { "did you mean `\($0)`?" }
                    ?? "its rules are \(LintCatalog.ids.joined(separator: ", "))")
            return nil
        }
    }
}

extension Operand {
    /// The texts that the pack itself writes.
    var literalTexts: [String] {
        guard case .literal(let node) = self else { return [] }
        return node.scalarTexts
    }
}

extension NodeView {
    /// The text of a scalar, or those of the scalars of a list.
    var scalarTexts: [String] { kind == .list ? children.compactMap(\.text) : [text].compactMap(\.self) }
}
