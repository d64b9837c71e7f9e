#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The facts of the services that somebody asked about, each read once.
// INVARIANT: `known` is only touched between locking and unlocking `lock`, which is initialised once and never moves.
final class ServiceFactsStore: @unchecked Sendable {
    private let lock: UnsafeMutablePointer<pthread_mutex_t>
    private var known: [String: ServiceFacts] = [:]

    init() {
        lock = .allocate(capacity: 1)
        lock.initialize(to: pthread_mutex_t())
        pthread_mutex_init(lock, nil)
    }

    deinit {
        pthread_mutex_destroy(lock)
        lock.deinitialize(count: 1)
        lock.deallocate()
    }

    func facts(of service: Service) -> ServiceFacts {
        pthread_mutex_lock(lock)
        defer { pthread_mutex_unlock(lock) }
        if let facts = known[service.prefix] { return facts }
        let facts = ServiceFacts(service)
        known[service.prefix] = facts
        return facts
    }
}
