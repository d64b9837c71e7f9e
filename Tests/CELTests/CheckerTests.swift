import CEL
import Testing

@Suite("types of expressions")
struct CheckerTests {
    @Test(
        "the type follows from the parts",
        arguments: [
            ("1", "int"), ("[1]", "list(int)"), ("[]", "list(dyn)"), ("[1, 'a']", "list(dyn)"),
            ("[1, dyn('a')]", "list(dyn)"),
            ("{'a': 1}", "map(string, int)"), ("{}", "map(dyn, dyn)"), ("{'a': 1, 2: 'b'}", "map(dyn, dyn)"),
            ("[[], [1]]", "list(list(int))"), ("[{}, {'a': 1}]", "list(map(string, int))"),
            ("[null, maybe]", "list(wrapper(int))"),
            ("[maybe, 1]", "list(wrapper(int))"), ("[at, null]", "list(timestamp)"),
            ("number + 1", "int"), ("any + 1", "int"), ("any + any", "dyn"), ("text + 'a'", "string"),
            ("[1] + [2]", "list(int)"),
            ("[] + [2]", "list(int)"), ("at - at", "duration"), ("at - duration('1s')", "timestamp"),
            ("-ratio", "double"),
            ("number < 2.5", "bool"), ("number == 2 && !(text == 'a')", "bool"), ("true ? 1 : 2", "int"),
            ("true ? 1 : dyn('a')", "dyn"),
            ("true ? [] : [1]", "list(int)"), ("true ? null : maybe", "wrapper(int)"), ("maybe + 1", "int"),
            ("maybe == null", "bool"),
            ("names[0]", "string"), ("ages['x']", "int"), ("ages.x", "int"), ("any.x.y[0]", "dyn"), ("any['x']", "dyn"),
            ("names[?0]", "optional_type(string)"),
            ("ages.?x", "optional_type(int)"), ("ages[?'x'].orValue(0)", "int"), ("opt.orValue('')", "string"),
            ("opt.hasValue()", "bool"),
            ("r.?Config.Size", "optional_type(int)"), ("r.?Config.?Size.orValue(3)", "int"),
            ("r.?Config.orValue({}).Mode", "string"),
            ("optional.none()", "optional_type(dyn)"), ("optional.of(1)", "optional_type(int)"),
            ("[?opt, 'a']", "list(string)"),
            ("{?'a': opt}", "map(string, string)"), ("opt.optMap(x, x.size())", "optional_type(int)"),
            ("opt.optFlatMap(x, optional.of(x.size()))", "optional_type(int)"),
            ("names.all(n, n == 'a')", "bool"), ("names.map(n, n.size())", "list(int)"),
            ("names.map(n, n != '', n.size())", "list(int)"),
            ("names.filter(n, n == '')", "list(string)"), ("ages.exists(k, k == 'a')", "bool"),
            ("ages.filter(k, true)", "list(string)"),
            ("ages.exists(k, v, k == 'a' && v == 1)", "bool"), ("names.exists(i, n, i == 0 && n == 'a')", "bool"),
            ("ages.transformList(k, v, v > 1, k)", "list(string)"),
            ("ages.transformMap(k, v, string(v))", "map(string, string)"),
            ("names.transformMap(i, n, n)", "map(int, string)"),
            ("ages.transformMapEntry(k, v, {v: k})", "map(int, string)"),
            ("names.sortBy(n, n.size())", "list(string)"), ("any.map(x, x)", "list(dyn)"), ("any.all(x, x.y)", "bool"),
            ("cel.bind(x, names, x[0])", "string"), ("([].map(x, x))[0].foo", "dyn"),
            ("[].exists(x, x == 1 || x == 2)", "bool"),
            ("type(1)", "type(int)"), ("type(1) == string", "bool"), ("int", "type(int)"),
            ("type(any) == google.protobuf.Timestamp", "bool"),
            ("params.limit + 1", "int"), ("params.owner.name", "string"), ("params.owner.name.size()", "int"),
            ("r.Open.whatever.deeper", "dyn"), ("'Key' in r.Tags[0]", "bool"), ("r.Tags.map(t, t.Key)", "list(string)"),
            ("size(r.Tags)", "int"),
            ("r", "Notebook"), ("r.Tags", "list(Tag)"), ("size(text) + text.size()", "int"),
        ])
    func type(_ source: String, _ type: String) throws {
        #expect(try checked(source).resultType.description == type)
    }

    @Test("an int literal beside a double becomes one in the tree")
    func adaptedLiterals() throws {
        for source in [
            "ratio == 1", "1 == ratio", "ratio + 1 < 2.0", "ratio * -1 > 0.5", "ratio in [1, 2.5]", "ratio in [1, 2]",
            "3 in ratios",
            "(true ? 1 : ratio) == 2", "(true ? ratio : 1) == 2", "r.Ratio != 0",
        ] {
            let expression = try checked(source)
            for (node, type) in zip(expression.tree.expressions, expression.types) {
                if case .literal(.int) = node { #expect(source == "ratio in [1, 2.5]", "an int is left in \(source)") }
                if case .literal(.double) = node { #expect(type == .double) }
            }
        }
        #expect(throws: CompilationError.self) { try checked("ratio == 9007199254740993") }
        #expect(throws: CompilationError.self) { try checked("ratio == number") }
        let kept = try checked("ratio <= 1")
        #expect(kept.tree.expressions.contains(.literal(.int(1))), "comparison across kinds needs no adaptation")
    }

    @Test(
        "lists that cannot be compared are an error, whatever of them may be adapted",
        arguments: ["[] < [1.5]", "[1.0] - [1.5]", "[1] < [1.5]", "[1, 2.5] < ratios", "ratios < []"])
    func adaptedLists(source: String) {
        #expect(throws: CompilationError.self) { try checked(source) }
    }

    @Test("a call keeps every overload that its arguments fit")
    func overloads() throws {
        func overloads(_ source: String) throws -> [String] {
            let expression = try checked(source)
            guard
                case .call(let function, let overloads, _) = expression.resolution(of: expression.tree.root)
            else { return [] }
            let group = SampleSchema.declarations.function(function)
            return overloads.compactMap { group.overload($0) }.map {
                ($0.isMember ? "." : "") + "(" + $0.parameters.map(\.description).joined(separator: ", ") + ")"
            }
        }
        #expect(try overloads("number + 1") == ["(int, int)"])
        #expect(try overloads("size(text)") == ["(string)"])
        #expect(try overloads("text.size()") == [".(string)"])
        #expect(try overloads("any + 1").contains("(int, int)"))
        #expect(try overloads("any + 1").count == 1)
        #expect(try overloads("any.size()").count == 4)
        #expect(try overloads("optional.of(1)") == ["(T)"])
    }

    @Test("variables of macros have slots of their own")
    func slots() throws {
        let expression = try checked("cel.bind(x, names.map(n, n), names.exists(i, n, n in x && x.all(x, x != '')))")
        #expect(expression.localCount == 5)
        var binds: Set<Int> = []
        for resolution in expression.resolutions {
            if case .binds(let first) = resolution { binds.insert(first) }
        }
        #expect(binds == [0, 1, 2, 4])
    }
}
