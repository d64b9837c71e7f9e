import Synchronization

/// How often the calls of a run may be tried again in all: a service in trouble must not be asked for ever.
///
/// Each retry takes one, each success gives one back.
public final class RetryBudget: Sendable {
    private struct State {
        var rest: Int
        var throttles = 0
        var calls = 0
    }

    private let limit: Int
    private let state: Mutex<State>

    public init(limit: Int = 2000) {
        self.limit = limit
        state = Mutex(State(rest: limit))
    }

    /// Answers of services that asked for fewer requests.
    public var throttles: Int { state.withLock { $0.throttles } }
    /// Requests, those included that were tried again.
    public var calls: Int { state.withLock { $0.calls } }

    func take(for failure: ServiceFailure) -> Bool {
        state.withLock { state in
            if failure.kind == .throttled { state.throttles += 1 }
            guard state.rest > 0 else { return false }
            state.rest -= 1
            return true
        }
    }

    func count() { state.withLock { $0.calls += 1 } }

    func giveBack() { state.withLock { $0.rest = min(limit, $0.rest + 1) } }
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
