import CEL
import Foundation
import Testing

@Suite("hostile texts")
struct ParserRobustnessTests {
    static let nestings: [(opening: String, middle: String, closing: String)] = [
        ("(", "1", ")"), ("[", "1", "]"), ("{1:", "1", "}"), ("f(", "1", ")"), ("a[", "1", "]"), ("!", "true", ""),
        ("-", "x", ""),
        ("a ? b : ", "c", ""), ("a ? (", "b", ") : c"), ("x.map(y, ", "y", ")"), ("has(", "a.b", ".c)"),
        ("[?", "x", "]"),
        ("1 + ", "1", ""), ("", "a", ".b"), ("", "a", "[0]"), ("", "a", ".f()"), ("cel.bind(x, ", "1", ", x)"),
    ]

    @Test(
        "nesting beyond the limit is refused with one message", arguments: nestings.map(\.opening),
        [251, 5_000, 20_000])
    func depth(_ opening: String, _ count: Int) async throws {
        for nesting in Self.nestings where nesting.opening == opening {
            let found = await onThread { issues(parsing: Self.source(nesting, count)) }
            #expect(found.count == 1)
            #expect(found.first?.message.contains("deep") == true || found.first?.message.contains("too long") == true)
        }
    }

    @Test("nesting within the limit is read and checked on a small stack", arguments: nestings.map(\.opening))
    func depthWithinLimit(_ opening: String) async throws {
        for nesting in Self.nestings where nesting.opening == opening && opening != "has(" {
            // A bracket and what stands in it are two levels of some of these.
            let source = Self.source(nesting, 120)
            let count = await onThread {
                let tree = try? ExpressionTree(parsing: source)
                return tree.flatMap { try? CheckedExpression(checking: $0, against: Declarations(), mode: .namesOnly) }?
                    .types.count
            }
            #expect(try #require(count) > (opening == "(" ? 0 : 100))
        }
    }

    private static func source(_ nesting: (opening: String, middle: String, closing: String), _ count: Int) -> String {
        String(repeating: nesting.opening, count: count) + nesting.middle
            + String(repeating: nesting.closing, count: count)
    }

    /// Runs on a thread with the stack that secondary threads have on Darwin; unoptimised code needs more.
    private func onThread<Result: Sendable>(_ body: @escaping @Sendable () -> Result) async -> Result {
        await withCheckedContinuation { continuation in
            let thread = Thread { continuation.resume(returning: body()) }
            #if DEBUG
                thread.stackSize = 16 << 20
            #else
                thread.stackSize = 512 << 10
            #endif
            thread.start()
        }
    }

    @Test("long chains of && and || are flat")
    func longChains() throws {
        for symbol in ["&&", "||"] {
            let source = Array(repeating: "true", count: 10_000).joined(separator: symbol)
            let checked = try CheckedExpression(checking: ExpressionTree(parsing: source), against: Declarations())
            #expect(checked.resultType == .bool)
        }
    }

    @Test("a source that is too long is not read")
    func length() {
        #expect(
            issues(parsing: String(repeating: "é", count: 100_001)).first?.message.hasPrefix(
                "the expression is too long") == true)
        #expect(issues(parsing: "'" + String(repeating: "é", count: 99_998) + "'").isEmpty)
    }

    @Test("brackets that never close take linear time")
    func unclosed() {
        let started = ContinuousClock.now
        for opening in ["(", "[", "{", "f(", "{a:[(", "a?b:(", "'", "'''", "`", "0x", "1e", "T{"] {
            _ = issues(parsing: String(repeating: opening, count: 100_000 / opening.utf8.count))
        }
        #expect(ContinuousClock.now - started < .seconds(20))
    }

    @Test("random tokens are read or refused", arguments: [UInt64(1), 2, 3, 4])
    func tokenSoup(_ seed: UInt64) {
        let tokens = [
            "a", "b.c", "1", "2u", "0.5", "'s'", "b'x'", "(", ")", "[", "]", "{", "}", ",", ":", "?", ".", "&&", "||",
            "!", "-", "+", "*",
            "/", "%", "==", "<", "in", "true", "null", "if", "has(", ".map(", ".all(x,", "`q`", "\\", "\"", "'''", "=",
            "&", "|", "#", "é", "//",
            "\n", "cel.bind(", ".optMap(", "[?", "{?", ".?", "1e400", "'\\u12'", "\u{0}",
        ]
        var random = FixedRandom(seed: seed)
        let declarations = Declarations(variables: [.init("a", .dyn), .init("b.c", .list(.int))])
        for _ in 0..<4_000 {
            let source = (0..<Int.random(in: 1...20, using: &random))
                .map { _ in tokens[Int.random(in: 0..<tokens.count, using: &random)] }
                .joined(separator: Bool.random(using: &random) ? " " : "")
            exercise(source, declarations)
        }
    }

    @Test("random bytes are read or refused", arguments: [UInt64(5), 6])
    func byteSoup(_ seed: UInt64) {
        var random = FixedRandom(seed: seed)
        for _ in 0..<4_000 {
            let bytes = (0..<Int.random(in: 0...40, using: &random)).map { _ in
                UInt8.random(in: 0...255, using: &random)
            }
            exercise(String(decoding: bytes, as: UTF8.self), Declarations())
        }
    }

    @Test(
        "every beginning of every expression of the specification's suite is read or refused",
        .enabled(
            if: ProcessInfo.processInfo.environment["PROVISO_SHARED_DATA"] != nil, "PROVISO_SHARED_DATA is not set"))
    func prefixes() throws {
        for testCase in try FrontEndCase.all() {
            let bytes = Array(testCase.expression.utf8)
            for end in 0..<min(bytes.count, 300) {
                exercise(String(decoding: bytes[..<end], as: UTF8.self), Declarations())
            }
        }
    }

    /// Parses and, if that is possible, checks; issues lie within the source.
    private func exercise(_ source: String, _ declarations: Declarations) {
        let count = source.utf8.count
        do throws(CompilationError) {
            let tree = try ExpressionTree(parsing: source)
            for range in tree.ranges { #expect(range.upperBound <= count) }
            _ = try CheckedExpression(checking: tree, against: declarations, mode: .namesOnly)
            _ = try CheckedExpression(checking: tree, against: declarations)
        } catch {
            #expect(!error.issues.isEmpty)
            for issue in error.issues { #expect(issue.range.upperBound <= count, "\(source)") }
        }
    }
}

@Suite("errors of a parse")
struct ParserErrorCountTests {
    @Test("are as many as the options allow at most, whatever is wrong")
    func limit() {
        let escapes = Array(repeating: "'\\q'", count: 60).joined(separator: ", ")
        let numbers = Array(repeating: "99999999999999999999", count: 60).joined(separator: ", ")
        let mixed = Array(repeating: "f(1,)", count: 60).joined(separator: ", ")
        for source in [
            "[\(escapes)]", "[\(numbers)]", "[\(mixed)]", "[\(numbers), \(String(repeating: "(", count: 300))]",
        ] {
            for maximum in [1, 20] {
                var options = ParserOptions()
                options.maximumErrors = maximum
                do throws(CompilationError) {
                    _ = try ExpressionTree(parsing: source, options: options)
                    Issue.record("accepted")
                } catch {
                    #expect(!error.issues.isEmpty && error.issues.count <= maximum, "\(error.issues.count) errors")
                }
            }
        }
    }
}
