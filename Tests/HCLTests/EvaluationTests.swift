import Documents
import HCL
import Testing

@Suite("Expressions have the values that Terraform gives them")
struct EvaluationTests {
    /// A scope without names.
    private final class Nothing: EvaluationScope, FunctionHost {
        var host: any FunctionHost { self }

        func value(
            of root: Symbol, _ steps: ReferenceNames, in evaluator: borrowing Evaluator
        ) throws(EvaluationFailure) -> (Value, consumed: Int) { throw EvaluationFailure("there are no names") }

        func file(_ path: String) throws(EvaluationFailure) -> SourceText {
            throw EvaluationFailure("there are no files")
        }

        func fileExists(_ path: String) -> Bool? { nil }

        func entries(in folder: String) -> [FolderEntry]? { nil }

        func yaml(_ text: String) throws(EvaluationFailure) -> Value? { nil }

        func matches(
            of pattern: String, in text: String, isFirstOnly: Bool
        ) throws(EvaluationFailure) -> [PatternMatch]? { nil }
    }

    private static func evaluate(_ text: String, steps: Int = 20_000_000) throws -> Value {
        let view = try HCLParser.parseExpression(SourceText(name: "x", text: text), symbols: SymbolTable())
        let scope = Nothing()
        var evaluator = Evaluator(tree: view.tree, scope: scope, budget: EvaluationBudget(steps: steps))
        return try evaluator.evaluate(view.id)
    }

    private static let cases = TerraformValues.all + TerraformEdgeCases.known

    @Test("what Terraform computes and Proviso does not is unknown", arguments: TerraformEdgeCases.open)
    func open(expression: String) throws {
        #expect(try Self.evaluate("jsonencode(\(expression))").unknown != nil)
        // Neither is it taken for a mistake.
        #expect(try Self.evaluate("try(jsonencode(\(expression)), \"none\")").unknown != nil)
        #expect(try Self.evaluate("can(jsonencode(\(expression)))").unknown != nil)
    }

    @Test("a value is that of Terraform", arguments: cases.indices)
    func terraform(_ index: Int) throws {
        let (expression, json) = Self.cases[index]
        let value = try? Self.evaluate("jsonencode(\(expression))")
        guard let json else {
            #expect(value == nil, "\(expression)")
            return
        }
        guard case .string(let text)? = value?.form else {
            Issue.record("\(expression) has no value")
            return
        }
        #expect(text == json, "\(expression)")
    }

    @Test(
        "what cannot be is explained at its place",
        arguments: [
            ("[1][^3]", "the index 3 lies outside of the list, which has 1 elements"),
            ("{aa=1}^.ab", "there is no attribute `ab`: did you mean `aa`?"),
            ("^uper(\"a\")", "there is no function `uper`: did you mean `upper`?"),
            ("^upper()", "`upper` has 0 arguments: expected 1"),
            ("^upper([])", "argument 1 is of the type tuple: expected a text"),
            ("1 + ^\"a\"", "a value of the type string: expected a number"),
            ("\"x${^[]}\"", "a value of the type tuple cannot be part of a text"),
            ("{for x in [1,1] : x => x}", "two items have the key `1`: `...` behind the value gathers them"),
            ("[for x in 5 : x]", "a value of the type number: expected a list, a set or a map to go through"),
            ("^x", "there are no names"), ("^tonumber(\"a\")", "a value of the type string cannot become a number"),
        ])
    func mistakes(_ marked: String, _ message: String) throws {
        let text = marked.filter { $0 != "^" }
        do {
            _ = try Self.evaluate(text)
            Issue.record("\(text) has a value")
        } catch let failure as EvaluationFailure {
            #expect(failure.message == message)
            #expect(failure.place != nil)
        }
    }

