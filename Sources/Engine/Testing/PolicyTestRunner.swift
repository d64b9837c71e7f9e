public import Documents
public import Policies
import Readers
import Resources

/// What a case of a policy test came to.
public struct PolicyTestOutcome: Sendable {
    public var test: PolicyTest
    /// What is wrong; nil when the case passed.
    public var failure: Diagnostic?
}

/// Runs the tests that lie beside a pack.
public struct PolicyTestRunner {
    private let file: PolicyTestFile
    private let pack: PolicyPack
    private let symbols: SymbolTable

    /// Runs every case of a file against the pack.
    ///
    /// - Parameters:
    ///   - tests: the text of the test file.
    ///   - pack: the text of the pack.
    /// - Returns: the outcome of each case, or what is wrong with the files.
    public static func run(
        _ tests: SourceText, pack: SourceText
    ) throws(Diagnostic) -> [PolicyTestOutcome] {
        let symbols = SymbolTable()
        let (decodedPack, packIssues) = PolicyPack.decode(try PolicyFile.parse(pack, symbols: symbols))
        guard let decodedPack else { throw packIssues.first { $0.severity == .error } ?? unreadable(pack) }
        let (file, issues) = PolicyTestFile.decode(try PolicyFile.parse(tests, symbols: symbols))
        guard let file else { throw issues.first { $0.severity == .error } ?? unreadable(tests) }
        // Compiling interns keys, so everything is compiled before a document of a resource seals the table.
        let runner = PolicyTestRunner(file: file, pack: decodedPack, symbols: symbols)
        let policies = file.cases.map { runner.policies(for: $0) }
        return zip(file.cases, policies).map { test, policies in
            PolicyTestOutcome(test: test, failure: runner.failure(of: test, by: policies))
        }
    }

    private static func unreadable(_ source: SourceText) -> Diagnostic {
        Diagnostic(file: source.name, message: "the test file could not be read")
    }

    private func failure(of test: PolicyTest, by policies: Result<PolicySet, Diagnostic>) -> Diagnostic? {
        do throws(Diagnostic) {
            let policies = try policies.get()
            let resources = try resources(of: test)
            guard let (judgement, name) = judge(resources.all, judged: resources.judged, by: policies) else {
                return test.expectation == .notApplicable ? nil : wrong(test, "not-applicable")
            }
            let outcome = judgement.expectation
            guard outcome == test.expectation else { return wrong(test, outcome.rawValue, judgement.words) }
            if let message = test.message, !judgement.words.contains(message) {
                return Diagnostic(
                    in: file.source, at: test.node.range,
                    "the message on `\(name)` does not contain `\(message)`", help: "it is: \(judgement.words)")
            }
            return nil
        } catch {
            return error
        }
    }

    private func wrong(_ test: PolicyTest, _ outcome: String, _ words: String = "") -> Diagnostic {
        Diagnostic(
            in: file.source, at: test.node.range,
            "`\(test.name)`: the verdict is \(outcome), expected \(test.expectation.rawValue)",
            help: words.isEmpty ? nil : words)
    }

    /// The rule that a case is about, with the parameters that it sets.
    private func policies(for test: PolicyTest) -> Result<PolicySet, Diagnostic> {
        Result { () throws(Diagnostic) in
            var pack = pack
            pack.rules.removeAll { $0.name != test.rule }
            guard !pack.rules.isEmpty else {
                throw Diagnostic(in: file.source, at: test.node.range, "the pack has no rule `\(test.rule)`")
            }
            for value in test.parameters.map({ Array($0.children) }) ?? [] {
                guard let index = pack.parameters.firstIndex(where: { $0.name == value.key }) else {
                    throw Diagnostic(in: file.source, at: value.range, "the pack has no parameter `\(value.key)`")
                }
                pack.parameters[index].value = value
            }
            return try PolicySet.compile(pack, symbols: symbols)
        }
    }

    private func resources(of test: PolicyTest) throws(Diagnostic) -> (all: [Resource], judged: String) {
        let reader = InputReader()
        switch test.given {
        case .resource(let node, let others):
            var all = [try reader.resource(in: node)]
            for other in others { all.append(try reader.resource(in: other)) }
            return (all, all[0].id)
        case .template(let node, let id):
            let input = try reader.input(in: node, as: .cloudFormation)
            guard input.resources.contains(where: { $0.id == id }) else {
                throw Diagnostic(in: file.source, at: node.range, "the template has no resource `\(id)`")
            }
            return (input.resources, id)
        }
    }

    private func judge(
        _ resources: [Resource], judged id: String, by policies: PolicySet
    ) -> (Judgement, name: String)? {
        var outcome: (Judgement, name: String)?
        ResourceJudge(policies, now: 0).judge(resources) { judgement, _, resource in
            if resource.id == id, outcome == nil { outcome = (judgement, resource.name) }
        }
        return outcome
    }
}

extension Judgement {
    fileprivate var expectation: PolicyTest.Expectation {
        switch self {
        case .notApplicable: .notApplicable
        case .pass: .pass
        case .fail: .fail
        case .unknown: .unknown
        case .error: .error
        }
    }

    /// Everything that the rule says.
    fileprivate var words: String {
        switch self {
        case .notApplicable, .pass: ""
        case .fail(let violations):
            violations.map { [$0.message, $0.hint].compactMap(\.self).joined(separator: "; ") }.joined(separator: "\n")
        case .unknown(let reason, _): reason
        case .error(let message, _): message
        }
    }
}
