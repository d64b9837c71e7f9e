import Engine

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Waits until one of some files changes, appears or goes away, or until the user interrupts.
///
/// It asks the file system several times a second: that works on every file system, also on those mounted from another
/// machine, where the kernel tells of no changes.
struct FileWatcher {
    /// The files and directories; asked again each time, as there may be new ones.
    private let paths: () -> [String]
    /// What was there before the last run, so that a change during it is noticed.
    private var seen: [String: [Int]] = [:]

    /// How long it waits between two looks, in milliseconds.
    private static let interval: Int32 = 250

    init(paths: @escaping () -> [String]) {
        self.paths = paths
        seen = state
        Interruption.listen()
    }

    /// - Returns: false when the user interrupted.
    mutating func waitForChange() -> Bool {
        while !Interruption.hasHappened {
            // Ends early when a signal comes in.
            _ = poll(nil, 0, Self.interval)
            let now = state
            guard !Interruption.hasHappened, now != seen else { continue }
            seen = now
            return true
        }
        return false
    }

    private var state: [String: [Int]] {
        var state: [String: [Int]] = [:]
        for path in paths() {
            var status = stat()
            guard stat(path, &status) == 0 else { continue }
            #if canImport(Glibc)
                let time = status.st_mtim
            #else
                let time = status.st_mtimespec
            #endif
            state[path] = [Int(status.st_size), time.tv_sec, time.tv_nsec, Int(status.st_ino)]
        }
        return state
    }
}

/// Whether the user asked the program to end.
enum Interruption {
    // INVARIANT: written by the signal handler alone, read by the thread that waits; one aligned word.
    nonisolated(unsafe) private static var flag: sig_atomic_t = 0

    static var hasHappened: Bool { flag != 0 }

    static func listen() {
        // Whoever started the program may have blocked the signals for himself.
        var signals = sigset_t()
        sigemptyset(&signals)
        for number in [SIGINT, SIGTERM] {
            sigaddset(&signals, number)
            signal(number) { _ in Interruption.flag = 1 }
        }
        sigprocmask(SIG_UNBLOCK, &signals, nil)
    }
}

extension ExitStatus {
    /// The convention of shells for a process that SIGINT ended.
    static let interrupted: Int32 = 130
}
