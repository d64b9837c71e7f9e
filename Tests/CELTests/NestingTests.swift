import CEL
import Documents
import Testing

@Suite("nesting")
struct NestingTests {
    /// `v0` in as many brackets as the parser reads is the value of `v1`, and so on.
    private static func chain(
        _ count: Int, isDynamic: Bool = true, isForced: Bool = false, _ mark: String = "||", in end: String
    ) -> String {
        var expression = end
        for level in (1...count).reversed() {
            let test = isForced ? "v\(level) == null \(mark) " : ""
            let opening = String(repeating: "[", count: 235 - (isForced ? 2 : 1) * level)
            let closing = String(repeating: "]", count: 235 - (isForced ? 2 : 1) * level)
            let value = "\(isDynamic ? "dyn" : "")(\(opening)v\(level - 1)\(closing))"
            expression = "cel.bind(v\(level), \(value), \(test)\(expression))"
        }
        return "cel.bind(v0, \(isDynamic ? "dyn(0)" : "0"), \(expression))"
    }

    private func program(_ source: String, _ options: CompilationOptions = CompilationOptions()) throws -> Program {
        var environment = Environment(Declarations(libraries: [.standard, .optional, .strings, .lists]))
        environment.options = options
        return try environment.compile(source)
    }

    private func isTooDeep(_ value: Value) -> Bool {
        if case .error(let error) = value { return error.code == .nesting }
        return false
    }

    @Test("variables whose values are computed late inside each other are too deep, not a crash")
    func lateValues() throws {
        let source = Self.chain(225, in: "v225 == 1")
        for options in [CompilationOptions(), .plain] {
            let program = try program(source, options)
            let activation = Activation(slotCount: 0)
            #expect(isTooDeep(program.value(in: activation)))
            #expect(isTooDeep(program.explain(in: activation).value))
        }
    }

    @Test("the loops of late values inside each other count, too")
    func lateLoops() throws {
        var expression = "v40 == 1"
        for level in (1...40).reversed() {
            var loops = "[v\(level - 1)]"
            for _ in 0..<(230 - level) { loops = "[1].map(i,\(loops))" }
            expression = "cel.bind(v\(level), dyn(\(loops)), \(expression))"
        }
        for options in [CompilationOptions(), .plain] {
            let program = try program("cel.bind(v0, dyn(1), \(expression))", options)
            let activation = Activation(slotCount: 0)
            #expect(isTooDeep(program.value(in: activation)))
            #expect(isTooDeep(program.explain(in: activation).value))
        }
    }

    @Test("lazy variables that are deep themselves are too deep inside each other, not a crash")
    func lazyVariables() throws {
        let count = 60
        let environment = Environment(
            Declarations(variables: (0...count).map { .init("v\($0)", .dyn) }, libraries: [.standard]))
        let activation = Activation(environment)
        activation.bind("v0", .int(1))
        for level in 1...count {
            let opening = String(repeating: "[", count: 240)
            let closing = String(repeating: "]", count: 240)
            activation.bind("v\(level)", lazily: try environment.compile("\(opening)v\(level - 1)\(closing)"))
        }
        let program = try environment.compile("v\(count) == 1")
        #expect(isTooDeep(program.value(in: activation)))
        #expect(isTooDeep(program.explain(in: activation).value))
    }

    @Test(
        "values inside each other may be made to any depth, and are too deep for what would have to walk them",
        arguments: [
            "v110 == v110", "[v110] == [v109]", "v110 in [v109, v108]", "{'a': v110} == {'a': v109}",
            "optional.of(v110) == optional.of(v109)",
        ])
    func deepValues(_ end: String) throws {
        let source = Self.chain(110, isForced: true, in: end)
        for options in [CompilationOptions(), .plain] {
            let program = try program(source, options)
            let activation = Activation(slotCount: 0, stepBudget: 2_000_000)
            #expect(isTooDeep(program.value(in: activation)))
            #expect(isTooDeep(program.explain(in: activation).value))
        }
    }

    @Test(
        "a deep value that is neither compared nor copied does no harm",
        arguments: [
            "v110.size() == 1", "[v110, v109].size() == 2", "dyn(v110)[0][0][0].size() == 1",
            "(lists.range(17).map(i, v110) + [v110]).distinct().size() > 0",
        ])
    func unwalkedValues(_ end: String) throws {
        let program = try program(Self.chain(110, isForced: true, in: end))
        let value = program.value(in: Activation(slotCount: 0, stepBudget: 2_000_000))
        #expect(value == .bool(true) || isTooDeep(value))
    }

