/// Which files were read, by the paths under which they were.
public final class ReadingLog: Sendable {
    private let paths = Guarded<Set<String>>([])

    public init() {}

    func note(_ path: String) { paths.withLock { _ = $0.insert(path) } }

    /// In no particular order.
    public var files: Set<String> { paths.withLock { $0 } }
}
