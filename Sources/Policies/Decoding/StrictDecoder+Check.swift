import Documents

extension StrictDecoder {
    private static let forms = [
        "requiredTags", "tagValues", "property", "assert", "guarantee", "policyLint", "all", "any", "not",
    ]

    mutating func check(_ node: NodeView) -> Check? {
        guard node.kind == .map else {
            report(node.range, "expected a check, which is a mapping")
            return nil
        }
        let present = Self.forms.filter { node[$0] != nil }
        guard let form = present.first, present.count == 1 else {
            let forms = Self.forms.map { "`\($0)`" }.joined(separator: ", ")
            let unknown = node.children.map(\.key).first { !Self.forms.contains($0) }
            let nearest =
                present.isEmpty ? unknown.flatMap { Suggestion.nearest(to: $0, among: Self.forms).first } : nil
            report(
                node.keyRange ?? node.range, "a check has exactly one form",
                help: nearest.map { "did you mean `\($0)`?" } ?? "forms are \(forms); join several with `all` or `any`")
            return nil
        }
        return form == "property" ? propertyCheck(node) : simpleCheck(node, form: form)
    }

    private mutating func simpleCheck(_ node: NodeView, form: String) -> Check? {
        var fields = StrictMapping(node, noun: "a check of the form `\(form)`")
        guard let value = fields.take(form) else {
            finish(fields)
            return nil
        }
        defer { finish(fields) }
        switch form {
        case "requiredTags" where value.kind == .list && value.node.stride == 1:
            report(value.range, "`requiredTags` needs at least one key")
            return nil
        case "requiredTags": return operand(value, expecting: .list).map { .requiredTags($0) }
        case "tagValues": return tagValues(value)
        case "assert":
            let anchors = fields.take("at").map { paths($0) } ?? []
            return expression(value).map { .assert($0, at: anchors) }
        case "guarantee": return guarantee(value).map { .guarantee($0) }
        case "policyLint": return .policyLint(lintIDs(value), at: value)
        case "not": return check(value).map { .not($0) }
        default:
            let checks = (list(value, of: "checks") ?? []).compactMap { check($0) }
            if checks.isEmpty { report(value.range, "`\(form)` needs at least one check") }
            return form == "all" ? .all(checks) : .any(checks)
        }
    }

    private mutating func tagValues(_ node: NodeView) -> Check? {
        guard node.kind == .map else {
            report(node.range, "expected a mapping of tag keys to the values they may have")
            return nil
        }
        if node.node.stride == 1 { report(node.keyRange ?? node.range, "`tagValues` names no tag") }
        return .tagValues(
            node.children.compactMap { member in
                guard var fields = mapping(member, noun: "a check of a tag's value") else { return nil }
                let found = conditions(&fields, allowed: [.equals, .notEquals, .oneOf, .noneOf, .matches, .notMatches])
                finish(fields)
                return TagValueCheck(key: member.key, conditions: found)
            })
    }

    private mutating func propertyCheck(_ node: NodeView) -> Check? {
        var fields = StrictMapping(node, noun: "a property check")
        let pathNode = fields.take("property")
        let paths = pathNode.map { self.paths($0) } ?? []
        let defaultValue = fields.take("default").flatMap { operand($0, expecting: nil) }
        let found = conditions(&fields, allowed: Condition.Kind.allCases)
        finish(fields)
        guard !paths.isEmpty else {
            if let pathNode, pathNode.kind == .list {
                report(pathNode.range, "a property check needs at least one path")
            }
            return nil
        }
        return .property(PropertyCheck(paths: paths, conditions: found, defaultValue: defaultValue, node: node))
    }

    private mutating func conditions(_ fields: inout StrictMapping, allowed: [Condition.Kind]) -> [Condition] {
        let found = allowed.compactMap { kind -> Condition? in
            guard let node = fields.take(kind.rawValue) else { return nil }
            let operand =
                kind == .satisfies
                ? expression(node).map { .expression($0) } : self.operand(node, expecting: kind.operandKind)
            return operand.map { Condition(kind: kind, operand: $0) }
        }
        // A key that is misspelled or has no value is reported as such.
        if found.isEmpty, fields.wrongKeys().isEmpty, !allowed.contains(where: { fields.view[$0.rawValue] != nil }) {
            let names = allowed.map { "`\($0.rawValue)`" }.joined(separator: ", ")
            report(
                fields.view.keyRange ?? fields.view.range, "\(fields.noun) says nothing about the value",
                help: "add one of \(names)")
        }
        return found
    }

    mutating func operand(_ node: NodeView, expecting kind: Condition.OperandKind?) -> Operand? {
        if node.kind == .map, node["param"] != nil {
            var fields = StrictMapping(node, noun: "a reference to a parameter")
            let name = fields.take("param").flatMap { string($0) }
            finish(fields)
            return name.map { .parameter(name: $0, node: node) }
        }
        if let kind, !kind.accepts(node) {
            report(node.range, "expected \(kind.noun), or `{param: name}`")
            return nil
        }
        return .literal(node)
    }

    private mutating func path(_ node: NodeView) -> PropertySelector? {
        guard let text = string(node) else { return nil }
        do {
            return try PropertySelector(parsing: text)
        } catch {
            let end = min(error.offset + 1, text.utf8.count)
            report(
                node.sourceRange(ofTextRange: min(error.offset, end)..<end), error.message,
                help: "a path looks like `A.B[*].C`")
            return nil
        }
    }

    private mutating func paths(_ node: NodeView) -> [PropertySelector] {
        node.kind == .list ? node.children.compactMap { path($0) } : [path(node)].compactMap(\.self)
    }
}

extension Condition {
    enum OperandKind {
        case scalar, list, pattern, number, boolean

        func accepts(_ type: ParameterType) -> Bool {
            switch (self, type) {
            case (.scalar, .string), (.scalar, .integer), (.scalar, .number), (.scalar, .boolean), (.list, .list),
                (.pattern, .string), (.number, .integer), (.number, .number), (.boolean, .boolean):
                true
            default: false
            }
        }

        func accepts(_ node: NodeView) -> Bool {
            switch self {
            case .scalar: !node.node.isContainer && node.kind != .null
            case .list: node.kind == .list && node.children.allSatisfy { !$0.node.isContainer }
            case .pattern: node.kind == .string
            case .number: node.kind == .integer || node.kind == .double
            case .boolean: node.boolean != nil
            }
        }

        var noun: String {
            switch self {
            case .scalar: "a text, a number, `true` or `false`"
            case .list: "a list of values"
            case .pattern: "a regular expression"
            case .number: "a number"
            case .boolean: "`true` or `false`"
            }
        }
    }
}

extension Condition.Kind {
    var operandKind: Condition.OperandKind? {
        switch self {
        case .equals, .notEquals: .scalar
        case .oneOf, .noneOf: .list
        case .matches, .notMatches: .pattern
        case .atLeast, .atMost: .number
        case .exists: .boolean
        case .satisfies: nil
        }
    }
}
