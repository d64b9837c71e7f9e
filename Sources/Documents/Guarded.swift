#if THREAD_SANITIZER
    #if canImport(Darwin)
        import Darwin
    #else
        import Glibc
    #endif

    /// A value that several threads use, one at a time, in the form whose locks the thread sanitizer sees: those of `Mutex`
    /// lie in a library that it does not instrument, so it would report every use as a race.
    package final class Guarded<Value>: @unchecked Sendable {
        private let lock = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
        private var value: Value

        package init(_ value: consuming sending Value) {
            self.value = value
            pthread_mutex_init(lock, nil)
        }

        deinit {
            pthread_mutex_destroy(lock)
            lock.deallocate()
        }

        package func withLock<Result, Failure: Error>(
            _ body: (inout sending Value) throws(Failure) -> sending Result
        ) throws(Failure) -> sending Result {
            pthread_mutex_lock(lock)
            defer { pthread_mutex_unlock(lock) }
            return try body(&value)
        }
    }
#else
    package import Synchronization

    /// A value that several threads use, one at a time.
    package typealias Guarded<Value: ~Copyable> = Mutex<Value>
#endif
