import CEL
import Documents
import Testing

@Suite("evaluation")
struct EvaluationTests {
    static let json = """
        {"s": "text", "esc": "a\\nb", "i": 7, "neg": -12, "big": 9223372036854775807, "huge": 9223372036854775808,
         "d": 2.5, "e": 1e3, "t": true, "f": false, "n": null, "list": [1, 2, 3], "mixed": [1, "a", null],
         "map": {"a": 1, "b": {"c": "deep"}}, "": "empty key", "empty": [], "twice": 1, "twice": 2}
        """

    @Test(
        "values of a document are what the source says",
        arguments: [
            ("r.s", Value.string("text")), ("r.esc", .string("a\nb")), ("r.i", .int(7)), ("r.neg", .int(-12)),
            ("r.big", .int(.max)), ("r.huge", .double(9_223_372_036_854_775_808)), ("r.d", .double(2.5)),
            ("r.e", .double(1000)), ("r.t", .bool(true)), ("r.f", .bool(false)), ("r.n", .null),
            ("r.list", .list([.int(1), .int(2), .int(3)])), ("r.list[1]", .int(2)), ("r['map'].b.c", .string("deep")),
            ("r['']", .string("empty key")), ("size(r.map)", .int(2)), ("r.list.size()", .int(3)),
            ("r.empty.size()", .int(0)), ("r.twice", .int(2)),
            ("r.map.map(k, k)", .list([.string("a"), .string("b")])),
            ("r.map.exists(k, v, k == 'a' && v == 1)", .bool(true)), ("r.mixed[2] == null", .bool(true)),
            ("r.list == [1, 2.0, 3u]", .bool(true)), ("r.map == {'b': {'c': 'deep'}, 'a': 1.0}", .bool(true)),
            ("r.list + [4]", .list([.int(1), .int(2), .int(3), .int(4)])), ("'s' in r", .bool(true)),
            ("'nope' in r", .bool(false)), ("2 in r.list", .bool(true)), ("2.0 in r.list", .bool(true)),
            ("r.s + '!'", .string("text!")), ("type(r.map) == map", .bool(true)),
            ("r.list.filter(x, x > 1).map(x, x * 2)", .list([.int(4), .int(6)])),
            ("r.?nope.b.c.orValue('x')", .string("x")), ("r.?map.b.c.orValue('x')", .string("deep")),
            ("r.list[?7].hasValue()", .bool(false)), ("cel.bind(x, r.i, x + x)", .int(14)),
        ])
    func documents(_ expression: String, _ expected: Value) throws {
        #expect(try Sample(Self.json).value(expression) == expected)
        #expect(try Sample(Self.json, options: .plain).value(expression) == expected)
    }

    @Test(
        "an evaluation without a value says why",
        arguments: [
            ("r.nope", ErrorCode.noSuchKey), ("r.i.x", .noSuchOverload), ("r.nope.x", .noSuchKey),
            ("r.list[3]", .indexOutOfRange), ("r.list[-1]", .indexOutOfRange), ("r.list['a']", .noSuchOverload),
            ("1 / (r.i - 7)", .divisionByZero), ("r.big + 1", .overflow), ("r.s + 1", .noSuchOverload),
            ("r.s < 1", .noSuchOverload), ("has(r.nope.x)", .noSuchKey), ("r.i.all(x, true)", .noSuchOverload),
            ("r.s.matches(r.s + '(')", .invalidPattern), ("{r.s: 1, 'text': 2}", .duplicateKey),
            ("optional.none().value()", .emptyOptional), ("!r.i", .noSuchOverload), ("r.i ? 1 : 2", .noSuchOverload),
            ("-(r.neg - r.big)", .overflow), ("int(r.s)", .invalidConversion),
        ])
    func errors(_ expression: String, _ expected: ErrorCode) throws {
        #expect(try Sample(Self.json).code(expression) == expected)
        #expect(try Sample(Self.json, options: .plain).code(expression) == expected)
    }

    @Test("an error names its place in the source and what is missing")
    func errorPlaces() throws {
        let source = "r.i > 3 && r.map.nope == 2"
        guard case .error(let error) = try Sample(Self.json).value(source) else {
            Issue.record("no error")
            return
        }
        let range = try #require(error.range)
        #expect(String(decoding: Array(source.utf8)[range], as: UTF8.self) == "r.map.nope")
        #expect(error.message == "no such key: `nope`")
    }

    @Test(
        "an error says what was asked of which value",
        arguments: [
            ("int(r.s)", "`text` is not an int: expected decimal digits of a number of 64 bits"),
            ("double(r.s)", "`text` is not a double: expected a decimal number"),
            ("bool(r.s)", "`text` is not a bool: expected `true` or `false`"),
            ("r.s + 1", "`+` does not take values of these types"),
            ("r.i.startsWith('a')", "`startsWith` does not take values of these types"),
            ("r.i.x", "the value has no fields: found `.x`"), ("has(r.i.x)", "the value has no fields: found `.x`"),
        ])
    func errorMessages(_ expression: String, _ message: String) throws {
        guard case .error(let error) = try Sample(Self.json).value(expression) else {
            Issue.record("no error")
            return
        }
        #expect(error.message == message)
    }

