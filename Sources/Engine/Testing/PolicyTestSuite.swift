public import Documents
public import Policies

/// A pack with the cases of the file that lies beside it, ready to be run.
public struct PolicyTestSuite: Sendable {
    public let pack: PolicyPack
    /// Nil when no file of cases lies beside the pack.
    public let file: PolicyTestFile?
    let symbols: SymbolTable

    /// Decodes both files.
    /// - Throws: the first error in either.
    public init(pack: SourceText, tests: SourceText?) throws(Diagnostic) {
        symbols = SymbolTable()
        self.pack = try Self.required(PolicyPack.decode(try PolicyFile.parse(pack, symbols: symbols)), in: pack)
        if let tests {
            let document = try PolicyFile.parse(tests, symbols: symbols)
            file = try Self.required(PolicyTestFile.decode(document), in: tests)
        } else {
            file = nil
        }
    }

    /// Reads and decodes the files of a pack.
    public init(_ pack: PolicyTestPlan.Pack) throws(Diagnostic) {
        var tests: SourceText?
        if let file = pack.tests { tests = try FileReader().read(file) }
        try self.init(pack: try FileReader().read(pack.file), tests: tests)
    }

    private static func required<Value>(
        _ decoded: (Value?, [Diagnostic]), in source: SourceText
    ) throws(Diagnostic) -> Value {
        if let error = decoded.1.first(where: { $0.severity == .error }) { throw error }
        guard let value = decoded.0 else { throw Diagnostic(file: source.name, message: "the file could not be read") }
        return value
    }

    public var cases: [PolicyTest] { file?.cases ?? [] }

    /// Runs every case, and notes which branches of the rules' expressions they take.
    public func run() -> PolicyTestResult {
        let runner = PolicyTestRunner(suite: self)
        var coverage = PolicyCoverage()
        // Compiling interns keys, so everything is compiled before a document of a resource seals the table.
        let policies = cases.map { runner.policies(for: $0, of: pack) }
        for case .success(let set) in policies { coverage.expect(set.rules) }
        let outcomes = zip(cases, policies).map { test, policies in
            let observer = EvaluationObserver()
            let failure = runner.failure(of: test, by: policies, observer: observer)
            if case .success(let set) = policies { coverage.add(observer.evaluations, of: set.rules) }
            return PolicyTestOutcome(test: test, failure: failure)
        }
        return PolicyTestResult(
            outcomes: outcomes, incomplete: pack.rules.filter { !gaps(of: $0).isEmpty }.map(gapDiagnostic),
            coverage: coverage.rules)
    }

    /// Compiles the pack as a run does.
    public func compile() -> (rules: [CompiledRule], issues: [Diagnostic]) {
        RuleCompiler.compile(pack, symbols: symbols)
    }

    /// Whether a rule has no case that it passes, or none that it fails.
    public func gaps(of rule: Rule) -> [PolicyTest.Expectation] {
        let expected = Set(cases.filter { $0.rule == rule.name }.map(\.expectation))
        return [.pass, .fail].filter { !expected.contains($0) }
    }

    private func gapDiagnostic(_ rule: Rule) -> Diagnostic {
        let missing = gaps(of: rule).map { $0 == .pass ? "passing" : "failing" }.joined(separator: " and no ")
        return Diagnostic(
            in: pack.source, at: rule.idNode.range, "the rule `\(rule.name)` has no \(missing) case",
            help: "add it to the file of tests beside the pack")
    }
}

/// What the cases of a pack came to.
public struct PolicyTestResult: Sendable {
    public var outcomes: [PolicyTestOutcome]
    /// The rules that have no passing or no failing case.
    public var incomplete: [Diagnostic]
    public var coverage: [RuleCoverage]

    public var isSuccess: Bool { incomplete.isEmpty && outcomes.allSatisfy { $0.failure == nil } }
}

/// What a case of a policy test came to.
public struct PolicyTestOutcome: Sendable {
    public var test: PolicyTest
    /// What is wrong; nil when the case passed.
    public var failure: Diagnostic?
}