    @Test("a deep value as a result is an error")
    func deepResults() throws {
        let forced = try program(Self.chain(110, isForced: true, "? v0 :", in: "v110"))
        #expect(isTooDeep(forced.value(in: Activation(slotCount: 0))))
        let environment = Environment(
            Declarations(variables: (0...20).map { .init("v\($0)", .dyn) }, libraries: [.standard]))
        let activation = Activation(environment, stepBudget: 100_000_000)
        activation.bind("v0", .int(1))
        for level in 1...20 {
            let opening = String(repeating: "[", count: 240)
            let closing = String(repeating: "]", count: 240)
            activation.bind("v\(level)", lazily: try environment.compile("\(opening)v\(level - 1)\(closing)"))
        }
        // Read one after the other, so that none is computed inside another.
        let all = (1...20).map { "v\($0).size() == 1" }.joined(separator: " && ")
        #expect(isTooDeep(try environment.compile("\(all) ? v20 : v0").value(in: activation)))
        #expect(try environment.compile("v1").value(in: activation) != .int(1))
    }

    @Test("expressions as deep as the parser reads them have a value", arguments: [CompilationOptions(), .plain])
    func deepExpressions(_ options: CompilationOptions) throws {
        let opening = String(repeating: "[", count: 240)
        let closing = String(repeating: "]", count: 240)
        let deep = "\(opening)1\(closing)"
        let program = try program("\(deep) == \(deep)", options)
        #expect(program.value(in: Activation(slotCount: 0)) == .bool(true))
        #expect(program.explain(in: Activation(slotCount: 0)).value == .bool(true))
        var loops = "i0 == 1"
        for level in (1...120).reversed() { loops = "[i\(level - 1)].all(i\(level), \(loops))" }
        let nested = try self.program("[1].all(i0, \(loops))", options)
        #expect(nested.value(in: Activation(slotCount: 0)) == .bool(true))
        #expect(nested.explain(in: Activation(slotCount: 0)).value == .bool(true))
    }

    // MARK: Types

    @Test("types that grow inside each other are checked in little time and memory", .timeLimit(.minutes(1)))
    func growingTypes() throws {
        let source = Self.chain(225, isDynamic: false, in: "true")
        let clock = ContinuousClock()
        let time = try clock.measure {
            _ = try program(source)
        }
        #expect(time < .seconds(2), "\(time)")
    }

    @Test("types that hold themselves many times over are told in a short message", .timeLimit(.minutes(1)))
    func sharedTypes() throws {
        var expression = "v30 + 1"
        for level in (1...30).reversed() {
            expression = "cel.bind(v\(level), {v\(level - 1): v\(level - 1)}, \(expression))"
        }
        let error = #expect(throws: CompilationError.self) { try program("cel.bind(v0, {1: 1}, \(expression))") }
        #expect(error?.issues.allSatisfy { $0.message.utf8.count < 2_000 } == true)
    }

    @Test("empty lists that learn their type from each other are checked in little time", .timeLimit(.minutes(1)))
    func chainedVariables() throws {
        var expression = "v100 == [[1]]"
        for level in (1...100).reversed() {
            let opening = String(repeating: "[", count: 20)
            let closing = String(repeating: "]", count: 20)
            expression = "cel.bind(v\(level), [], v\(level - 1) == \(opening)v\(level)\(closing) || \(expression))"
        }
        _ = try? program("cel.bind(v0, [], \(expression))")
        let many = Array(repeating: "[]", count: 20_000).joined(separator: ", ")
        #expect(try program("[\(many)].size() == 20000").value(in: Activation(slotCount: 0)) == .bool(true))
    }

    // MARK: Room for variables

    @Test("a program without variables of its own may read a lazy one that needs many")
    func roomForLocals() throws {
        let environment = Environment(Declarations(variables: [.init("v", .dyn)], libraries: [.standard]))
        let sum = Array(repeating: "([1].exists(x, true) ? 1 : 0)", count: 65).joined(separator: " + ")
        for source in ["v > 0", "v > 0 && [1, 2].all(x, [x].all(y, y > 0))", "[v, 1].all(x, x > 0)"] {
            let activation = Activation(environment)
            activation.bind("v", lazily: try environment.compile(sum))
            let program = try environment.compile(source)
            let loop = try environment.compile("[1, 2, 3].all(x, x > 0) && [4].exists(y, y == 4)")
            for _ in 0..<3 {
                #expect(program.evaluate(in: activation).isTrue)
                #expect(loop.evaluate(in: activation).isTrue)
                activation.reset()
            }
        }
    }
}
