import CEL
import Documents
import Testing

@Suite("steps of evaluations")
struct StepTests {
    private static let size = 10_000

    /// A list, a mapping and two equal texts, all long.
    private static let document: String = {
        let numbers = (0..<size).map(String.init).joined(separator: ",")
        let members = (0..<size).map { "\"k\($0)\": \($0)" }.joined(separator: ",")
        let text = String(repeating: "x", count: 64 * size)
        return
            #"{"list": [\#(numbers)], "map": {\#(members)}, "text": "\#(text)", "copy": "\#(text)", "re": "[a-z]{900}"}"#
    }()

    private func steps(_ expression: String, _ options: CompilationOptions) throws -> Int {
        let sample = try Sample(Self.document, options: options)
        let program = try sample.environment.compile(expression)
        _ = program.evaluate(in: sample.activation)
        return Frame.defaultSteps - sample.activation.frame.pointee.steps
    }

    @Test(
        "looking at long data takes steps, however the program is compiled",
        arguments: [
            ("r.list[9999] == 1", 600), ("r.list.map(x, x)[9999] == 1", 20_600), ("r.map.k9999 == 1", 600),
            ("has(r.map.k9999)", 600), ("has(r.map.k9999) && r.map.k9999 == 1", 600), ("r.map['k9999'] == 1", 600),
            ("r.map.k9999 in [1, 2]", 600), ("(has(r.map.k9999) ? r.map.k9999 : 1) == 1", 600),
            ("r.map == r.map", 1_000_000), ("r.text == r.copy", 10_000), ("r.text != r.copy", 10_000),
            ("r.text < r.copy", 10_000), ("r.text in [r.copy]", 10_000), ("r.text + r.copy == ''", 20_000),
            ("r.text.startsWith(r.copy)", 10_000), ("r.text.endsWith(r.copy)", 10_000),
            ("r.text.contains('y')", 10_000), ("size(r.text) == 1", 10_000), ("r.text.matches('^x*$')", 10_000),
            ("r.text.matches('y')", 10_000), ("r.text.matches('y+z')", 10_000), ("timestamp(r.text) == null", 10_000),
            ("'x'.matches(r.re)", 900), ("r.list.map(x, optional.of(x)).size() == 1", 40_000),
            ("r.list.indexOf(0) == 1", 10_000), ("r.list.map(x, x).slice(0, 1) == []", 20_600),
            ("r.list.map(x, r.text).isSorted()", 100_000_000 / 10),
        ])
    func data(_ expression: String, _ least: Int) throws {
        for options in [CompilationOptions(), .plain] {
            let steps = try steps(expression, options)
            #expect(steps >= least, "\(steps) steps when \(options == .plain ? "plain" : "optimised")")
        }
    }

    @Test("a turn of a loop takes steps for what its body holds")
    func bodies() throws {
        let terms = Array(repeating: "i < 0 || i >= 0", count: 2_000).joined(separator: " && ")
        for options in [CompilationOptions(), .plain] {
            #expect(try steps("lists.range(100).all(i, \(terms))", options) > 10_000)
            #expect(try steps("r.list.all(i, !(\(terms)))", options) > 100)
            #expect(try steps("r.list.all(i, i >= 0)", options) <= Self.size + 10)
        }
    }

    @Test("a value of every call is worth a step")
    func calls() throws {
        let chain = (0..<100).reduce("1") { inner, _ in "dyn(\(inner))" }
        #expect(try steps("\(chain) == 1", .plain) >= 100)
    }

    @Test("keys that are made to share a place of the table take steps for being told apart")
    func collidingKeys() throws {
        let sample = try Sample("{}", stepBudget: 100_000_000)
        let frame = sample.activation.frame
        let keys = (0..<1_000_000).lazy.filter { frame.hash(.int($0)) & 511 == 0 }.prefix(200).map { String($0) }
        sample.activation.reset()
        let list = keys.joined(separator: ", ")
        let program = try sample.environment.compile("[\(list)].transformMapEntry(i, v, {v: i}).size()")
        #expect(program.value(in: sample.activation) == .int(200))
        sample.activation.reset()
        _ = program.evaluate(in: sample.activation)
        #expect(100_000_000 - frame.pointee.steps > 200 * 199 / 2)
    }

