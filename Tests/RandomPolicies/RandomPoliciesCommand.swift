import IAM

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Puts random policy sets to the decision procedure and to the evaluator, as many as asked for or as time permits.
///
///     random-policies COUNT SECONDS [SEED]
///
/// Ends with 1 if the two disagree, or if the time was too short for the number.
@main
enum RandomPoliciesCommand {
    static func main() throws {
        let numbers = CommandLine.arguments.dropFirst().map { UInt64($0) }
        guard (2...3).contains(numbers.count), let count = numbers[0], let seconds = numbers[1],
            let seed = numbers.count == 3 ? numbers[2] : 41, count < UInt64(Int32.max), seconds < UInt64(Int32.max)
        else {
            print("usage: random-policies COUNT SECONDS [SEED]")
            exit(2)
        }
        let start = ContinuousClock.now
        let result = try RandomRun(seed: seed, count: Int(count), limit: .seconds(Int(seconds))).run()
        let verdicts = result.verdicts.map { "\($0.value) \($0.key.rawValue)" }.sorted().joined(separator: ", ")
        let time = ContinuousClock.now - start
        print("random policy sets, seed \(seed): \(result.done) of \(count) in \(time): \(verdicts)")
        for (reason, number) in result.reasons.sorted(by: { $0.key < $1.key }) {
            print("  unknown: \(number) \(reason)")
        }
        for disagreement in result.disagreements.prefix(10) { print("error: \(disagreement)") }
        if result.done < Int(count) {
            print("error: only \(result.done) of \(count) policy sets in \(seconds) seconds: give it more time")
        }
        exit(result.disagreements.isEmpty && result.done == Int(count) ? 0 : 1)
    }
}
