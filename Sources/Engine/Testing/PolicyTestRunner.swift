import Documents
import Policies
import Readers
import Resources

/// Runs cases against a pack or a changed copy of it.
struct PolicyTestRunner {
    private let suite: PolicyTestSuite
    let source: SourceText

    init(suite: PolicyTestSuite) {
        self.suite = suite
        source = suite.file?.source ?? suite.pack.source
    }

    /// What is wrong with a case; nil when it gives what it expects.
    func failure(
        of test: PolicyTest, by policies: Result<PolicySet, Diagnostic>, observer: EvaluationObserver? = nil
    ) -> Diagnostic? {
        do throws(Diagnostic) {
            let policies = try policies.get()
            let resources = try resources(of: test)
            let limits = try AccessLimits(test.access, in: source)
            let found = judge(resources.all, judged: resources.judged, by: policies, observer, limits)
            guard let (judgement, name) = found else {
                return test.expectation == .notApplicable ? nil : wrong(test, "not-applicable")
            }
            let outcome = judgement.expectation
            guard outcome == test.expectation else { return wrong(test, outcome.rawValue, judgement.words) }
            if let message = test.message, !judgement.words.contains(message) {
                return Diagnostic(
                    in: source, at: test.node.range,
                    "the message on `\(name)` does not contain `\(message)`", help: "it is: \(judgement.words)")
            }
            return nil
        } catch {
            return error
        }
    }

    private func wrong(_ test: PolicyTest, _ outcome: String, _ words: String = "") -> Diagnostic {
        Diagnostic(
            in: source, at: test.node.range,
            "`\(test.name)`: the verdict is \(outcome), expected \(test.expectation.rawValue)",
            help: words.isEmpty ? nil : words)
    }

    /// The rule that a case is about, with the parameters that it sets.
    func policies(for test: PolicyTest, of pack: PolicyPack) -> Result<PolicySet, Diagnostic> {
        Result { () throws(Diagnostic) in
            var pack = pack
            let names = pack.rules.map(\.name)
            pack.rules.removeAll { $0.name != test.rule }
            guard !pack.rules.isEmpty else {
                throw Diagnostic(
                    in: source, at: test.node["rule"]?.range ?? test.node.range, "the pack has no rule `\(test.rule)`",
                    help: Suggestion.nearest(to: test.rule, among: names).first.map { "did you mean `\($0)`?" })
            }
            for value in test.parameters.map({ Array($0.children) }) ?? [] {
                guard let index = pack.parameters.firstIndex(where: { $0.name == value.key }) else {
                    throw Diagnostic(in: source, at: value.range, "the pack has no parameter `\(value.key)`")
                }
                pack.parameters[index].value = value
            }
            return try PolicySet.compile(pack, symbols: suite.symbols)
        }
    }

    func resources(of test: PolicyTest) throws(Diagnostic) -> (all: [Resource], judged: String) {
        let reader = InputReader()
        switch test.given {
        case .resource(let node, let others):
            var all = [try reader.resource(in: node)]
            for other in others { all.append(try reader.resource(in: other)) }
            return (all, all[0].id)
        case .template(let node, let id):
            let input = try reader.input(in: node, as: .cloudFormation)
            guard input.resources.contains(where: { $0.id == id }) else {
                throw Diagnostic(in: source, at: node.range, "the template has no resource `\(id)`")
            }
            return (input.resources, id)
        }
    }

    static func verdict(_ outcome: (Judgement, name: String)?) -> PolicyTest.Expectation {
        outcome?.0.expectation ?? .notApplicable
    }

    func judge(
        _ resources: [Resource], judged id: String, by policies: PolicySet, _ observer: EvaluationObserver?,
        _ limits: AccessLimits
    ) -> (Judgement, name: String)? {
        var outcome: (Judgement, name: String)?
        ResourceJudge(policies, now: 0, observer: observer, limits: limits).judge(resources) { judgement, _, resource in
            if resource.id == id, outcome == nil { outcome = (judgement, resource.name) }
        }
        return outcome
    }
}

extension Judgement {
    fileprivate var expectation: PolicyTest.Expectation {
        switch self {
        case .notApplicable: .notApplicable
        case .pass, .passWhereKnown: .pass
        case .fail: .fail
        case .unknown: .unknown
        case .error: .error
        }
    }
}
