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

    private let stop = Signals.catching()

    /// The signal by which the user interrupted; nil while there was none.
    var signal: Int32? { stop.number }

    /// How long it waits between two looks, in milliseconds.
    private static let interval: Int32 = 250

    init(paths: @escaping () -> [String]) {
        self.paths = paths
        seen = state
    }

    /// - Returns: false when the user interrupted.
    mutating func waitForChange() -> Bool {
        while stop.number == nil {
            // Ends early when a signal comes in.
            _ = poll(nil, 0, Self.interval)
            let now = state
            guard stop.number == nil, now != seen else { continue }
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
