import CEL
import Testing

@Suite("what names stand for")
struct CheckerNameTests {
    typealias Resolution = CheckedExpression.Resolution

    private func resolution(
        _ source: String, container: String = "", _ variables: [String], mode: CheckedExpression.Mode = .types
    ) throws -> Resolution {
        let declarations = Declarations(
            variables: variables.map { .init($0, .dyn) }, container: container, libraries: [.standard])
        let expression = try CheckedExpression(
            checking: ExpressionTree(parsing: source), against: declarations, mode: mode)
        return expression.resolution(of: expression.tree.root)
    }

    @Test(
        "the longest dotted name wins, the innermost container first",
        arguments: [
            ("a.b.c", "", ["a", "a.b", "a.b.c"], 2), ("a.b", "", ["a.b.c", "a.b"], 1), ("y", "x", ["y", "x.y"], 1),
            ("y", "x.z", ["y", "x.y", "x.z.y"], 2), (".y", "x", ["x.y", "y"], 1),
            ("y.z", "com.example", ["y.z", "com.example.y.z"], 1),
            ("y.z", "com.example", ["y", "com.y.z"], 1), (".a.b", "", ["a.b", "a"], 0),
            ("example.y", "com.example", ["com.example.y"], 0),
        ])
    func variables(_ source: String, _ container: String, _ names: [String], _ index: Int) throws {
        for mode in [CheckedExpression.Mode.types, .namesOnly] {
            #expect(try resolution(source, container: container, names, mode: mode) == .variable(index))
        }
    }

    @Test("a part of a name that is shorter is selected from")
    func prefix() throws {
        let declarations = Declarations(variables: [.init("a.b", .map(.string, .int))])
        let expression = try CheckedExpression(
            checking: ExpressionTree(parsing: "a.b.c"), against: declarations)
        #expect(expression.resolutions == [.partOfName, .variable(0), .none])
        #expect(expression.resultType == .int)
    }

    @Test("variables of macros hide all others, unless the name is rooted")
    func shadowing() throws {
        for (source, expected) in [
            ("[1].exists(y, y == 1)", Resolution.local(0)), ("[1].exists(y, .y == 1)", .variable(0)),
            ("[{'z': 1}].exists(y, y.z == 1)", .none), ("[{'z': 1}].exists(y, .y.z == 1)", .variable(1)),
        ] {
            let declarations = Declarations(variables: [.init("y", .int), .init("y.z", .int)])
            let expression = try CheckedExpression(
                checking: ExpressionTree(parsing: source), against: declarations)
            guard case .comprehension(let loop) = expression.tree[expression.tree.root],
                case .call(_, let operands) = expression.tree[loop.body]
            else {
                Issue.record("\(source) is not an exists over a comparison")
                continue
            }
            #expect(expression.resolution(of: operands[0]) == expected)
        }
    }

    @Test("types are values")
    func types() throws {
        #expect(try resolution("int", []) == .typeName(.int))
        #expect(try resolution("google.protobuf.Duration", []) == .typeName(.duration))
        #expect(try resolution("int", ["int"]) == .variable(0))
    }

    @Test("a function of a namespace is told from a method")
    func namespaces() throws {
        let library = Library(
            name: "test",
            functions: [
                Function("ns.f") { [.global("ns_f", [.int], .int, .intrinsic)] },
                Function("deep.er.f") { [.global("deep_er_f", [], .int, .intrinsic)] },
                Function("f") { [.member("f", [.dyn, .int], .string, .intrinsic)] },
            ])
        func type(_ source: String, _ variables: [String] = [], container: String = "") throws -> CELType {
            let declarations = Declarations(
                variables: variables.map { .init($0, .dyn) }, container: container, libraries: [.standard, library])
            return try CheckedExpression(checking: ExpressionTree(parsing: source), against: declarations).resultType
        }
        #expect(try type("ns.f(1)") == .int)
        #expect(try type("deep.er.f()") == .int)
        #expect(try type("er.f()", container: "deep") == .int)
        #expect(try type("f(1)", container: "ns") == .int)
        #expect(try type("ns.f(1)", ["ns"]) == .string)
        #expect(try type("[1].map(ns, ns.f(1))") == .list(.string))
        #expect(try type("'x'.f(1)") == .string)
    }

    @Test("without checking, what is unknown is left to the evaluation")
    func unchecked() throws {
        #expect(try resolution("x", [], mode: .namesOnly) == .unresolved)
        #expect(try resolution("nothing(17)", [], mode: .namesOnly) == .unresolved)
        #expect(try resolution("a.const()", ["a"], mode: .namesOnly) == .unresolved)
        guard case .call(_, let overloads, isNamespaced: false) = try resolution("'a' < 1", [], mode: .namesOnly) else {
            Issue.record("an operator is resolved by its shape")
            return
        }
        #expect(overloads.count > 8)
        for source in ["'a' ? 1 : 2", "!0", "true || 32", "[1, 'a']", "-false", "x.y.z", "1.map(a, a)", "{null: 1}"] {
            #expect(throws: Never.self) {
                try CheckedExpression(
                    checking: ExpressionTree(parsing: source), against: Declarations(), mode: .namesOnly)
            }
        }
    }
}
