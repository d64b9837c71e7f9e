#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Says when the work on one file must end before it is done: the run was interrupted, or the file's time is over.
struct WorkLimit {
    enum Cause {
        case interrupted
        case timeout
    }

    private let stop: StopRequest?
    /// Nanoseconds of the monotonic clock; nil without a limit.
    private let deadline: Int64?
    private var calls = 0
    /// Why the work must end; nil while it may go on.
    private(set) var cause: Cause?

    /// - Parameter seconds: how long the work may take from now on.
    init(stop: StopRequest?, seconds: Int?) {
        self.stop = stop
        deadline = seconds.map { WorkLimit.now &+ Int64($0) &* 1_000_000_000 }
    }

    /// Whether the work may go on. Asked often: it looks at the clock only now and then.
    mutating func goesOn() -> Bool {
        calls &+= 1
        return calls & 63 == 0 ? goesOnNow() : cause == nil
    }

    /// Whether the work may go on, by the clock.
    mutating func goesOnNow() -> Bool {
        if cause == nil {
            if stop?.number != nil {
                cause = .interrupted
            } else if let deadline, WorkLimit.now >= deadline {
                cause = .timeout
            }
        }
        return cause == nil
    }

    private static var now: Int64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec)
    }
}
