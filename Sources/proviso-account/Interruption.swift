#if Account
    import Dispatch
    import Synchronization

    #if canImport(Glibc)
        import Glibc
    #else
        import Darwin
    #endif

    /// Whether a signal ends the process by itself. Inside the type, `signal` is one of its properties.
    private func setHandling(of number: Int32, endsProcess: Bool) { signal(number, endsProcess ? SIG_DFL : SIG_IGN) }

    /// Ctrl-C and SIGTERM: the first one lets a run end in order, the second one ends it at once.
    final class Interruption: Sendable {
        private let number = Mutex<Int32?>(nil)

        /// The signal that came; nil if none did.
        var signal: Int32? { number.withLock { $0 } }

        /// Runs something that a signal cancels.
        func watch<Value: Sendable>(_ body: @escaping @Sendable () async -> Value) async -> Value {
            let task = Task { await body() }
            let sources = [SIGINT, SIGTERM].map { number in
                // The source is told of signals that would otherwise end the process.
                setHandling(of: number, endsProcess: false)
                let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
                source.setEventHandler { [self] in
                    let isSecond = self.number.withLock { known in
                        defer { known = known ?? number }
                        return known != nil
                    }
                    if isSecond { _exit(128 + number) }
                    task.cancel()
                }
                source.resume()
                return source
            }
            let value = await task.value
            for source in sources { source.cancel() }
            // Whatever follows ends as any process does.
            for number in [SIGINT, SIGTERM] { setHandling(of: number, endsProcess: true) }
            return value
        }
    }
#endif
