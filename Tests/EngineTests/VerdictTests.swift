import Documents
import Engine
import Foundation
import Policies
import Readers
import Testing

@Suite("Verdicts")
struct VerdictTests {
    @Test("are those of the policy language, and findings point at what is wrong", arguments: VerdictCases.all)
    func table(_ test: VerdictCase) throws {
        let trial = try Trial(rule: "check: \(test.ruleText)")
        let sample = template(test.properties, type: test.type)
        let result = try trial.judge(sample.text)
        #expect(result.errors.isEmpty)
        #expect(result.outcome == test.verdict, "\(result.findings.map(\.message))")
        if test.verdict == "fail" { #expect(result.ranges == sample.marks) }
    }

    /// What an unknown value may turn out to be. A parameter always has a value.
    private static let candidates = [
        "a", "b", "''", "ml.g5.xlarge", "ml.t3.medium", "0", "5", "6", "1000", "true", "dev", "prod", "owner", "[]",
        "[a]", "[b]", "[{Key: owner, Value: x}]",
    ]

    @Test(
        "never depend on an unknown value: what is decided beside it holds for every value", arguments: VerdictCases.all
    )
    func unknownValues(_ test: VerdictCase) throws {
        let trial = try Trial(rule: "check: \(test.ruleText)")
        let text = template(test.properties, type: test.type).text
        for range in try scalars(of: text) {
            let decided = try trial.judge(text.replacing(range, with: "!Ref P")).outcome
            guard decided == "pass" || decided == "fail" || decided == "not-applicable" else { continue }
            for candidate in Self.candidates {
                let outcome = try trial.judge(text.replacing(range, with: candidate)).outcome
                // A value of a kind that the property cannot have is an error of its own.
                guard outcome != "error", outcome != "unknown" else { continue }
                let isSame = outcome == decided || decided == "pass" && outcome == "not-applicable"
                #expect(isSame, "\(decided) whatever it is, but \(outcome) for \(candidate) at \(range)")
            }
        }
    }

    /// Where the literal scalars among the properties stand.
    private func scalars(of text: String) throws -> [Range<Int>] {
        let input = try InputReader().read(SourceText(name: "a.yaml", text: text), symbols: SymbolTable())
        func collect(_ node: NodeView) -> [Range<Int>] {
            if node.node.flags.contains(.deferred) { return [] }
            return node.node.isContainer ? node.children.flatMap { collect($0) } : [node.range]
        }
        return input.resources.compactMap(\.properties).flatMap { collect($0) }
    }
}

extension VerdictCase {
    /// The check, and what a case adds below it.
    var ruleText: String {
        let lines = check.split(separator: "\n", maxSplits: 1).map(String.init)
        let isFlow = lines[0].hasPrefix("{")
        return (isFlow ? lines[0] : "{\(lines[0])}") + (lines.count > 1 ? "\n" + lines[1] : "")
    }
}

extension String {
    fileprivate func replacing(_ range: Range<Int>, with text: String) -> String {
        let bytes = Array(utf8)
        return String(decoding: bytes[..<range.lowerBound], as: UTF8.self) + text
            + String(decoding: bytes[range.upperBound...], as: UTF8.self)
    }
}

@Suite("The environment of a resource in rules")
struct EnvironmentVerdictTests {
    private func verdict(_ properties: String, account: String? = nil) throws -> Verdict? {
        let trial = try Trial(
            rule: """
                when: environment == "production"
                check: { property: InstanceType, equals: ml.t3.medium }
                """)
        let text = template(properties).text
        return try trial.judge(text, includesPasses: true).findings.first?.verdict
    }

    @Test("a rule may depend on it; while it is not known, the verdict is unknown unless the check passes")
    func verdicts() throws {
        let big = "InstanceType: ml.m5.large"
        #expect(try verdict("\(big)\nTags: [{ Key: environment, Value: prod }]") == .fail)
        #expect(try verdict("\(big)\nTags: [{ Key: environment, Value: dev }]") == nil)
        #expect(try verdict(big) == .unknown)
        #expect(try verdict("\(big)\nTags: [{ Key: environment, Value: !Ref P }]") == .unknown)
        #expect(try verdict("InstanceType: ml.t3.medium") == .pass)
    }
}
