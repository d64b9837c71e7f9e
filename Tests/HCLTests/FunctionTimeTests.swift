import Documents
import Foundation
import HCL
import Testing

/// Configurations come from strangers: what a function is given is paid for with steps, about 50 ns each, so that all of them
/// end within about a second.
@Suite("A function takes no more time than it is charged for", .serialized)
struct FunctionTimeTests {
    /// A scope without names, where patterns and files are none.
    private final class Nothing: EvaluationScope, FunctionHost {
        var host: any FunctionHost { self }

        func value(
            of root: Symbol, _ steps: ReferenceNames, in evaluator: borrowing Evaluator
        ) throws(EvaluationFailure) -> (Value, consumed: Int) { throw EvaluationFailure("there are no names") }

        func file(_ path: String) throws(EvaluationFailure) -> SourceText { SourceText(name: path, text: path) }
        func fileExists(_ path: String) -> Bool? { nil }
        func entries(in folder: String) -> [FolderEntry]? { [] }
        func yaml(_ text: String) throws(EvaluationFailure) -> Value? { nil }
        func matches(
            of pattern: String, in text: String, isFirstOnly: Bool
        ) throws(EvaluationFailure) -> [PatternMatch]? { nil }
    }

    /// Arguments, by the names that expressions have for them.
    private struct Arguments {
        let symbols = SymbolTable()
        private var names: [(Symbol, Value)] = []

        /// - Parameter size: the bytes of each, about.
        init(size: Int) throws {
            let numbers = "[" + (0..<size / 16).map { "\"\($0)\"" }.joined(separator: ",") + "]"
            let members = (0..<size / 24).map { "\"a\($0)\":\"\($0)\"" }
            let texts = [
                "t": "name\n" + String(repeating: "abc def\n", count: size / 8),
                "a": String(repeating: "a", count: size),
                "d": String(repeating: "9", count: size), "e": String(repeating: "é\u{301}", count: size / 4),
                "c": String(repeating: "%s", count: size / 2), "n": numbers, "b": String(repeating: "[", count: size),
            ]
            let values = ["l": numbers, "m": "{" + members.joined(separator: ",") + "}"]
            names = texts.map { (symbols.intern($0), .string($1)) }
            for (name, json) in values { names.append((symbols.intern(name), try Value(json: json))) }
        }

        /// The steps and the time of one evaluation.
        func cost(of expression: String) throws -> (steps: Int, time: Duration) {
            let view = try HCLParser.parseExpression(SourceText(name: "x", text: expression), symbols: symbols)
            let budget = EvaluationBudget()
            let scope = Nothing()
            var evaluator = Evaluator(tree: view.tree, scope: scope, budget: budget, names: names)
            let start = ContinuousClock.now
            _ = try? evaluator.evaluate(view.id)
            return (20_000_000 - max(budget.steps, 0), ContinuousClock.now - start)
        }
    }

    private static let patterns = ["?", "?, ?", "1, ?", "?, \"a\", \"b\"", "\"a\", ?", "?, 0, 1", "?, 10", "\"\", ?"]

    /// What is looked at by hand, with arguments of a megabyte and in a release: PROVISO_FUNCTION_BYTES.
    private static let size =
        ProcessInfo.processInfo.environment["PROVISO_FUNCTION_BYTES"].flatMap { Int($0) } ?? 1 << 14

    @Test("whatever it is given", arguments: FunctionTable.names)
    func time(name: String) throws {
        let given = try Arguments(size: Self.size)
        // What steps take here, built for tests and beside others.
        let plain = try given.cost(of: "[for a in range(1000) : [for b in range(5) : \"x${a}\"]]")
        let step = plain.time / plain.steps
        for value in ["t", "a", "d", "e", "c", "n", "b", "l", "m"] {
            for pattern in Self.patterns {
                let expression = "\(name)(\(pattern.replacing("?", with: value)))"
                let cost = try given.cost(of: expression)
                // What is charged for little takes little.
                let bound = step * (40_000 + 20 * cost.steps)
                #expect(
                    cost.time < bound, "\(expression): \(cost.steps) steps in \(cost.time), of \(step) each elsewhere")
            }
        }
    }
}
