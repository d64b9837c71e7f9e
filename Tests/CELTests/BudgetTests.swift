import Documents
import Testing

@testable import CEL

@Suite("limits of evaluation")
struct BudgetTests {
    @Test(
        "an expression that takes too many steps ends in an error, whatever it would absorb",
        arguments: [
            "r.all(a, r.all(b, r.all(c, r.all(d, true))))",
            "true || false ? r.map(a, r.map(b, r.map(c, a + b + c))).size() > 0 : false",
            "r.exists(a, r.exists(b, r.exists(c, r.exists(d, false)))) || r.size() == 100",
            "cel.bind(a, r + r, cel.bind(b, a + a, cel.bind(c, b + b, cel.bind(d, c + c, d.all(x, d.all(y, true))))))",
        ])
    func stepBudget(_ expression: String) throws {
        let numbers = (0..<100).map(String.init).joined(separator: ",")
        for options in [CompilationOptions(), .plain] {
            let sample = try Sample("[\(numbers)]", stepBudget: 100_000, options: options)
            #expect(try sample.code(expression) == .stepBudget)
            #expect(try sample.value("r.size()") == .int(100), "the next round has its own budget")
        }
    }

    @Test("doubling a text over and over ends in an error, not in memory running out")
    func memory() throws {
        var expression = "x"
        for _ in 0..<60 { expression = "cel.bind(x, x + x, \(expression))" }
        let sample = try Sample(#"{"s": "0123456789"}"#, stepBudget: 1_000_000)
        #expect(try sample.code("cel.bind(x, r.s, \(expression)).size()") == .stepBudget)
    }

    @Test("what is thrown away because it is too long takes steps", .timeLimit(.minutes(1)))
    func thrownAway() throws {
        let text = String(repeating: "x", count: 1_500_000)
        let sample = try Sample(#"{"s": "\#(text)"}"#)
        let format = "'%s%s%s%s%s%s%s%s%s%s%s%s'.format([r.s, r.s, r.s, r.s, r.s, r.s, r.s, r.s, r.s, r.s, r.s, r.s])"
        #expect(try sample.code("lists.range(2000).exists(i, \(format) == 'a')") == .stepBudget)
    }

    @Test("errors that a loop absorbs do not pile up")
    func absorbedErrors() throws {
        let sample = try Sample(#"{"s": "no number"}"#)
        let program = try sample.environment.compile("lists.range(100000).exists(i, int(r.s) == i)")
        _ = program.evaluate(in: sample.activation)
        #expect(sample.activation.frame.pointee.keptMessages == 1_000)
        sample.activation.reset()
        #expect(sample.activation.frame.pointee.keptMessages == 0)
    }

    @Test("the same evaluation takes the same number of steps")
    func determinism() throws {
        let sample = try Sample(#"{"list": [1, 2, 3, 4, 5]}"#)
        let program = try sample.environment.compile("r.list.map(x, x * 2).filter(x, x > 4).size() == 3")
        var left: Set<Int> = []
        for _ in 0..<3 {
            _ = program.evaluate(in: sample.activation)
            left.insert(sample.activation.frame.pointee.steps)
            sample.activation.reset()
        }
        #expect(left.count == 1)
        #expect(left.first ?? 0 < Frame.defaultSteps)
    }

    @Test("a value whose parts are shared many times over is compared and copied within the budget")
    func sharedParts() throws {
        var expression = "x == y"
        for _ in 0..<40 { expression = "cel.bind(x, [x, x], cel.bind(y, [y, y], \(expression)))" }
        let sample = try Sample(#"{"s": 1}"#, stepBudget: 100_000)
        #expect(try sample.code("cel.bind(x, [r.s], cel.bind(y, [r.s], \(expression)))") == .stepBudget)
    }

    @Test("a long text in many places is copied within the budget")
    func sharedText() throws {
        let text = String(repeating: "x", count: 100_000)
        let sample = try Sample(#"{"s": "\#(text)"}"#, stepBudget: 100_000)
        #expect(try sample.value("[r.s, r.s]") == .list([.string(text), .string(text)]))
        #expect(try sample.code("lists.range(1000).map(i, r.s)") == .stepBudget)

        let program = try sample.environment.compile("lists.range(1000).all(i, r.s != 'y') && r.s == 'z'")
        let explanation = program.explain(in: sample.activation)
        #expect(explanation.value == .bool(false))
        #expect(explanation.leaves.first?.value == .string(text))
        let copied = explanation.steps.count { $0.value == .string(text) }
        #expect(copied < 20, "\(copied) copies")
    }

    @Test("long chains of && do not recurse deeply")
    func longChains() throws {
        let chain = Array(repeating: "r.a == 1", count: 5_000).joined(separator: " && ")
        #expect(try Sample(#"{"a": 1}"#).value(chain) == .bool(true))
        #expect(try Sample(#"{"a": 2}"#).value(chain) == .bool(false))
    }

    @Test("memory that one large evaluation needed is given back")
    func memoryGivenBack() throws {
        let sample = try Sample("{}")
        _ = try sample.environment.compile("lists.range(1000000).map(i, i + 1).map(i, [i]).size()")
            .evaluate(in: sample.activation)
        #expect(sample.activation.frame.pointee.arena.size > 30 << 20)
        sample.activation.reset()
        #expect(sample.activation.frame.pointee.arena.size <= 4 << 20)
        #expect(try sample.value("lists.range(100000).map(i, i + 1).size()") == .int(100_000))
    }
}
