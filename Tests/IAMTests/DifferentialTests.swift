import Documents
import Foundation
import IAM
import Testing

@Suite("the decision procedure against the evaluator")
struct DifferentialTests {
    private static let environment = ProcessInfo.processInfo.environment
    private static let count = environment["PROVISO_IAM_RANDOM_CASES"].flatMap { Int($0) } ?? 20_000
    /// After this many seconds the rest is left to a machine with more time; `.ci/run` gives them all.
    private static let seconds = environment["PROVISO_IAM_RANDOM_SECONDS"].flatMap { Double($0) } ?? 15
    private static let seed = environment["PROVISO_IAM_RANDOM_SEED"].flatMap { UInt64($0) } ?? 41

    @Test("no proof is refuted by a request, and every counterexample is one")
    func random() throws {
        var policies = RandomPolicies(random: SeededGenerator(seed: Self.seed))
        var verdicts: [Answer.Verdict: Int] = [:]
        var reasons: [Substring: Int] = [:]
        var options = DecisionOptions()
        options.explainsProofs = false
        let end = ContinuousClock.now.advanced(by: .seconds(Self.seconds))
        var done = 0
        for number in 0..<Self.count {
            if ContinuousClock.now > end { break }
            done += 1
            let instance = try RandomInstance(&policies)
            let answer = instance.set.decide(instance.guarantee, options: options)
            verdicts[answer.verdict, default: 0] += 1
            let label: Comment = "seed \(Self.seed), case \(number): \(instance.description)"
            switch answer.verdict {
            case .counterexample:
                let request = try #require(answer.counterexample).request
                #expect(instance.set.decide(request).verdict == .allowed, label)
                #expect(instance.isBroken(by: request), label)
                #expect(RandomRequests.isWellFormed(request), "\(label.rawValue): \(request)")
            case .proved:
                for _ in 0..<50 {
                    let request = RandomRequests.request(instance.action, &policies)
                    guard instance.set.decide(request).verdict == .allowed else { continue }
                    if instance.isBroken(by: request) {
                        Issue.record("\(label.rawValue): \(request)")
                        break
                    }
                }
            case .unknown:
                #expect(answer.reason != nil, label)
                reasons[answer.reason?.prefix { $0 != "`" } ?? "", default: 0] += 1
            }
        }
        print("random cases, seed \(Self.seed): \(done) of \(Self.count), \(verdicts), unknown because \(reasons)")
        // An answer that is never given is no answer.
        #expect(verdicts[.unknown, default: 0] * 10 < max(done, 100))
        #expect(
            verdicts[.proved, default: 0] * 10 > done && verdicts[.counterexample, default: 0] * 10 > done)
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

/// A random policy set with a random claim about one action.
struct RandomInstance: CustomStringConvertible {
    let set: PolicySet
    let action: String
    let guarantee: Guarantee
    let identity: String
    let control: String?
    let boundary: String?
    let claim: String

    init(_ policies: inout RandomPolicies) throws {
        let everything = #"{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}"#
        identity = policies.document(statements: 1...4, allowing: 0.75)
        control = policies.chance(0.6) ? policies.document(statements: 1...3, allowing: 0.1) : nil
        boundary = policies.chance(0.3) ? policies.document(statements: 1...3, allowing: 0.8) : nil
        action = policies.pick(RandomPolicies.actions)
        claim = #"{"actions": ["\#(action)"], "onlyWhen": \#(policies.claim())}"#
        guarantee = try Guarantee(reading: json(claim))
        set = PolicySet(
            identity: [try policy(identity, kind: .managed)],
            serviceControl: try control.map { [[try policy(everything), try policy($0)]] } ?? [],
            boundary: try boundary.map { try policy($0) })
    }

    var description: String {
        "identity \(identity)\ncontrol \(control ?? "none")\nboundary \(boundary ?? "none")\nclaim \(claim)"
    }

    /// Whether a request does what the guarantee excludes, asked of the evaluator: a statement that allows exactly what
    /// the guarantee wants does not allow the request.
    func isBroken(by request: Request) -> Bool {
        let wanted = claim.components(separatedBy: #""onlyWhen": "#)[1].dropLast()
        let text =
            #"{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": \#(wanted)}}"#
        if wanted == "{}" { return true }
        guard let policy = try? policy(text) else { return false }
        return PolicySet(identity: [policy]).decide(request).verdict == .implicitlyDenied
    }
}
