import CEL
import Documents
import Resources

/// The names that the expressions of one rule may use.
struct RuleScope {
    private let pack: PolicyPack
    private let symbols: SymbolTable
    private var declarations: Declarations
    let parameters: [(slot: Int, type: ParameterType, value: NodeView)]
    /// What holds whenever the expressions compiled from now on are evaluated: the rule's `when`.
    var condition: CheckedExpression?

    init(pack: PolicyPack, rule: Rule, symbols: SymbolTable) {
        self.pack = pack
        self.symbols = symbols
        let target = CatalogueSchema.objectName(forTargets: rule.targets.map(\.pattern))
        let fixed = RuleSlot.allCases.map { Declarations.Variable($0.name, $0.type(resource: target)) }
        parameters = pack.parameters.enumerated().map { index, parameter in
            (slot: fixed.count + index, type: parameter.type, value: parameter.value)
        }
        declarations = Self.functions.adding(
            fixed + pack.parameters.map { Declarations.Variable("params.\($0.name)", $0.type.celType) })
    }

    var slotCount: Int { declarations.variables.count }

    /// Declares a named expression of the rule.
    /// - Returns: its slot.
    mutating func add(_ name: String, of type: CELType) -> Int {
        declarations = declarations.adding([Declarations.Variable("variables.\(name)", type)])
        return slotCount - 1
    }

    /// - Parameter place: which of the variables that exist only in some places the expression may name.
    func compile(
        _ source: ExpressionSource, as place: ExpressionPlace, reportingTo issues: inout [Diagnostic]
    ) -> Program? {
        do {
            let tree = try ExpressionTree(parsing: source.text)
            let checked = try CheckedExpression(
                checking: tree, against: environment.declarations, after: [condition].compactMap(\.self))
            let misplaced = place.misplacedNames(in: checked)
            for issue in checked.warnings + misplaced { issues.append(source.diagnostic(for: issue, in: pack.source)) }
            let program = try environment.compile(checked)
            return misplaced.isEmpty ? program : nil
        } catch {
            for issue in error.issues { issues.append(source.diagnostic(for: issue, in: pack.source)) }
            return nil
        }
    }

    /// Compiles an expression that must be a boolean.
    func compileCondition(
        _ source: ExpressionSource, as place: ExpressionPlace, reportingTo issues: inout [Diagnostic]
    ) -> Program? {
        guard let program = compile(source, as: place, reportingTo: &issues) else { return nil }
        let type = program.checked.resultType
        if type == .bool || type == .dyn { return program }
        issues.append(
            Diagnostic(in: pack.source, at: source.node.range, "expected a condition, true or false: this is \(type)"))
        return nil
    }

    private var environment: Environment {
        var environment = Environment(declarations, symbols: symbols)
        environment.nullIsAbsent = true
        environment.virtualFields = ResourceFields.all
        return environment
    }

    /// What every rule may call. All scopes extend it, so that the functions are indexed once.
    private static let functions = Declarations(
        libraries: [
            .standard, .strings, .math, .lists, .sets, .encoders, .regex, .network, .url, .optional,
            RuleFunctions.library,
        ],
        schema: RuleSchema())
}

extension RuleSlot {
    var name: String {
        switch self {
        case .resource: "resource"
        case .tags: "tags"
        case .account: "account"
        case .region: "region"
        case .environment: "environment"
        case .today: "today"
        case .metrics: "metrics"
        case .usage: "usage"
        case .value: "value"
        case .path: "path"
        case .missing: "missing"
        }
    }

    func type(resource: String) -> CELType {
        switch self {
        case .resource: .object(resource)
        case .tags: .map(.string, .string)
        case .account, .region, .environment, .path: .string
        case .today: .timestamp
        case .metrics, .usage: .map(.string, .dyn)
        case .value: .dyn
        case .missing: .list(.string)
        }
    }
}

extension ParameterType {
    var celType: CELType {
        switch self {
        case .string: .string
        case .integer: .int
        case .number: .double
        case .boolean: .bool
        case .list(let element): .list(element.celType)
        case .map(let element): .map(.string, element.celType)
        }
    }
}

extension ExpressionSource {
    /// An issue of the expression as a diagnostic that points into the policy file.
    func diagnostic(for issue: Issue, in source: SourceText) -> Diagnostic {
        let place = offset + issue.range.lowerBound..<offset + issue.range.upperBound
        return Diagnostic(
            issue.severity == .error ? .error : .warning, in: source,
            at: isGenerated ? node.range : node.sourceRange(ofTextRange: place), issue.message, help: issue.help)
    }
}
