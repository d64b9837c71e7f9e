import CEL
import Documents

/// Prints what evaluating and compiling expressions costs, in nanoseconds: the least of several runs.
///
/// `cel-bench NAME ROUNDS` evaluates one case so many times and prints nothing, for profilers that count instructions.
/// `cel-bench --cases` prints the cases as JSON, one to a line, for other implementations; `--plain` the times of evaluating
/// and compiling with tabs between them. `--references` prints how much an evaluation retains, releases and allocates, and
/// fails unless that is nothing.
@main
struct CELBench {
    static func main() throws {
        if CommandLine.arguments.contains("--cases") {
            for benchmark in Case.all { print(try benchmark.json()) }
            return
        }
        if CommandLine.arguments.contains("--plain") { return try printPlain() }
        let only = CommandLine.arguments.dropFirst().first
        let environment = Environment(
            Declarations(variables: [.init("r", .dyn)], libraries: [.standard, .optional, .strings]))
        if only == "--references" { return try ReferenceCounts.check(environment) }
        if let only, let rounds = CommandLine.arguments.dropFirst(2).first.flatMap({ Int($0) }) {
            return try profile(only, rounds: rounds, environment)
        }
        if only == nil { try printScopes() }
        var plain = environment
        plain.options = .plain
        print("expression      evaluate ns   plain ns   compile ns")
        // Names are interned before documents are read, as rules are before templates.
        for benchmark in Case.all { _ = try environment.compile(benchmark.expression) }
        for benchmark in Case.all where only == nil || only == benchmark.name {
            let root = try root(of: benchmark, environment)
            let optimised = try evaluation(benchmark, environment, root)
            let unoptimised = try evaluation(benchmark, plain, root)
            let compilation = try measure(rounds: 2_000) { _ = try environment.compile(benchmark.expression) }
            print(
                row([
                    (benchmark.name, 14), (tenths(optimised), 13), (tenths(unoptimised), 11), (tenths(compilation), 13),
                ]))
        }
    }

    /// What a scope costs that a rule has for itself.
    private static func printScopes() throws {
        let libraries: [Library] = [.standard, .optional, .strings, .math, .lists, .sets, .encoders, .regex, .network]
        let variables: [Declarations.Variable] = [.init("resource", .dyn), .init("params.limit", .int)]
        let base = Environment(Declarations(variables: variables, libraries: libraries))
        let whole = try measure(rounds: 2_000) {
            _ = Environment(Declarations(variables: variables, libraries: libraries), symbols: base.symbols)
        }
        let added = try measure(rounds: 2_000) { _ = base.adding([.init("variables.x", .dyn)]) }
        print("environment from nothing \(tenths(whole)) ns, with a variable more \(tenths(added)) ns")
    }

    private static func printPlain() throws {
        let environment = Environment(
            Declarations(variables: [.init("r", .dyn)], libraries: [.standard, .optional, .strings]))
        for benchmark in Case.all { _ = try environment.compile(benchmark.expression) }
        for benchmark in Case.all {
            let time = try evaluation(benchmark, environment, try root(of: benchmark, environment))
            let compilation = try measure(rounds: 2_000) { _ = try environment.compile(benchmark.expression) }
            print(benchmark.name, tenths(time), tenths(compilation), separator: "\t")
        }
    }

    private static func evaluation(_ benchmark: Case, _ environment: Environment, _ root: NodeView) throws -> Double {
        let program = try environment.compile(benchmark.expression)
        let activation = Activation(environment)
        activation.bind("r", root)
        guard program.value(in: activation) == .bool(true) else { throw Failure(name: benchmark.name) }
        let frame = activation.frame
        return try measure(rounds: 1_000_000) {
            guard program.evaluate(frame).isTrue else { throw Failure(name: benchmark.name) }
            frame.reset()
        }
    }

    static func root(of benchmark: Case, _ environment: Environment) throws -> NodeView {
        let document = try JSONParser.parse(
            SourceText(name: benchmark.name, text: benchmark.resource),
            symbols: SymbolTable(extending: environment.symbols))
        guard let root = document.root else { throw Failure(name: benchmark.name) }
        return root
    }

    private static func profile(_ name: String, rounds: Int, _ environment: Environment) throws {
        for benchmark in Case.all where benchmark.name == name {
            let program = try environment.compile(benchmark.expression)
            let activation = Activation(environment)
            activation.bind("r", try root(of: benchmark, environment))
            let frame = activation.frame
            for _ in 0..<rounds {
                guard program.evaluate(frame).isTrue else { throw Failure(name: name) }
                frame.reset()
            }
        }
    }

    struct Failure: Error { var name: String }

    /// Nanoseconds of one call of `body`.
    private static func measure(rounds: Int, _ body: () throws -> Void) throws -> Double {
        let clock = ContinuousClock()
        var best = Double.infinity
        for _ in 0..<10 {
            let time = try clock.measure {
                for _ in 0..<rounds / 10 { try body() }
            }
            best = min(best, Double(time.components.attoseconds) / 1e9 / Double(rounds / 10))
        }
        return best
    }

    private static func tenths(_ value: Double) -> String { "\((value * 10).rounded() / 10)" }

    private static func row(_ cells: [(text: String, width: Int)]) -> String {
        cells.map { cell in
            let padding = String(repeating: " ", count: max(0, cell.width - cell.text.utf8.count))
            return cell.width == 14 ? cell.text + padding : padding + cell.text
        }.joined()
    }
}
