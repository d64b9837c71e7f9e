import IAM

/// Random policy sets, decided by the procedure and checked by the evaluator.
///
/// A counterexample must be allowed by the evaluator and break the guarantee; of a proof none of fifty random requests may
/// be allowed and break it.
struct RandomRun {
    var seed: UInt64
    /// How many sets to look at.
    var count: Int
    /// After so long it ends.
    var limit: Duration

    static let requestsForProof = 50

    struct Result {
        var done = 0
        var verdicts: [Answer.Verdict: Int] = [:]
        /// How often an answer is unknown, by the beginning of the reason.
        var reasons: [String: Int] = [:]
        /// What procedure and evaluator do not agree about.
        var disagreements: [String] = []
    }

    func run() throws -> Result {
        var policies = RandomPolicies(random: SeededGenerator(seed: seed))
        var result = Result()
        var options = DecisionOptions()
        options.explainsProofs = false
        let end = ContinuousClock.now.advanced(by: limit)
        while result.done < count, ContinuousClock.now < end {
            let instance = try RandomInstance(&policies)
            let answer = instance.set.decide(instance.guarantee, options: options)
            result.verdicts[answer.verdict, default: 0] += 1
            if let problem = Self.problem(answer, instance, &policies) {
                result.disagreements.append("seed \(seed), set \(result.done): \(problem)\n\(instance)")
            }
            if answer.verdict == .unknown {
                result.reasons[String(answer.reason?.prefix { $0 != "`" } ?? ""), default: 0] += 1
            }
            result.done += 1
        }
        return result
    }

    /// What is wrong with an answer; nil if nothing is.
    private static func problem(
        _ answer: Answer, _ instance: RandomInstance, _ policies: inout RandomPolicies
    ) -> String? {
        switch answer.verdict {
        case .counterexample:
            guard let request = answer.counterexample?.request else { return "a counterexample without a request" }
            if instance.set.decide(request).verdict != .allowed { return "the request is not allowed: \(request)" }
            if !instance.isBroken(by: request) { return "the request breaks nothing: \(request)" }
            return RandomRequests.isWellFormed(request) ? nil : "no such request reaches AWS: \(request)"
        case .proved:
            for _ in 0..<requestsForProof {
                let call = RandomRequests.call(instance.action, by: instance.set.principal, &policies)
                // That nothing allows to give tags proves nothing, that something denies it does.
                let tagging = call.first.flatMap { RandomRequests.tagging(of: $0) }
                let maySetTags = tagging.map { instance.set.decide($0).verdict != .explicitlyDenied } ?? true
                if maySetTags, call.allSatisfy({ instance.set.decide($0).verdict == .allowed }),
                    call.contains(where: { instance.isBroken(by: $0) })
                {
                    return "a request refutes the proof: \(call)"
                }
            }
            return nil
        case .unknown: return answer.reason == nil ? "unknown without a reason" : nil
        }
    }
}
