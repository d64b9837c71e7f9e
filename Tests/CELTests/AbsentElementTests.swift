import CEL
import Documents
import Testing

/// What may be absent makes uncertain how many elements there are, and whether it decides anything.
@Suite("elements that may be absent")
struct AbsentElementTests {
    private static let json = """
        {"open": ["?maybe", "a"], "one": ["?maybe"], "gone": ["?absent", "a"], "plain": ["a"], "two": ["a", "b"],
         "map": {"k": "?maybe", "a": 1}, "lone": {"k": "?maybe"}, "known": {"a": 1}, "many": ["?maybe", "a", "b", "c"]}
        """

    private func outcome(_ expression: String) throws -> String {
        var outcomes: Set<String> = []
        for options in [CompilationOptions(), .plain] {
            let sample = try Sample(Self.json, options: options, isPartial: true)
            let program = try sample.environment.compile(expression)
            for value in [program.value(in: sample.activation), program.explain(in: sample.activation).value] {
                switch value {
                case .bool(let value): outcomes.insert("\(value)")
                case .unknown: outcomes.insert("unknown")
                case .error(let error): outcomes.insert(error.message)
                case let other: outcomes.insert("\(other)")
                }
            }
        }
        return outcomes.sorted().joined(separator: " and ")
    }

    @Test(
        "lists are neither equal nor different while it is open how many elements they have",
        arguments: [
            ("r.open == ['a']", "unknown"), ("['a'] == r.open", "unknown"), ("r.open == ['x', 'a']", "unknown"),
            ("r.open == []", "false"), ("r.open == ['a', 'b', 'c']", "false"), ("r.one == []", "unknown"),
            ("r.open == r.open", "unknown"), ("r.gone == ['a']", "true"), ("r.open != ['a']", "unknown"),
            ("r.many == ['a']", "false"), ("[r.open] == [['a']]", "unknown"), ("r.open in [['a']]", "unknown"),
            ("[r.open, [1]] == [['a'], [2]]", "false"),
        ])
    func listEquality(_ expression: String, _ expected: String) throws {
        #expect(try outcome(expression) == expected)
    }

    @Test(
        "maps are neither equal nor different while it is open which members they have",
        arguments: [
            ("r.map == {'a': 1}", "unknown"), ("{'a': 1} == r.map", "unknown"), ("r.map == {'a': 2}", "false"),
            ("{'a': 2} == r.map", "false"), ("r.map == {'a': 1, 'k': 2}", "unknown"), ("r.map == {}", "false"),
            ("r.lone == {}", "unknown"), ("{} == r.lone", "unknown"), ("r.map == {'b': 1}", "false"),
            ("r.map == {'a': 1, 'k': 1, 'z': 1}", "false"), ("{'a': 1, 'z': 1} == r.map", "false"),
        ])
    func mapEquality(_ expression: String, _ expected: String) throws {
        #expect(try outcome(expression) == expected)
    }

    @Test(
        "the size of what was made of it is open, too",
        arguments: [
            ("size(r.open) == 2", "unknown"), ("size(r.open + ['b']) == 3", "unknown"),
            ("size(r.open.filter(x, true)) == 2", "unknown"), ("size(r.open.map(x, 1)) == 2", "unknown"),
            ("size(r.open.transformList(i, x, 1)) == 2", "unknown"), ("r.open.map(x, 1) == [1]", "unknown"),
            ("size(r.map.transformMap(k, v, 1)) == 2", "unknown"), ("r.map.map(k, 1).size() == 2", "unknown"),
            ("size(r.map.filter(k, true)) == 2", "unknown"), ("(r.open + ['b'])[1] == 'b'", "unknown"),
            ("(['b'] + r.open)[0] == 'b'", "true"), ("size(r.gone + ['b']) == 2", "true"),
            ("size(r.gone.map(x, 1)) == 1", "true"), ("size([r.open]) == 1", "true"),
            ("r.map.transformMap(k, v, 1).k == 1", "unknown"), ("has(r.map.transformMap(k, v, 1).k)", "unknown"),
            ("r.map.transformMap(k, v, 1).a == 1", "true"), ("size(r.open.transformMap(i, x, 1)) == 2", "unknown"),
            ("r.open.transformMapEntry(i, x, {'z': 1}).size() == 1", "unknown"),
            ("r.many.transformMapEntry(i, x, {1: 1}) == {}", "unknown"),
            ("r.open.sortBy(x, 1).size() == 2", "unknown"), ("r.open.map(x, [x == 'a']).size() == 2", "unknown"),
        ])
    func derived(_ expression: String, _ expected: String) throws {
        #expect(try outcome(expression) == expected)
    }

