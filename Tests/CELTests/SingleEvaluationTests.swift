import CEL
import Documents
import Testing

@Suite("operands are evaluated once")
struct SingleEvaluationTests {
    /// Counts how often `seen` is called.
    private final class Counter: @unchecked Sendable {
        var calls = 0
    }

    private static let document = #"{"f": 1, "list": [1, 2, 3], "dev": "dev"}"#

    @Test(
        "whatever kind of value they turn out to have",
        arguments: [
            ("size(dyn(seen('text')))", 1), ("dyn(seen('text')).size()", 1), ("size(dyn(seen(4)))", 1),
            ("dyn(seen(4)).startsWith('m')", 1), ("dyn(seen(4)).endsWith('m')", 1), ("dyn(seen(4)).matches('^m')", 1),
            ("dyn(seen(4)).matches('m+n')", 1), ("dyn(seen(4)) in ['m', 'n']", 1), ("dyn(seen('m')) in [1, 2]", 1),
            ("has(r.f) && r.f == 1 && dyn(seen(4))", 1), ("!has(r.f) || r.f == 2 || dyn(seen(4))", 1),
            ("dyn(seen(4)) == 4", 1), ("dyn(seen(4)) < 'm'", 1), ("has(r.f) ? r.f : dyn(seen(4))", 0),
            ("dyn(seen([1])).all(x, x == 1)", 1), ("dyn(seen(4)).exists(x, x == 1)", 1),
            ("r.list.all(x, dyn(seen(x)))", 3), ("r.list.exists(x, dyn(seen(x)))", 3),
            ("r.list.all(x, x > 0 && dyn(seen(x)))", 3), ("r.list.exists(x, x < 0 || dyn(seen(x)))", 3),
            ("r.list.all(x, r.list.all(y, dyn(seen(x))))", 9),
        ])
    func calls(_ expression: String, _ expected: Int) throws {
        for options in [CompilationOptions(), .plain] {
            let counter = Counter()
            let seen = Function("seen", isPure: false) {
                [
                    .global(
                        "seen_dyn", [.dyn], .dyn,
                        .unary {
                            counter.calls += 1
                            return $1
                        })
                ]
            }
            var environment = Environment(
                Declarations(
                    variables: [.init("r", .dyn)],
                    libraries: [.standard, .optional, Library(name: "test", functions: [seen])]))
            environment.options = options
            let document = try JSONParser.parse(
                SourceText(name: "x", text: Self.document), symbols: SymbolTable(extending: environment.symbols))
            let activation = Activation(environment)
            activation.bind("r", try #require(document.root))
            _ = try environment.compile(expression).evaluate(in: activation)
            #expect(counter.calls == expected, "\(options == .plain ? "plain" : "optimised")")
        }
    }

    @Test("calls and loops inside each other take steps in proportion to their number")
    func nesting() throws {
        let calls = (0..<60).reduce("r.f") { inner, _ in "size(dyn(string(\(inner))))" }
        let loops = (0..<12).reduce("dyn(r.f)") { inner, level in "r.one.all(x\(level), \(inner))" }
        let tests = (0..<60).reduce("dyn(r.f)") { inner, _ in "(has(r.f) && r.f == 1 && \(inner))" }
        for (expression, limit) in [(calls, 1_000), (loops, 1_000), (tests, 1_000)] {
            let sample = try Sample(#"{"f": 1, "one": [1]}"#, stepBudget: 100_000)
            let program = try sample.environment.compile(expression)
            _ = program.evaluate(in: sample.activation)
            let steps = 100_000 - sample.activation.frame.pointee.steps
            #expect(steps < limit, "\(expression.prefix(40)): \(steps) steps")
        }
    }
}