    @Test("a document whose keys are numbered otherwise is copied when it is bound")
    func foreignSymbols() throws {
        let environment = Environment(Declarations(variables: [.init("a", .dyn)]))
        let program = try environment.compile("a.b > 3 && a.list[1] == 'y'")
        let activation = Activation(environment)
        let document = try JSONParser.parse(
            SourceText(name: "x", text: #"{"list": ["x", "y"], "b": 4}"#), symbols: SymbolTable())
        #expect(activation.bind("a", try #require(document.root)))
        #expect(program.value(in: activation) == .bool(true))
        #expect(!activation.bind("unheard", .null))
    }

    @Test("fields that only a sealed symbol table lacks are found by their text")
    func sealedSymbols() throws {
        let sample = try Sample(#"{"late": {"later": 5}}"#)
        #expect(try sample.value("r.late.later == 5 && has(r.late.later) && !has(r.late.never)") == .bool(true))
    }

    @Test("a program may be bound as a variable that is computed once, when it is first read")
    func lazyVariables() throws {
        let environment = Environment(
            Declarations(variables: [.init("n", .int), .init("variables.double", .int), .init("variables.bad", .int)]))
        let activation = Activation(environment)
        activation.bind("n", .int(21))
        activation.bind("variables.double", lazily: try environment.compile("n * 2"))
        activation.bind("variables.bad", lazily: try environment.compile("n / 0"))
        let sum = try environment.compile("variables.double + variables.double")
        #expect(sum.value(resuming: activation) == .int(84))
        activation.bind("n", .int(1))
        #expect(sum.value(resuming: activation) == .int(84), "within one round the value stays")
        activation.reset()
        #expect(sum.value(in: activation) == .int(4))
        let failing = try environment.compile("1 + variables.bad")
        guard case .error(let error) = failing.value(in: activation) else {
            Issue.record("no error")
            return
        }
        #expect(error.code == .divisionByZero)
        #expect(error.variable == "variables.bad")
        #expect(error.range == 0..<5)
    }

    @Test("a value that is kept counts for all rounds until its variable is bound again, and is explained all the same")
    func keptValues() throws {
        let environment = Environment(
            Declarations(variables: [
                .init("n", .int), .init("variables.words", .list(.string)), .init("variables.bad", .int),
            ]))
        let activation = Activation(environment)
        activation.bind("n", .int(1))
        activation.bind("variables.words", lazily: try environment.compile("['a' + string(n), 'b']"))
        activation.bind("variables.bad", lazily: try environment.compile("1 / (n - n)"))
        let slot = try #require(environment.slot(of: "variables.words"))
        #expect(!activation.keepValue(of: slot), "it has come to nothing yet")
        let first = try environment.compile("variables.words[0]")
        #expect(first.value(resuming: activation) == .string("a1"))
        #expect(activation.keepValue(of: slot))
        activation.reset()
        activation.bind("n", .int(2))
        for _ in 0..<2 { #expect(first.value(in: activation) == .string("a1")) }
        #expect(first.explain(in: activation).value == .string("a2"), "an explanation computes everything again")
        activation.reset()
        #expect(first.value(in: activation) == .string("a1"))
        activation.bind("variables.words", lazily: try environment.compile("['c']"))
        #expect(first.value(in: activation) == .string("c"))

        let bad = try #require(environment.slot(of: "variables.bad"))
        _ = try environment.compile("variables.bad").value(resuming: activation)
        #expect(!activation.keepValue(of: bad), "an error belongs to its round")
        activation.removeAll()
        guard case .error = first.value(in: activation) else {
            Issue.record("everything that was bound should be gone")
            return
        }
    }

    @Test("a variable that depends on itself, or has no value, is an error")
    func cyclicVariables() throws {
        let environment = Environment(Declarations(variables: [.init("a", .int), .init("b", .int)]))
        let activation = Activation(environment)
        activation.bind("a", lazily: try environment.compile("b + 1"))
        guard case .error(let unbound) = try environment.compile("a").value(in: activation) else {
            Issue.record("no error")
            return
        }
        #expect(unbound.code == .unboundVariable)
        activation.reset()
        activation.bind("b", lazily: try environment.compile("a + 1"))
        guard case .error(let cyclic) = try environment.compile("a").value(in: activation) else {
            Issue.record("no error")
            return
        }
        #expect(cyclic.code == .cyclicVariable)
    }

    @Test("null members count as missing when the environment says so")
    func nullIsAbsent() throws {
        let json = #"{"n": null, "m": {"n": null, "x": 1}, "list": [null]}"#
        let absent = try Sample(json, nullIsAbsent: true)
        let present = try Sample(json)
        for (expression, whenAbsent, whenPresent) in [
            ("has(r.n)", false, true), ("has(r.m.n)", false, true), ("r.?n.hasValue()", false, true),
            ("has(r.m.x)", true, true), ("r.list[0] == null", true, true), ("'n' in r.m", false, true),
            ("r.m[?'n'].hasValue()", false, true), ("(has(r.n) ? r.n : 'other') == 'other'", true, false),
        ] {
            #expect(try absent.value(expression) == .bool(whenAbsent), "\(expression)")
            #expect(try present.value(expression) == .bool(whenPresent), "\(expression)")
        }
        #expect(try absent.code("r.n == null") == .noSuchKey)
        #expect(try present.value("r.n == null") == .bool(true))
    }
}
