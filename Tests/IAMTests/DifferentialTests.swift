import Documents
import IAM
import Testing

@testable import random_policies

@Suite("the decision procedure against the evaluator")
struct DifferentialTests {
    private static let seed: UInt64 = 41

    /// A sample within seconds; `make random` looks at twenty thousand.
    @Test("no proof is refuted by a request, and every counterexample is one")
    func random() throws {
        let result = try RandomRun(seed: Self.seed, count: 20_000, limit: .seconds(5)).run()
        #expect(result.disagreements.isEmpty, "\(result.disagreements.first ?? "")")
        let verdicts = result.verdicts
        // An answer that is never given is no answer.
        #expect(verdicts[.unknown, default: 0] * 10 < max(result.done, 100))
        #expect(
            verdicts[.proved, default: 0] * 10 > result.done
                && verdicts[.counterexample, default: 0] * 10 > result.done)
    }

    @Test("a policy set allows nothing new against itself, and what it allows anew is a request")
    func difference() throws {
        var policies = RandomPolicies(random: SeededGenerator(seed: Self.seed &+ 1))
        var found = 0
        for _ in 0..<20 {
            let narrow =
                #"{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": \#(Self.names), "Resource": "*"}}"#
            let own = policies.document(statements: 1...3, allowing: 0.6)
            let old = PolicySet(identity: [try policy(narrow)], serviceControl: [[try policy(own)]])
            #expect(old.decideNothingNew(since: old).verdict != .counterexample)
            let other = policies.document(statements: 1...3, allowing: 0.6)
            let new = PolicySet(identity: [try policy(narrow)], serviceControl: [[try policy(other)]])
            let answer = new.decideNothingNew(since: old)
            guard answer.verdict == .counterexample else { continue }
            let request = try #require(answer.counterexample).request
            found += 1
            #expect(new.decide(request).verdict == .allowed)
            #expect([.explicitlyDenied, .implicitlyDenied].contains(old.decide(request).verdict))
        }
        #expect(found > 0)
    }

    private static let names = "[" + RandomPolicies.actions.map { "\"\($0)\"" }.joined(separator: ", ") + "]"
}
