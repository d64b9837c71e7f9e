import CEL
import Documents
import Testing

/// An expression over one JSON document bound to `r`.
struct Sample {
    let environment: Environment
    let activation: Activation
    let document: Document

    init(
        _ json: String, nullIsAbsent: Bool = false, stepBudget: Int = Frame.defaultSteps,
        options: CompilationOptions = CompilationOptions(), extra: [Declarations.Variable] = [],
        isPartial: Bool = false
    ) throws {
        var environment = Environment(
            Declarations(variables: [.init("r", .dyn)] + extra, libraries: [.standard, .optional, .strings, .lists]))
        environment.nullIsAbsent = nullIsAbsent
        environment.options = options
        self.environment = environment
        let whole = try JSONParser.parse(
            SourceText(name: "sample.json", text: json), symbols: SymbolTable(extending: environment.symbols))
        document = isPartial ? Self.partial(whole) : whole
        activation = Activation(environment, stepBudget: stepBudget)
        if isPartial { activation.frame.pointee.resolver = Self.resolve }
        activation.bind("r", try #require(document.root))
    }

    /// The steps that the round may still take.
    var steps: Int { activation.frame.pointee.steps }

    func value(_ expression: String) throws -> Value {
        let value = try environment.compile(expression).value(in: activation)
        activation.reset()
        return value
    }

    func code(_ expression: String) throws -> ErrorCode? {
        if case .error(let error) = try value(expression) { return error.code }
        return nil
    }
}
