public import Documents
import Policies
import YAML

/// What an example gave beside what its comments expect.
public struct ExampleOutcome: Sendable {
    public var file: String
    /// How many findings its comments expect.
    public var expectedCount: Int
    /// Findings that are missing, and those that nothing expects.
    public var failures: [Diagnostic]
}

/// Compares the findings in examples with their comments.
struct ExampleCheck {
    private struct Expectation: Hashable {
        var line: Int
        var rule: String
    }

    private let policies: PolicySet
    /// The packs whose findings must be expected.
    private let packs: Set<String>

    /// - Parameter packs: the packs under test; findings of others count only where a comment names them.
    init(_ policies: PolicySet, packs: Set<String>) {
        self.policies = policies
        self.packs = packs
    }

    /// - Throws: what keeps the file from being read.
    func outcome(of file: String) throws(Diagnostic) -> ExampleOutcome {
        try compare(try FileReader().read(file))
    }

    private func compare(_ source: SourceText) throws(Diagnostic) -> ExampleOutcome {
        let expected = try expectations(in: source)
        let result = CheckRun.run(CheckRequest(paths: [source.name], now: 0), policies: policies)
        let named = Set(expected.keys.map { String($0.rule.prefix { $0 != "/" }) })
        let judged = packs.union(named)
        let failures = result.findings.filter { finding in
            finding.verdict == .fail && judged.contains(String(finding.rule.prefix { $0 != "/" }))
        }
        let found = Dictionary(grouping: failures) { Expectation(line: $0.region.start.line, rule: $0.rule) }
        let missing = expected.filter { found[$0.key] == nil }.map { expectation, range in
            Diagnostic(
                in: source, at: range, "`\(expectation.rule)` finds nothing on this line",
                help: ruleExists(expectation.rule) ? nil : "no pack has a rule of this name")
        }
        let surplus = found.filter { expected[$0.key] == nil }.flatMap(\.value).map { finding in
            Diagnostic(
                file: source.name, region: finding.region,
                message: "`\(finding.rule)` finds what no comment expects: \(finding.message)",
                help: "write `\(PolicyTestPlan.marker) \(finding.rule)` on the line if that is right",
                excerpt: finding.excerpt)
        }
        let ordered = (missing + surplus).sorted {
            ($0.region?.start.offset ?? 0, $0.message) < ($1.region?.start.offset ?? 0, $1.message)
        }
        return ExampleOutcome(
            file: source.name, expectedCount: expected.count, failures: result.errors + ordered)
    }

    private func ruleExists(_ id: String) -> Bool { policies.entries.contains { $0.id == id } }

    private func expectations(in source: SourceText) throws(Diagnostic) -> [Expectation: Range<Int>] {
        let document = try DocumentParser.parse(source, symbols: SymbolTable())
        var found: [Expectation: Range<Int>] = [:]
        for comment in YAMLComments.comments(in: document) {
            let text = String(decoding: source.bytes[comment.range], as: UTF8.self)
            guard text.hasPrefix(PolicyTestPlan.marker) else { continue }
            for rule in text.dropFirst(PolicyTestPlan.marker.count).split(separator: ",") {
                let rule = String(rule.filter { !$0.isWhitespace })
                if !rule.isEmpty { found[Expectation(line: comment.line, rule: rule)] = comment.range }
            }
        }
        return found
    }
}
