import CEL
import Testing

@Suite("well-typed expressions")
struct WellTypedExpressionTests {
    private static let seed = RandomSeed.value(unlessGiven: 20_260_321)
    private static let count = 5_000

    private static let options: [(name: String, options: CompilationOptions)] = {
        var folding = CompilationOptions.plain
        folding.foldsConstants = true
        var fusing = CompilationOptions.plain
        fusing.fusesShapes = true
        return [("optimised", CompilationOptions()), ("folded", folding), ("fused", fusing)]
    }()

    private let declarations = Declarations(
        variables: RandomExpressions.variables.map { .init($0.name, $0.type) }, libraries: Library.all)

    private func value(_ checked: CheckedExpression, _ options: CompilationOptions) throws -> Value {
        var environment = Environment(declarations)
        environment.options = options
        return try environment.compile(checked).value(in: activation(environment))
    }

    private func activation(_ environment: Environment) -> Activation {
        let activation = Activation(environment, stepBudget: 200_000)
        for variable in RandomExpressions.variables { activation.bind(variable.name, variable.value) }
        return activation
    }

    @Test("pass the check, and have the same value of the promised type however they are compiled")
    func agreement() throws {
        var generator = RandomExpressions(seed: Self.seed)
        var values = 0
        for index in 0..<Self.count {
            let type = RandomExpressions.types[index % RandomExpressions.types.count]
            let source = generator.next(type, depth: 4)
            guard let checked = Self.checked(source, declarations) else { continue }
            let plain = try value(checked, .plain)
            for (name, options) in Self.options {
                let other = try value(checked, options)
                #expect(Self.agree(plain, other), "seed \(Self.seed), \(source): \(plain), but \(other) when \(name)")
            }
            let environment = Environment(declarations)
            let explained = try environment.compile(checked).explain(in: activation(environment)).value
            #expect(Self.agree(plain, explained), "seed \(Self.seed), \(source): \(plain), explained \(explained)")
            if case .error = plain { continue }
            values += 1
            #expect(
                plain.fits(checked.resultType), "seed \(Self.seed), \(source): \(plain) is no \(checked.resultType)")
            let read = try Environment(declarations).compile(plain.description).value(in: Activation(slotCount: 64))
            #expect(read == plain, "seed \(Self.seed), \(source): reads as \(read)")
        }
        #expect(values > Self.count / 2, "most expressions have a value")
    }

    private static func checked(_ source: String, _ declarations: Declarations) -> CheckedExpression? {
        do throws(CompilationError) {
            return try CheckedExpression(checking: ExpressionTree(parsing: source), against: declarations)
        } catch {
            Issue.record("seed \(seed), \(source): \(error.issues.map(\.message))")
            return nil
        }
    }

    /// Which of several errors is found first is not promised.
    private static func agree(_ left: Value, _ right: Value) -> Bool {
        if case .error = left, case .error = right { return true }
        return left == right
    }
}

extension Value {
    /// Whether a value may be the outcome of an expression of a static type.
    fileprivate func fits(_ type: CELType) -> Bool {
        switch (self, type) {
        case (_, .dyn), (_, .parameter): true
        case (.null, .null), (.bool, .bool), (.int, .int), (.uint, .uint), (.double, .double), (.string, .string),
            (.bytes, .bytes), (.timestamp, .timestamp), (.duration, .duration), (.type, .type):
            true
        case (.list(let elements), .list(let element)): elements.allSatisfy { $0.fits(element) }
        case (.map(let entries), .map(let key, let value)):
            entries.allSatisfy { $0.key.fits(key) && $0.value.fits(value) }
        case (.optional(let wrapped), .optional(let type)): wrapped?.fits(type) ?? true
        case (.null, .wrapper): true
        case (_, .wrapper(let type)): fits(type)
        default: false
        }
    }
}
