import CEL
import Foundation
import Testing

/// The CEL specification's own suite.
@Suite(
    "conformance with the CEL specification",
    .enabled(
        if: ProcessInfo.processInfo.environment["PROVISO_SHARED_DATA"] != nil, "PROVISO_SHARED_DATA is not set"))
struct ConformanceTests {
    /// Files that are left out, with the reason.
    static let leftOut = ["block_ext.json": "cel.block is another implementation's form of shared sub-expressions"]

    /// Cases that are meant to differ, with the reason. There are none.
    static let exceptions: [String: String] = [:]

    /// How many cases each file has: fewer would be a suite that lost some unseen.
    static let counts = [
        "basic.json": 40, "bindings_ext.json": 6, "comparisons.json": 246, "conversions.json": 82, "dynamic.json": 13,
        "encoders_ext.json": 4, "fields.json": 48, "fp_math.json": 21, "integer_math.json": 46, "lists.json": 30,
        "logic.json": 23, "macros.json": 38, "macros2.json": 36, "math_ext.json": 154, "namespace.json": 11,
        "network_ext.json": 51, "optionals.json": 42, "parse.json": 141, "plumbing.json": 3, "string.json": 41,
        "string_ext.json": 162, "timestamps.json": 56, "type_deduction.json": 21,
    ]

    static let suites: [String] = {
        guard let folder else { return [] }
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return names.filter { $0.hasSuffix(".json") && leftOut[$0] == nil }.sorted()
    }()

    private static let folder = ProcessInfo.processInfo.environment["PROVISO_SHARED_DATA"].map {
        URL(fileURLWithPath: $0).appendingPathComponent("cel-conformance")
    }

    @Test("every case has the outcome that the specification gives", arguments: suites)
    func suite(_ name: String) throws {
        let folder = try #require(Self.folder)
        let cases = try ConformanceCase.read(folder.appendingPathComponent(name))
        var passed = 0
        for testCase in cases {
            let difference = testCase.difference()
            if Self.exceptions[testCase.id] != nil {
                #expect(difference != nil, "\(testCase.id) is listed as an exception but passes")
                continue
            }
            if difference == nil { passed += 1 }
            #expect(difference == nil, "\(testCase.id): \(testCase.expression)\n  \(difference ?? "")")
        }
        let least = try #require(Self.counts[name], "a file that nobody counted")
        #expect(passed >= least, "only \(passed) cases passed")
    }

    @Test("no suite is missing")
    func allSuites() {
        #expect(Set(Self.suites).isSuperset(of: Self.counts.keys))
    }
}

extension ConformanceCase {
    private static let libraries: [Library] = [
        .standard, .optional, .strings, .math, .lists, .sets, .network, .encoders,
    ]

    var declarations: Declarations {
        Declarations(
            variables: variables, container: container,
            libraries: Self.libraries + [Library(name: "case", functions: functions)])
    }

    /// Checks the case as far as it is parsed and checked; throws for what does not pass.
    func checked() throws -> CheckedExpression {
        var options = ParserOptions()
        options.expandsMacros = !disablesMacros
        options.isStrict = true
        let tree = try ExpressionTree(parsing: expression, options: options)
        return try CheckedExpression(
            checking: tree, against: declarations, mode: disablesCheck ? .namesOnly : .types)
    }

    /// How the outcome differs from what the suite expects; nil if it does not.
    func difference(_ options: CompilationOptions = CompilationOptions()) -> String? {
        let checked: CheckedExpression
        let result: Value
        do {
            checked = try self.checked()
            result = try value(of: checked, options)
        } catch {
            if case .error = expectation { return nil }
            return "\(error)"
        }
        if case .value(_, let type?) = expectation, checked.resultType != type {
            return "type \(checked.resultType) instead of \(type)"
        }
        if case .type(let type) = expectation { return checked.resultType == type ? nil : "type \(checked.resultType)" }
        switch (expectation, result) {
        case (.error, .error): return nil
        case (.value(let expected, _), _) where expected == result: return nil
        default: return "gives \(result) instead of \(expectation)"
        }
    }

    func value(of checked: CheckedExpression, _ options: CompilationOptions) throws(CompilationError) -> Value {
        var environment = Environment(declarations)
        environment.options = options
        let activation = Activation(environment)
        for (name, value) in bindings { activation.bind(name, value) }
        return try environment.compile(checked).value(in: activation)
    }
}
