import CEL
import Documents
import Foundation
import Testing

@Suite("optimised and plain programs agree")
struct OptimisationTests {
    static let documents = [
        """
        {"s": "ml.p3.2xlarge", "i": 4, "d": 2.5, "t": true, "n": null, "neg": -3, "list": [1, 2, 3],
         "names": ["dev", "prod", "subnet-12"], "tags": [{"k": "env", "v": "dev"}, {"k": "team", "v": 4}, {"k": "x"}],
         "m": {"s": "dev", "i": 7, "list": []}, "i": 5}
        """,
        """
        {"s": 5, "i": "four", "d": 4, "t": "true", "neg": 9223372036854775807, "list": {"a": 1}, "names": [],
         "tags": [{"k": "env", "v": "a text of more than sixteen bytes"}, 3, {"k": null}], "m": null}
        """,
        "{}",
    ]

    /// Documents of which not everything is known: see `Sample.resolve`.
    static let partialDocuments = [
        """
        {"s": "?text", "i": "?int", "d": "?absent", "t": "?true", "n": "?null", "neg": "?unknown",
         "list": [1, "?absent", "?int", 3], "names": ["dev", "?text", "?maybe", "prod"],
         "tags": [{"k": "?text", "v": "?unknown"}, "?unknown", {"k": "env", "v": "dev"}, {"k": "?absent"}],
         "m": {"s": "?maybe", "i": "?error", "list": ["?node"]}}
        """,
        """
        {"s": "?maybe", "i": "?error", "d": "?node", "t": "?unknown", "neg": "?int", "list": "?unknown",
         "names": ["?error", "dev"], "tags": [{"k": "env", "v": "?error"}, {"k": "?maybe", "v": 4}], "m": "?absent"}
        """,
    ]

    /// Expressions made at random of the shapes that the compiler treats specially, and of what may stand beside them.
    struct Generator {
        var random: SplitMix

        mutating func pick(_ choices: [String]) -> String { choices[Int(random.next() % UInt64(choices.count))] }

        mutating func field(_ root: String) -> String {
            root == "r"
                ? "r." + pick(["s", "i", "d", "t", "n", "neg", "m.s", "m.i", "m.list", "nope", "m.nope"])
                : root + pick([".k", ".v", "", ".nope"])
        }

        mutating func constant() -> String {
            pick([
                "'dev'", "'env'", "''", "'a text of more than sixteen bytes'", "'ml.p3.2xlarge'", "4", "-3", "4u",
                "4.0",
                "true", "false", "null", "2.5", "9223372036854775807",
            ])
        }

        mutating func operand(_ root: String, _ depth: Int) -> String {
            switch random.next() % 6 {
            case 0, 1, 2: return field(root)
            case 3: return constant()
            case 4:
                return "(has(r.\(pick(["i", "n", "nope", "s"]))) ? r.\(pick(["i", "n", "nope", "s"])) : \(constant()))"
            default:
                return depth > 0
                    ? "(\(operand(root, depth - 1)) \(pick(["+", "-", "*"])) \(operand(root, depth - 1)))" : constant()
            }
        }

        /// A field that is tested where it is there, with what may follow.
        mutating func guarded(_ depth: Int) -> String {
            let name = pick(["s", "i", "t", "n", "nope", "neg"])
            let test = pick([
                "r.\(name) == \(constant())", "r.\(name) <= 4", "r.\(name) in ['dev', 'ml.p3.2xlarge']",
                "r.\(name).startsWith('ml')", "r.\(pick(["s", "i", "nope"])) != 4",
            ])
            let rest = random.next() % 2 == 0 ? "" : " \(pick(["&&", "||"])) \(condition("r", depth - 1))"
            return pick(["(has(r.\(name)) && \(test)\(rest))", "(!has(r.\(name)) || \(test)\(rest))"])
        }