    /// Functions of a text `t` of 64 KB and of a list `l` and a map `m` of 5000 texts, with the steps that each must cost at least: about 50 ns each.
    private static let costs = [
        ("sha512(t)", 32_000), ("sha256(t)", 64_000), ("sha1(t)", 16_000), ("md5(t)", 16_000),
        ("base64encode(t)", 16_000), ("base64decode(base64encode(t))", 32_000), ("jsonencode(t)", 16_000),
        ("jsondecode(jsonencode([t]))", 32_000), ("csvdecode(t)", 64_000), ("urlencode(t)", 16_000),
        ("upper(t)", 100_000),
        ("lower(t)", 100_000), ("title(t)", 100_000), ("strrev(t)", 64_000), ("substr(t, 1, 2)", 16_000),
        ("split(\" \", t)", 8_000), ("split(\"\", t)", 100_000), ("format(t)", 32_000), ("format(\"%s\", t)", 8_000),
        ("formatlist(\"%s\", [t])", 8_000), ("join(\"\", [t, t])", 4_000), ("length(t)", 4_000),
        ("textencodebase64(t, \"UTF-16LE\")", 32_000), ("yamlencode(t)", 32_000), ("templatestring(t, {})", 8_000),
        ("regex(\"x\", t)", 32_000), ("replace(t, \"x\", \"y\")", 16_000), ("toset([t, t])", 32_000),
        ("basename(t)", 32_000), ("cidrhost(t, 1)", 32_000), ("tonumber(t)", 1_000), ("t == t", 1_000),
        ("uuidv5(\"dns\", t)", 32_000), ("yamldecode(t)", 32_000), ("trim(t, \"x\")", 32_000),
        ("trim(\"x\", t)", 100_000), ("coalesce(l)", 32_000), ("coalesce(m, m)", 64_000),
        ("replace(t, \"b\", \"x\")", 16_000), ("true ? l : l", 32_000), ("true ? m : {}", 32_000),
    ]

    @Test("a function spends steps by the length of what it reads", arguments: costs)
    func cost(expression: String, least: Int) throws {
        let symbols = SymbolTable()
        let view = try HCLParser.parseExpression(SourceText(name: "x", text: expression), symbols: symbols)
        let scope = Nothing()
        let budget = EvaluationBudget()
        var evaluator = Evaluator(
            tree: view.tree, scope: scope, budget: budget, names: try Self.names(symbols))
        _ = try? evaluator.evaluate(view.id)
        #expect(20_000_000 - budget.steps >= least)
    }

    private static func names(_ symbols: SymbolTable) throws -> [(Symbol, Value)] {
        let text = "name\n" + String(repeating: "abc def\n", count: 8192)
        let list = try Value(json: "[" + (0..<5_000).map { "\"\($0)\"" }.joined(separator: ",") + "]")
        let map = try Value(json: "{" + (0..<5_000).map { "\"a\($0)\":\"\($0)\"" }.joined(separator: ",") + "}")
        return [(symbols.intern("t"), .string(text)), (symbols.intern("l"), list), (symbols.intern("m"), map)]
    }

    /// Functions that pass values on, or look at their first bytes.
    private static let constant: Set<String> = [
        "ephemeralasnull", "issensitive", "nonsensitive", "sensitive", "tobool", "tostring",
    ]

    @Test("every function of the table spends steps by the length of what it is given", arguments: FunctionTable.names)
    func spending(name: String) throws {
        let symbols = SymbolTable()
        let names = try Self.names(symbols)
        var most = 0
        for value in ["t", "l", "m"] {
            for arguments in [value, "\(value), 1", "\(value), \(value)", "1, \(value)", "\(value), \"a\", \"b\""] {
                let source = SourceText(name: "x", text: "\(name)(\(arguments))")
                let view = try HCLParser.parseExpression(source, symbols: symbols)
                let scope = Nothing()
                let budget = EvaluationBudget()
                var evaluator = Evaluator(tree: view.tree, scope: scope, budget: budget, names: names)
                _ = try? evaluator.evaluate(view.id)
                most = max(most, 20_000_000 - budget.steps)
            }
        }
        #expect(most >= 1_000 || Self.constant.contains(name))
    }

    @Test("evaluation is bounded")
    func limits() throws {
        let deep = "[for a in range(1000) : [for b in range(1000) : [for c in range(1000) : a]]]"
        #expect(throws: EvaluationFailure.self) { try Self.evaluate(deep, steps: 1_000_000) }
        #expect(throws: EvaluationFailure.self) { try Self.evaluate("format(\"%1000000000s\", \"x\")") }
        #expect(throws: EvaluationFailure.self) { try Self.evaluate("range(5000)") }
        #expect(try Self.evaluate("setproduct(range(1000), range(1000))").unknown != nil)
    }

    @Test("a number that is not the same in binary is not computed with as if it were")
    func numbers() throws {
        #expect(try Self.evaluate("0.1 + 0.2 == 0.3").unknown != nil)
        #expect(Sample.text(try Self.evaluate("0.1 + 0.2 > 0.29")) == "true")
        #expect(Sample.text(try Self.evaluate("0.5 + 0.25 == 0.75")) == "true")
        #expect(Sample.text(try Self.evaluate("12345678901234567890 * 10")) == "123456789012345678900")
        #expect(Sample.text(try Self.evaluate("1 / 3 > 0.3")) == "true")
        #expect(Sample.text(try Self.evaluate("\"x${1 / 3}\"")) == "? a quotient without end has no exact text")
        #expect(try Self.evaluate("99999999999999999999 * 99999999999999999999").unknown != nil)
    }
}