    @Test("texts do not grow without limit by being joined")
    func joinedTexts() throws {
        for kind in ["", "b"] {
            var expression = "x"
            for _ in 0..<20 { expression = "cel.bind(x, x + x, \(expression))" }
            let sample = try Sample("{}")
            #expect(
                try sample.code("cel.bind(x, \(kind)'\(String(repeating: "0", count: 1_000))', \(expression)).size()")
                    == .invalidArgument)
        }
    }

    @Test("constants of one program are computed within one budget")
    func folding() throws {
        final class Counter: @unchecked Sendable {
            var calls = 0
        }
        let counter = Counter()
        let costly = Function("costly") {
            [
                .global(
                    "costly_int", [.int], .int,
                    .unary {
                        counter.calls += 1
                        $0.charge(60_000)
                        return $1
                    })
            ]
        }
        let environment = Environment(
            Declarations(libraries: [.standard, Library(name: "test", functions: [costly])]))
        let sum = (0..<50).map { "costly(\($0))" }.joined(separator: " + ")
        let program = try environment.compile(sum)
        #expect(counter.calls <= 2)
        #expect(program.value(in: Activation(environment)) == .int(49 * 50 / 2))
    }

    @Test("asking for values again and again needs no reset")
    func rounds() throws {
        let sample = try Sample(#"{"list": [1, 2, 3]}"#, stepBudget: 1_000)
        let program = try sample.environment.compile("r.list.map(x, x + 1).size()")
        for _ in 0..<1_000 { #expect(program.value(in: sample.activation) == .int(3)) }
    }

    @Test("lazy variables inside each other may use many variables of their own")
    func nestedLocals() throws {
        let names = (0..<40).map { "v\($0)" }
        let environment = Environment(
            Declarations(variables: names.map { .init($0, .dyn) }, libraries: [.standard]))
        let activation = Activation(environment)
        activation.bind("v0", .int(1))
        for index in 1..<40 {
            let source = "[1].map(a, [a].map(b, [b].map(c, [c].map(d, v\(index - 1) + d)[0])[0])[0])[0]"
            activation.bind("v\(index)", lazily: try environment.compile(source))
        }
        let program = try environment.compile("[1, 2].all(x, v39 == 40 && x > 0)")
        #expect(program.value(in: activation) == .bool(true))
        #expect(program.explain(in: activation).value == .bool(true))
    }

    @Test("explaining takes time in proportion to the steps", .timeLimit(.minutes(1)))
    func explaining() throws {
        var expression = "v60 == 0"
        for level in (1...60).reversed() {
            expression = "cel.bind(v\(level), v\(level - 1) - v\(level - 1), \(expression))"
        }
        let sample = try Sample("{}")
        let program = try sample.environment.compile("cel.bind(v0, 1, \(expression))")
        #expect(program.explain(in: sample.activation).value == .bool(true))
    }

    @Test("a time zone that does not exist takes steps for being looked for")
    func unknownTimeZones() throws {
        let sample = try Sample(#"{"zone": "No/Such", "known": "Europe/Berlin"}"#)
        func steps(_ source: String) throws -> Int {
            _ = try sample.environment.compile(source).evaluate(in: sample.activation)
            defer { sample.activation.reset() }
            return Frame.defaultSteps - sample.steps
        }
        #expect(try steps("timestamp(0).getHours(r.zone) == 1") > 1_000)
        #expect(try steps("timestamp(0).getHours(r.known) == 1") < 1_000)
    }

    @Test("a separator that is not needed does not count as part of the text")
    func joinedLength() throws {
        let environment = Environment(
            Declarations(variables: [.init("long", .string)], libraries: [.standard, .strings]))
        let activation = Activation(environment)
        activation.bind("long", .string(String(repeating: "x", count: 17 << 20)))
        #expect(try environment.compile("['a'].join(long)").value(in: activation) == .string("a"))
        guard case .error = try environment.compile("['a', 'b'].join(long)").value(in: activation) else {
            Issue.record("no error")
            return
        }
    }

    @Test("errors of lazy variables do not pile up either")
    func passedErrors() throws {
        let count = 3_000
        let environment = Environment(
            Declarations(variables: (0..<count).map { .init("v\($0)", .dyn) }, libraries: [.standard]))
        let activation = Activation(environment)
        let fault = try environment.compile("1 / 0")
        for index in 0..<count { activation.bind("v\(index)", lazily: fault) }
        let any = (0..<count).map { "v\($0) == 1" }.joined(separator: " || ")
        _ = try environment.compile(any).evaluate(in: activation)
        #expect(activation.frame.pointee.keptMessages <= 1_000)
    }
}