        mutating func condition(_ root: String, _ depth: Int) -> String {
            let inner = depth - 1
            switch random.next() % (depth > 0 ? 21 : 8) {
            case 0, 1:
                return "\(operand(root, inner)) \(pick(["==", "!=", "<", "<=", ">", ">="])) \(operand(root, inner))"
            case 2:
                return
                    "\(field(root)) in \(pick(["['dev', 'env', 'prod', 'a text of more than sixteen bytes']", "[1, 2.5, 4u]", "[]", "['x', 4]"]))"
            case 3: return "\(field(root)).startsWith(\(pick(["'ml.'", "''", "'subnet-12345'", "'d'"])))"
            case 4: return "\(field(root)).matches(\(pick(["'^ml\\\\.(p|g)[0-9]'", "'^(dev|prod)$'", "'x+'", "'en'"])))"
            case 5: return "has(r.\(pick(["s", "n", "nope", "m"])))"
            case 6: return "\(field(root)).size() > 0"
            case 7: return "\(constant()) == \(constant()) || true"
            case 8, 9: return "(\(condition(root, inner)) \(pick(["&&", "||"])) \(condition(root, inner)))"
            case 10: return "!(\(condition(root, inner)))"
            case 11, 12: return guarded(inner)
            case 13: return "dyn(\(operand(root, inner)))"
            case 14: return "size(dyn(\(operand(root, inner)))) \(pick(["==", ">", "<="])) 3"
            case 15:
                return "dyn(\(operand(root, inner))).\(pick(["endsWith('v')", "startsWith('d')", "matches('e+v')"]))"
            case 16: return "\(operand(root, inner)) in r.\(pick(["names", "list", "m", "tags"]))"
            case 17:
                return "\(root).\(pick(["k", "s", "nope"])).\(pick(["all", "exists"]))(y, \(condition("y", inner)))"
            default:
                return
                    "r.\(pick(["tags", "names", "list", "nope"])).\(pick(["all", "exists", "exists_one"]))(x, \(condition("x", inner)))"
            }
        }
    }

