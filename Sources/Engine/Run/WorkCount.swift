/// How much was done: what the time of a run depends on, without the noise of clocks.
public struct WorkCount: Hashable, Sendable {
    /// Evaluations of a rule on a resource in one scenario.
    public var evaluations = 0
    /// Guarantees that were decided for the policies of a principal.
    public var decisions = 0

    static func += (total: inout WorkCount, more: WorkCount) {
        total.evaluations += more.evaluations
        total.decisions += more.decisions
    }
}

/// Counts the work of one thread.
final class WorkCounter {
    var count = WorkCount()

    /// What was counted since the last time.
    func take() -> WorkCount {
        defer { count = WorkCount() }
        return count
    }
}
