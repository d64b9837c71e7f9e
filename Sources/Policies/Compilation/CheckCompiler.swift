import CEL
import Documents
import Resources

/// Compiles the check of a rule.
struct CheckCompiler {
    let pack: PolicyPack
    let rule: Rule
    let scope: RuleScope
    private(set) var issues: [Diagnostic] = []
    private lazy var targetTypes = rule.targets.flatMap { Catalogue.types(matching: Glob($0.pattern)) }

    init(pack: PolicyPack, rule: Rule, scope: RuleScope) {
        self.pack = pack
        self.rule = rule
        self.scope = scope
    }

    mutating func compile(_ check: Check) -> CompiledCheck? {
        switch check {
        case .requiredTags(let keys):
            return operand(keys, expecting: .list(.string)).map { .requiredTags($0) }
        case .tagValues(let checks):
            return .tagValues(
                checks.map { check in
                    for condition in check.conditions { checkTextParameter(condition.operand, ofTag: check.key) }
                    return TagDemand(key: check.key, conditions: conditions(check.conditions, onText: true))
                })
        case .property(let check): return property(check)
        case .assert(let source, let anchors):
            for anchor in anchors { warnOfUnknownPath(anchor, node: source.node) }
            return scope.compileCondition(source, as: .resource, reportingTo: &issues).map {
                .assertion($0, at: anchors)
            }
        case .guarantee(let check): return guarantee(check)
        case .policyLint(let ids, _): return .policyLint(ids)
        case .all(let checks): return .all(checks.compactMap { compile($0) })
        case .any(let checks): return .any(checks.compactMap { compile($0) })
        case .not(let check): return compile(check).map { .not($0) }
        }
    }

    private mutating func property(_ check: PropertyCheck) -> CompiledCheck? {
        for path in check.paths { warnOfUnknownPath(path, node: check.node["property"] ?? check.node) }
        let defaultValue = check.defaultValue.flatMap { operand($0, expecting: nil) }
        return .property(
            PropertyDemand(
                paths: check.paths.map { PropertyDemand.Path(selector: $0, inCatalogue: $0.inCatalogue) },
                conditions: conditions(check.conditions), defaultValue: defaultValue))
    }

    /// - Parameter isText: the values are texts whatever the input writes, and so are those they are compared with.
    private mutating func conditions(_ conditions: [Condition], onText isText: Bool = false) -> [CompiledCondition] {
        conditions.compactMap { condition in
            guard checkParameter(condition.operand, for: condition.kind) else { return nil }
            let expectation = ConditionText.description(of: condition, parameters: pack.parameters)
            guard let text = ConditionText.expression(for: condition, onText: isText) else {
                let wanted = pack.parameter(of: condition.operand)?.value ?? condition.operand.node
                return CompiledCondition(
                    kind: condition.kind, predicate: nil, mustExist: wanted.boolean ?? true, expectation: expectation)
            }
            let source = generated(text, for: condition.operand)
            return scope.compileCondition(source, as: .condition, reportingTo: &issues).map {
                CompiledCondition(kind: condition.kind, predicate: $0, mustExist: true, expectation: expectation)
            }
        }
    }

    /// Tag values are texts, so a parameter with anything else could never match one.
    private mutating func checkTextParameter(_ operand: Operand, ofTag key: String) {
        guard let parameter = pack.parameter(of: operand) else { return }
        switch parameter.type {
        case .string, .list(.string): return
        default:
            report(
                operand.node, "the value of the tag `\(key)` is a text; `\(parameter.name)` is \(parameter.type.name)",
                help: "declare it as string or list(string)")
        }
    }

    mutating func operand(_ operand: Operand, expecting type: CELType?) -> Program? {
        guard checkParameter(operand, for: nil) else { return nil }
        let text: String
        switch operand {
        case .literal(let node): text = ConditionText.literal(node)
        case .parameter(let name, _): text = "params.\(name)"
        case .expression(let source): return scope.compile(source, as: .condition, reportingTo: &issues)
        }
        guard let program = scope.compile(generated(text, for: operand), as: .condition, reportingTo: &issues)
        else { return nil }
        if let type, program.checked.resultType != type {
            report(operand.node, "expected \(type); this is \(program.checked.resultType)")
        }
        return program
    }

    mutating func compileFixExpression(_ source: ExpressionSource) -> Program? {
        scope.compile(source, as: .resource, reportingTo: &issues)
    }

    /// A text made from an operand: whatever is wrong with it is wrong with the operand as a whole. What the user wrote
    /// as an expression keeps its positions.
    private func generated(_ text: String, for operand: Operand) -> ExpressionSource {
        if case .expression(let source) = operand { return source }
        return ExpressionSource(text: text, node: operand.node, offset: 0, isGenerated: true)
    }

    /// Whether the parameter that an operand names, if it names one, is declared and can stand there.
    mutating func checkParameter(_ operand: Operand, for kind: Condition.Kind?) -> Bool {
        guard case .parameter(let name, let node) = operand else { return true }
        guard let parameter = pack.parameter(named: name) else {
            let near = Suggestion.nearest(to: name, among: pack.parameters.map(\.name)).first
            report(
                node["param"] ?? node, "the pack declares no parameter `\(name)`",
                help: near.map { "did you mean `\($0)`?" } ?? "declare it under `parameters`")
            return false
        }
        guard let kind, let wanted = kind.operandKind else { return true }
        guard wanted.accepts(parameter.type) else {
            report(node, "`\(kind.rawValue)` takes \(wanted.noun); `\(name)` has the type \(parameter.type.name)")
            return false
        }
        guard wanted == .pattern, case .failure(let error) = RegularExpression.compile(parameter.value.text ?? "")
        else {
            return true
        }
        report(node, "the value of `\(name)` is an \(error)")
        return false
    }

    /// The catalogue can lag behind AWS, so a path that it does not know is doubtful, not wrong.
    mutating func warnOfUnknownPath(_ path: PropertySelector, node: NodeView) {
        guard !pack.isBuiltin else { return }
        let known = path.inCatalogue
        guard !path.isAnywhere else { return }
        guard !targetTypes.isEmpty, !targetTypes.contains(where: { $0.mayHave(known) }) else { return }
        let near = targetTypes.lazy.flatMap { $0.lookUp(path.description).suggestions }.first
        report(
            node, "none of the targets has a property `\(path)`",
            help: near.map { "did you mean `\($0)`?" } ?? "the rule will find the property absent; check its name",
            severity: .warning)
    }

    mutating func report(
        _ node: NodeView, _ message: String, help: String? = nil, severity: Diagnostic.Severity = .error
    ) {
        report(at: node.range, message, help: help, severity: severity)
    }

    mutating func report(
        at range: Range<Int>, _ message: String, help: String? = nil, severity: Diagnostic.Severity = .error
    ) {
        issues.append(Diagnostic(severity, in: pack.source, at: range, message, help: help))
    }
}

extension PolicyPack {
    fileprivate func parameter(of operand: Operand) -> Parameter? {
        guard case .parameter(let name, _) = operand else { return nil }
        return parameter(named: name)
    }
}

extension PropertyLookup {
    fileprivate var suggestions: [String] {
        if case .undeclared(_, _, let suggestions) = self { suggestions } else { [] }
    }
}
