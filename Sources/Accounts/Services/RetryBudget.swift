/// How often the calls of a run may be tried again in all: a service in trouble must not be asked for ever.
///
/// Each retry takes one, each success gives one back.
public actor RetryBudget {
    private let limit: Int
    private var rest: Int
    public private(set) var throttles = 0
    public private(set) var calls = 0

    public init(limit: Int = 2000) {
        self.limit = limit
        rest = limit
    }

    func take(for failure: ServiceFailure) -> Bool {
        if failure.kind == .throttled { throttles += 1 }
        guard rest > 0 else { return false }
        rest -= 1
        return true
    }

    func count() { calls += 1 }

    func giveBack() { rest = min(limit, rest + 1) }
}

/// Lets so many in at a time, in the order of arrival.
public actor RequestLane {
    private var free: Int
    private var waiting: [CheckedContinuation<Void, Never>] = []

    public init(limit: Int) { free = limit }

    func enter() async {
        if free > 0 {
            free -= 1
        } else {
            await withCheckedContinuation { waiting.append($0) }
        }
    }

    func leave() {
        if waiting.isEmpty { free += 1 } else { waiting.removeFirst().resume() }
    }
}
