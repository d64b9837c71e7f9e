#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// All functions of one name. Several libraries may add overloads to a name; their overloads are numbered through.
public struct FunctionGroup: Sendable {
    private let first: Function
    /// Apart from the first, so that most groups need no memory of their own.
    private var others: [Function] = []
    private let store: OverloadStore
    private let index: Int

    init(_ first: Function, index: Int, store: OverloadStore) {
        self.first = first
        self.index = index
        self.store = store
    }

    public var name: String { first.name }

    public var parts: [Function] { [first] + others }

    mutating func append(_ function: Function) { others.append(function) }

    /// Built when first asked for, then kept as long as the declarations live.
    public var overloads: [Overload] {
        store.overloads(index) { parts.flatMap { $0.overloads() } }
    }

    /// The overload with a number that a resolution gave.
    public func overload(_ index: Int) -> Overload? {
        let overloads = self.overloads
        return overloads.indices.contains(index) ? overloads[index] : nil
    }
}

/// The overloads of those functions that some expression has used.
// INVARIANT: `known` is only touched while `mutex` is held.
final class OverloadStore: @unchecked Sendable {
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private var known: [[Overload]?] = []

    init() {
        mutex = .allocate(capacity: 1)
        mutex.initialize(to: pthread_mutex_t())
        pthread_mutex_init(mutex, nil)
    }

    deinit {
        pthread_mutex_destroy(mutex)
        mutex.deallocate()
    }

    /// `make` is called outside of the lock, perhaps by two threads at once.
    func overloads(_ index: Int, make: () -> [Overload]) -> [Overload] {
        if let overloads = find(index) { return overloads }
        let overloads = make()
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        while known.count <= index { known.append(nil) }
        known[index] = overloads
        return overloads
    }

    private func find(_ index: Int) -> [Overload]? {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return index < known.count ? known[index] : nil
    }
}
