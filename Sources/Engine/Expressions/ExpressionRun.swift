import CEL
import Documents
import YAML

/// Evaluates one expression over one file, for people who try expressions out.
///
/// The members of the data are variables, as far as their names are names of the language, and `data` is the whole. Every
/// library of the language is there; null is a value, as the specification has it.
public struct ExpressionRun {
    /// How messages name the source of the expression.
    public static let expressionName = "<expression>"
    /// The variable that is the whole of the data.
    static let wholeName = "data"

    private let request: ExpressionRequest
    private let source: SourceText

    public static func run(_ request: ExpressionRequest) throws(ExpressionFailure) -> ExpressionResult {
        try ExpressionRun(request: request, source: SourceText(name: expressionName, text: request.expression)).run()
    }

    private func run() throws(ExpressionFailure) -> ExpressionResult {
        // The data and the expression intern their names in one table, so that the data is evaluated where it lies.
        let symbols = SymbolTable()
        let data = try request.dataPath.map { (path) throws(ExpressionFailure) in
            try ExpressionData(reading: path, symbols: symbols)
        }
        let variables = data?.variables ?? []
        let environment = Environment(
            Declarations(variables: variables.map { .init($0.name, .dyn) }, libraries: Library.all), symbols: symbols)
        let program = try compile(environment)
        let activation = Activation(environment)
        for variable in variables { activation.bind(variable.name, variable.value) }

        let outcome = program.evaluate(in: activation)
        let steps = Frame.defaultSteps - max(0, activation.frame.pointee.steps)
        if outcome.kind == .error {
            throw ExpressionFailure([diagnostic(of: program.error(outcome, in: activation))])
        }
        activation.reset()
        let value = program.value(in: activation)
        if case .error(let error) = value { throw ExpressionFailure([diagnostic(of: error)]) }
        let isExplained = request.alwaysExplains || value == .bool(false)
        let readsWhole = environment.slot(of: Self.wholeName).map(program.reads) ?? false
        return ExpressionResult(
            value: value, steps: steps,
            reasons: isExplained ? Reasons(program.explain(in: activation), expression: source, data: data).all : [],
            warnings: (data?.warnings ?? []) + (readsWhole ? [data?.ambiguity].compactMap(\.self) : [])
                + program.checked.warnings.map(diagnostic))
    }

    private func compile(_ environment: Environment) throws(ExpressionFailure) -> Program {
        var options = ParserOptions()
        options.isStrict = request.isStrict
        do throws(CompilationError) {
            let tree = try ExpressionTree(parsing: request.expression, options: options)
            return try environment.compile(
                try CheckedExpression(checking: tree, against: environment.declarations))
        } catch {
            throw ExpressionFailure(error.issues.map(diagnostic))
        }
    }

    private func diagnostic(of issue: Issue) -> Diagnostic {
        Diagnostic(
            issue.severity == .error ? .error : .warning, in: source, at: issue.range, issue.message, help: issue.help)
    }

    private func diagnostic(of error: EvaluationError) -> Diagnostic {
        Diagnostic(in: source, at: error.range ?? 0..<source.bytes.count, error.message)
    }
}
