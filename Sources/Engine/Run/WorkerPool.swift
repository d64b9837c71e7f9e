import Documents
import Synchronization

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Runs independent pieces of work on a few threads.
///
/// Plain threads from a synchronous main: an asynchronous one costs milliseconds at the end of the process.
enum WorkerPool {
    /// The number of processors that are online.
    static var processorCount: Int { max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }

    /// Calls `body` once on each of `count` threads, the calling one among them, and returns when all have returned.
    static func run(count: Int, _ body: @escaping @Sendable (_ worker: Int) -> Void) {
        var threads = [ThreadHandle]()
        for worker in 1..<max(count, 1) {
            guard let thread = start({ body(worker) }) else { break }
            threads.append(thread)
        }
        body(0)
        for thread in threads { pthread_join(thread, nil) }
    }

    /// The results of independent pieces of work, in the order of their indices.
    /// - Parameters:
    ///   - sizes: how large each piece is. The largest are begun first: one that is begun last is waited for alone.
    ///   - worker: makes what one thread works with, and says how a piece is done.
    static func map<Result: Sendable>(
        threads: Int, largestFirst sizes: [Int], _ worker: @escaping @Sendable () -> (Int) -> Result
    ) -> [Result] {
        guard threads > 1 else { return map(threads: 1, count: sizes.count, worker) }
        let order = sizes.indices.sorted { (sizes[$1], $0) < (sizes[$0], $1) }
        let results = map(threads: threads, count: sizes.count) {
            let work = worker()
            return { place in (index: order[place], result: work(order[place])) }
        }
        return results.sorted { $0.index < $1.index }.map(\.result)
    }

    /// The results of independent pieces of work, in the order of their indices.
    /// - Parameter worker: makes what one thread works with, and says how a piece is done.
    static func map<Result: Sendable>(
        threads: Int, count: Int, _ worker: @escaping @Sendable () -> (Int) -> Result
    ) -> [Result] {
        let queue = WorkQueue(count: count)
        let results = Guarded([Int: Result]())
        run(count: min(threads, count)) { _ in
            let work = worker()
            while let index = queue.take() {
                let result = work(index)
                results.withLock { $0[index] = result }
            }
        }
        return results.withLock { results in (0..<count).compactMap { results[$0] } }
    }

    #if canImport(Darwin)
        private typealias ThreadHandle = pthread_t
    #else
        private typealias ThreadHandle = pthread_t
    #endif

    /// Evaluation recurses as deep as documents and expressions nest, so threads get the stack that the main one has.
    private static let stackSize = 8 << 20

    private static func start(_ work: @escaping @Sendable () -> Void) -> ThreadHandle? {
        let box = Unmanaged.passRetained(Work(run: work))
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        defer { pthread_attr_destroy(&attributes) }
        pthread_attr_setstacksize(&attributes, stackSize)
        #if canImport(Darwin)
            var thread: pthread_t?
            let status = pthread_create(&thread, &attributes, { Work.enter($0) }, box.toOpaque())
        #else
            var thread = pthread_t()
            let status = pthread_create(&thread, &attributes, { Work.enter($0) }, box.toOpaque())
        #endif
        guard status == 0 else {
            box.release()
            return nil
        }
        return thread
    }

    private final class Work {
        let run: @Sendable () -> Void

        init(run: @escaping @Sendable () -> Void) { self.run = run }

        static func enter(_ pointer: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
            if let pointer { Unmanaged<Work>.fromOpaque(pointer).takeRetainedValue().run() }
            return nil
        }
    }
}

/// Hands out the indices below a bound, each to one caller.
final class WorkQueue: Sendable {
    private let next = Atomic<Int>(0)
    private let count: Int

    init(count: Int) { self.count = count }

    func take() -> Int? {
        let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
        return index < count ? index : nil
    }
}
