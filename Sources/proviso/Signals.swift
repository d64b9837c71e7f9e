import Engine

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Ctrl-C and SIGTERM: the first one ends a run with what it knows so far, the second one at once.
enum Signals {
    /// Seconds within which a run ends; a parser in the middle of a large file is not waited for longer.
    private static let patience: UInt32 = 2

    private static let stop = StopRequest()

    /// Catches the signals from now on.
    /// - Returns: what tells the run that one came.
    static func catching() -> StopRequest {
        // Made before a handler can ask for it.
        let stop = stop
        for number in [SIGINT, SIGTERM] {
            let before = handle(number) { number in
                guard Signals.stop.make(by: number) else { _exit(128 + number) }
                alarm(Signals.patience)
            }
            // What runs in the background is not meant by Ctrl-C.
            if before.isIgnored { _ = handle(number, SIG_IGN) }
        }
        _ = handle(SIGALRM) { _ in _exit(128 + (Signals.stop.number ?? SIGALRM)) }
        unblock([SIGINT, SIGTERM, SIGALRM])
        return stop
    }

    /// Whoever started the program may have blocked the signals for himself, and a process inherits that.
    private static func unblock(_ numbers: [Int32]) {
        var set = sigset_t()
        sigemptyset(&set)
        for number in numbers { sigaddset(&set, number) }
        sigprocmask(SIG_UNBLOCK, &set, nil)
    }

    /// The run has ended: writing its reports may take its time, and the next signal ends it at once.
    static func release() {
        alarm(0)
        for number in [SIGINT, SIGTERM] where handle(number, SIG_DFL).isIgnored { _ = handle(number, SIG_IGN) }
    }

    private typealias Handler = @convention(c) (Int32) -> Void

    /// Sets a handler that also ends the reading of a pipe or terminal.
    /// - Returns: the action before.
    private static func handle(_ number: Int32, _ handler: Handler?) -> sigaction {
        var action = sigaction()
        var before = sigaction()
        #if canImport(Darwin)
            action.__sigaction_u.__sa_handler = handler
        #else
            action.__sigaction_handler.sa_handler = handler
        #endif
        sigaction(number, &action, &before)
        return before
    }
}

extension sigaction {
    fileprivate var isIgnored: Bool {
        #if canImport(Darwin)
            let handler = __sigaction_u.__sa_handler
        #else
            let handler = __sigaction_handler.sa_handler
        #endif
        return unsafeBitCast(handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
    }
}