    @Test(
        "an element that may be absent does not decide a quantifier alone",
        arguments: [
            ("r.one.exists(x, true)", "unknown"), ("r.one.all(x, false)", "unknown"), ("r.one.all(x, true)", "true"),
            ("r.one.exists(x, false)", "false"), ("r.open.exists(x, true)", "true"), ("r.open.all(x, false)", "false"),
            ("r.one.exists_one(x, true)", "unknown"), ("r.open.exists_one(x, true)", "unknown"),
            ("r.many.exists_one(x, true)", "false"), ("r.one.exists_one(x, false)", "false"),
            ("r.one.exists(i, x, true)", "unknown"), ("r.one.all(i, x, false)", "unknown"),
            ("r.lone.exists(k, true)", "unknown"), ("r.lone.exists(k, k == 'k')", "unknown"),
            ("r.lone.all(k, v, false)", "unknown"), ("r.map.exists(k, k == 'a')", "true"),
            ("r.map.exists(k, k == 'k')", "unknown"), ("r.one.exists(x, r.plain.size() == 1)", "unknown"),
            ("(r.one + []).exists(x, true)", "unknown"), ("r.one.exists(x, 1 / 0 == 1)", "unknown"),
        ])
    func quantifiers(_ expression: String, _ expected: String) throws {
        #expect(try outcome(expression) == expected)
    }

    @Test("a key that is not known cannot be inserted")
    func unknownKeys() throws {
        #expect(try outcome("r.many.transformMap(i, x, 1) == {0: 1}") == "unknown")
        #expect(try outcome("r.many.transformMap(i, x, i > 0, 1).size() == 3") == "unknown")
    }
}

/// In a mapping that repeats a key the last value counts, as everywhere.
@Suite("mappings that repeat keys")
struct RepeatedKeyTests {
    @Test(
        "all but the last entry of a key are as if they were not there",
        arguments: [
            "r.m.k == 2", "r.m.size() == 2", "size(r.m) == 2", "r.m == {'k': 2, 'o': 3}", "{'k': 2, 'o': 3} == r.m",
            "r.m.map(k, k) == ['o', 'k']", "r.m.exists_one(k, k == 'k')", "!r.m.exists(k, v, v == 1)",
            "r.m.transformList(k, v, v) == [3, 2]", "r.m.transformMap(k, v, v) == {'k': 2, 'o': 3}",
            "r.m.transformMapEntry(k, v, {k: v}) == r.m", "r.m == r.m", "r.m.filter(k, true).size() == 2",
            "r.m.all(k, v, v > 1)", "r.nested == {'a': {'b': 1}}", "{'k': r.m} == {'k': {'o': 3, 'k': 2}}",
        ])
    func lastWins(_ expression: String) throws {
        let json = """
            {"m": {"k": 1, "o": 3, "k": 2}, "nested": {"a": {"b": 2, "b": 3}, "a": {"b": 0, "b": 1}}}
            """
        for options in [CompilationOptions(), .plain] {
            let sample = try Sample(json, options: options)
            let program = try sample.environment.compile(expression)
            #expect(program.value(in: sample.activation) == .bool(true))
            #expect(program.explain(in: sample.activation).value == .bool(true))
        }
    }

    @Test("the value of such a mapping has each key once")
    func copies() throws {
        let sample = try Sample(#"{"m": {"k": 1, "o": 3, "k": 2}}"#)
        #expect(try sample.value("r.m") == .map([.init(.string("o"), .int(3)), .init(.string("k"), .int(2))]))
    }

    @Test("telling repeated keys apart takes steps")
    func steps() throws {
        let members = (0..<20_000).map { "\"k\($0)\": 1" }.joined(separator: ",")
        let sample = try Sample(#"{"m": {\#(members), "k0": 2}}"#, stepBudget: 1_000_000)
        #expect(try sample.code("r.m.size() == 20000") == .stepBudget)
    }

    @Test("nothing is told apart any more when the steps are used up", .timeLimit(.minutes(1)))
    func usedUp() throws {
        let members = (0..<60_000).map { "\"k\($0)\": 1" }.joined(separator: ",")
        let sample = try Sample(#"{"m": {\#(members), "k0": 2}}"#, stepBudget: 100_000)
        for expression in ["r.m.size() == 1", "r.m.exists(k, k == 'x')", "r.m == {'a': 1}", "r.m.map(k, k) == []"] {
            #expect(try sample.code(expression) == .stepBudget)
        }
    }
}