    /// A generator of random numbers with a seed (Steele, Lea and Flood, 2014).
    struct SplitMix {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = state
            mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
            return mixed ^ mixed >> 31
        }
    }

    @Test("generated expressions have the same value folded and fused, plain, and explained")
    func generated() throws {
        let seed = RandomSeed.value
        var generator = Generator(random: SplitMix(state: seed))
        let documents = Self.documents.map { ($0, false) } + Self.partialDocuments.map { ($0, true) }
        let samples = try documents.flatMap { json, isPartial in
            try [false, true].map {
                (
                    try Sample(json, nullIsAbsent: $0, isPartial: isPartial),
                    try Sample(json, nullIsAbsent: $0, options: .plain, isPartial: isPartial)
                )
            }
        }
        var outcomes: [String: Int] = [:]
        for _ in 0..<1_200 {
            let expression = generator.condition("r", 3)
            for (optimised, plain) in samples {
                let checked: CheckedExpression
                do {
                    checked = try CheckedExpression(
                        checking: ExpressionTree(parsing: expression), against: optimised.environment.declarations,
                        mode: .namesOnly)
                } catch {
                    Issue.record("seed \(seed): \(expression) is not accepted: \(error)")
                    continue
                }
                let program = try optimised.environment.compile(checked)
                let expected = try plain.environment.compile(checked).value(resuming: plain.activation)
                let result = program.value(resuming: optimised.activation)
                let (left, plainLeft) = (optimised.steps, plain.steps)
                #expect(left >= plainLeft, "seed \(seed): \(expression): \(plainLeft - left) steps more than plain")
                let explained = program.explain(in: optimised.activation).value
                optimised.activation.reset()
                plain.activation.reset()
                outcomes[Self.kind(result), default: 0] += 1
                #expect(Self.same(result, expected), "seed \(seed): \(expression): \(result) instead of \(expected)")
                #expect(
                    Self.same(explained, result),
                    "seed \(seed): \(expression): explained \(explained) instead of \(result)")
            }
        }
        #expect(
            ["true", "false", "error", "unknown"].allSatisfy { outcomes[$0, default: 0] > 100 },
            "true, false, errors and unknown values all occur: \(outcomes)")
    }

    /// Errors may differ in which of several is found first, not in that there is one.
    private static func same(_ left: Value, _ right: Value) -> Bool {
        if case .error = left, case .error = right { return true }
        return left == right
    }

    private static func kind(_ value: Value) -> String {
        switch value {
        case .bool(let value): "\(value)"
        case .error: "error"
        case .unknown: "unknown"
        default: "other"
        }
    }

    @Test(
        "every case of the specification's suite has the same value optimised, plain and explained",
        .enabled(
            if: ProcessInfo.processInfo.environment["PROVISO_SHARED_DATA"] != nil, "PROVISO_SHARED_DATA is not set"),
        arguments: ConformanceTests.suites)
    func conformance(_ suite: String) throws {
        let folder = try #require(ProcessInfo.processInfo.environment["PROVISO_SHARED_DATA"])
        let file = URL(fileURLWithPath: folder).appendingPathComponent("cel-conformance/\(suite)")
        for testCase in try ConformanceCase.read(file) {
            guard let checked = try? testCase.checked(),
                let optimised = try? testCase.value(of: checked, CompilationOptions())
            else { continue }
            let plain = try testCase.value(of: checked, .plain)
            let explained = try testCase.explanation(of: checked).value
            #expect(Self.same(optimised, plain), "\(testCase.id)")
            #expect(Self.same(optimised, explained), "\(testCase.id)")
        }
    }

    @Test("patterns that are matched by comparing bytes match what RE2 matches")
    func patterns() throws {
        let patterns = [
            "^ml\\.(p|g)[0-9]", "^(dev|staging|prod)$", "^subnet-[0-9a-f]+$", "^[a-z]*$", "ml", "", "^", "^$", "^a[^b]",
            "^é", "^(?:a|é)x", "^\\d\\d$", "^a|b", "^[a-c-]x", "^a.c", "^ab*$", "^ab+$", "(ab)", "^(ab)+$", "^a{2}$",
            "^\\.\\*$", "^[.]$", "^[\\]]$", "^a$b", "^(|a)b$", "^(a|ab)(c|bcd)$", "^é+$", "^[a-z]+", "^(a|b)*$", "^ml-",
            "b$", "$", "(b|cd)$", "é$", "[0-9]$", "a$|b", "a|b$", "dev|prod", "(dev|abc)", "a|", "|", "(a|é)x", "(|d)e",
            "[a-c]+$",
            "x$y", "a|^b", "ab(c|d)$",
        ]
        let texts = [
            "", "a", "ab", "abb", "abc", "abcd", "b", "ml.p3", "ml.m5", "ml", "xmlx", "dev", "devx", "prod", "subnet-",
            "subnet-0af", "subnet-0ag", "é", "éé", "éx", "ax", "12", "123", "-x", "a\nc", "aa", ".*", ".", "]", "a$b",
            "abab",
            "ml-",
        ]
        let environment = Environment(Declarations(variables: [.init("s", .string), .init("p", .string)]))
        let activation = Activation(environment)
        let dynamic = try environment.compile("s.matches(p)")
        for pattern in patterns {
            let literal = pattern.replacingOccurrences(of: "\\", with: "\\\\")
            let constant = try environment.compile("s.matches('\(literal)')")
            for text in texts {
                activation.bind("s", .string(text))
                activation.bind("p", .string(pattern))
                #expect(
                    constant.value(in: activation) == dynamic.value(in: activation), "`\(pattern)` against `\(text)`")
                activation.removeAll()
            }
        }
    }
}

extension ConformanceCase {
    func explanation(of checked: CheckedExpression) throws -> Explanation {
        let environment = Environment(declarations)
        let activation = Activation(environment)
        for (name, value) in bindings { activation.bind(name, value) }
        return try environment.compile(checked).explain(in: activation)
    }
}
