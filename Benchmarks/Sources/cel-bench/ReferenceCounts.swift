import CEL
import CReferenceCounts

/// Counts what evaluations retain, release and allocate, of which the path of a passing rule does nothing.
enum ReferenceCounts {
    private static let rounds = 1_000

    /// Prints a line for each case.
    /// - Throws: an error if an evaluation does any of it, or if nothing can be counted.
    static func check(_ environment: Environment) throws {
        let cases = Case.all + Case.others
        for benchmark in cases { _ = try environment.compile(benchmark.expression) }
        try proveCounting()
        var isClean = true
        for benchmark in cases {
            let program = try environment.compile(benchmark.expression)
            let activation = Activation(environment)
            activation.bind("r", try CELBench.root(of: benchmark, environment))
            let frame = activation.frame
            // The first evaluation takes the memory that all others use again.
            guard program.evaluate(frame).isTrue else { throw CELBench.Failure(name: benchmark.name) }
            frame.reset()
            let counts = counting {
                for _ in 0..<rounds {
                    if !program.evaluate(frame).isTrue { return false }
                    frame.reset()
                }
                return true
            }
            guard let counts else { throw CELBench.Failure(name: benchmark.name) }
            print(
                benchmark.name, perRound(counts.retains), perRound(counts.releases), perRound(counts.allocations),
                separator: "\t")
            // A handful around the loop is not of the evaluations.
            let total = counts.retains + counts.releases + counts.allocations
            isClean = isClean && total < UInt64(rounds) / 100
        }
        if !isClean { throw Found() }
    }

    /// A check that counts nothing would always pass.
    private static func proveCounting() throws {
        var kept: [AnyObject] = []
        let counts = counting {
            for _ in 0..<rounds { kept.append(Box()) }
            return true
        }
        guard let counts, counts.allocations >= UInt64(rounds), kept.count == rounds else { throw Uncounted() }
        let copies = counting {
            let copy = kept.map { $0 }
            return copy.count == rounds
        }
        guard let copies, copies.retains >= UInt64(rounds) else { throw Uncounted() }
    }

    private static func counting(_ body: () -> Bool) -> reference_counts? {
        guard reference_counts_start() else { return nil }
        let isRight = body()
        let counts = reference_counts_stop()
        return isRight ? counts : nil
    }

    private static func perRound(_ count: UInt64) -> String {
        "\((Double(count) / Double(rounds) * 100).rounded() / 100)"
    }

    private final class Box {}

    struct Found: Error, CustomStringConvertible {
        var description: String { "an evaluation that passes retains, releases or allocates" }
    }

    struct Uncounted: Error, CustomStringConvertible {
        var description: String { "this runtime lets nothing be counted" }
    }
}
