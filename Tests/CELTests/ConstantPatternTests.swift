import CEL
import Testing

@Suite("patterns that an expression spells out")
struct ConstantPatternTests {
    private func environment(_ options: CompilationOptions = CompilationOptions()) -> Environment {
        var environment = Environment(
            Declarations(
                variables: [.init("s", .string), .init("p", .string)], libraries: [.standard, .optional, .regex]))
        environment.options = options
        return environment
    }

    @Test(
        "one that cannot be used is refused before any evaluation, with its place",
        arguments: [
            ("s.matches(«'('»)", "missing )"), ("matches(s, «'[z-a]'»)", "invalid character class range"),
            ("s.find(«'a**'»)", "bad repetition"), ("s.findAll(«'('»).size() > 0", "missing )"),
            ("s.findAll(«'('», 2).size() > 0", "missing )"), ("regex.replace(s, «')'», 'x') == ''", "unexpected )"),
            ("regex.replace(s, «')'», 'x', 1) == ''", "unexpected )"),
            ("regex.extract(s, «'('»).hasValue()", "missing )"),
            ("regex.extract(s, «'(a)(b)'»).hasValue()", "several groups"),
            ("regex.extractAll(s, «'(a)(b)'») == []", "several groups"), ("'a'.matches(«'('»)", "missing )"),
            ("s != '' || s.matches(«'(' + '['»)", "missing"),
        ])
    func refused(_ marked: String, _ reason: String) throws {
        let source = marked.filter { $0 != "«" && $0 != "»" }
        let start = try #require(marked.utf8.firstIndex(of: 0xC2))
        let offset = marked.utf8.distance(from: marked.utf8.startIndex, to: start)
        for options in [CompilationOptions(), .plain] where options != .plain || !marked.contains("+") {
            let error = #expect(throws: CompilationError.self) { try environment(options).compile(source) }
            let issue = try #require(error?.issues.first)
            #expect(error?.issues.count == 1)
            #expect(issue.message.contains(reason), "\(issue.message)")
            #expect(issue.range.lowerBound == offset)
        }
    }

    @Test("one that is only known during evaluation is an error of the evaluation")
    func late() throws {
        let environment = environment()
        let activation = Activation(environment)
        activation.bind("s", .string("abc"))
        activation.bind("p", .string("("))
        for source in ["s.matches(p)", "s.find(p) == ''", "regex.extract(s, p).hasValue()"] {
            guard case .error(let error) = try environment.compile(source).value(in: activation) else {
                Issue.record("\(source) has a value")
                continue
            }
            #expect(error.code == .invalidPattern)
        }
    }

    @Test(
        "one that was compiled before gives what one gives that is compiled during evaluation",
        arguments: [
            ("s.find(p)", "[a-c]+", Value.string("abc")), ("s.findAll(p)", "[a-z]", nil),
            ("s.findAll(p, 2).size()", "[a-z]", .int(2)), ("regex.replace(s, p, '<\\\\0>')", "b", nil),
            ("regex.replace(s, p, '-', 1)", "[a-z]", nil), ("regex.extract(s, p)", "a(.)c", nil),
            ("regex.extractAll(s, p)", "[bc]", nil), ("s.matches(p)", "b+c", .bool(true)),
        ])
    func same(_ source: String, _ pattern: String, _ expected: Value?) throws {
        var values: [Value] = []
        for options in [CompilationOptions(), .plain] {
            let environment = environment(options)
            let activation = Activation(environment)
            activation.bind("s", .string("abc abc"))
            activation.bind("p", .string(pattern))
            let spelledOut = source.split(separator: "p)", omittingEmptySubsequences: false)
                .joined(separator: "'\(pattern)')").split(separator: "p,", omittingEmptySubsequences: false)
                .joined(separator: "'\(pattern)',")
            for text in [source, spelledOut] {
                let program = try environment.compile(text)
                values.append(program.value(in: activation))
                values.append(program.explain(in: activation).value)
            }
        }
        for value in values { #expect(value == expected ?? values[0]) }
        if case .error(let error) = values[0] { Issue.record("\(error.message)") }
    }

    @Test("it takes no steps to look one up that is compiled before")
    func steps() throws {
        let environment = environment()
        let activation = Activation(environment)
        activation.bind("s", .string("abc"))
        activation.bind("p", .string("(ab|cd|ef)+x?[a-z0-9]{3}"))
        func steps(_ source: String) throws -> Int {
            _ = try environment.compile(source).evaluate(in: activation)
            defer { activation.reset() }
            return Frame.defaultSteps - activation.frame.pointee.steps
        }
        #expect(try steps("s.find('(ab|cd|ef)+x?[a-z0-9]{3}') == ''") < 10)
        #expect(try steps("s.find(p) == ''") > 100)
    }

    @Test(
        "replacing and finding pieces of a text takes steps for the pieces, not for the text at each",
        arguments: ["[a-z]", "a", "(?:ab?)", "a+?", "[a-z]{1,3}"])
    func manyMatches(_ pattern: String) throws {
        let environment = environment()
        let activation = Activation(environment)
        activation.bind("s", .string(String(repeating: "a", count: 20_000)))
        for source in ["regex.replace(s, '\(pattern)', 'x').size()", "s.findAll('\(pattern)').size()"] {
            guard case .int(let count) = try environment.compile(source).value(in: activation) else {
                Issue.record("\(source) has no value")
                continue
            }
            #expect(count > 6_000)
        }
    }

    @Test(
        "pieces of any length take steps for the pieces, too",
        arguments: ["[a-z]+", "[a-z]*", "[a-z]+,?", ",+", "[a-z]+? *", "(?:[a-z]+)", "[^.]*[.]", "[a-z]{2,}"])
    func longMatches(_ pattern: String) throws {
        let environment = environment()
        let activation = Activation(environment)
        activation.bind("s", .string(String(repeating: "abcd, ", count: 50_000)))
        for source in ["regex.replace(s, '\(pattern)', 'x').size()", "s.findAll('\(pattern)').size()"] {
            guard case .int = try environment.compile(source).value(in: activation) else {
                Issue.record("\(source) has no value")
                continue
            }
        }
    }

    @Test("a pattern that looks far beyond each match is stopped by the budget", .timeLimit(.minutes(1)))
    func farLooks() throws {
        let environment = environment()
        let activation = Activation(environment)
        activation.bind("s", .string(String(repeating: "a", count: 1_000_000)))
        let clock = ContinuousClock()
        for pattern in ["a(.*z)?", "a(.{0,900}z)?", "a|(?s:.*)z", "(a.*?z|a)", "a(?:.*z){0,1}", "(?:a[^z]*z)*?a"] {
            let start = clock.now
            guard
                case .error(let error) = try environment.compile("s.findAll('\(pattern)').size()").value(in: activation)
            else {
                Issue.record("\(pattern) has a value")
                continue
            }
            #expect(error.code == .stepBudget)
            #expect(clock.now - start < .seconds(10))
        }
    }
}
