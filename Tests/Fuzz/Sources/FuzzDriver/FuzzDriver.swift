#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

@_silgen_name("LLVMFuzzerRunDriver")
private func runDriver(
    _ argumentCount: UnsafeMutablePointer<CInt>,
    _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?>,
    _ callback: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
) -> CInt

/// Hands libFuzzer the function that it calls with its inputs.
public enum FuzzDriver {
    // INVARIANT: set once, before libFuzzer starts.
    private nonisolated(unsafe) static var body: (UnsafeRawBufferPointer) -> Void = { _ in }

    /// Runs libFuzzer with the arguments of the process.
    public static func run(_ body: @escaping (UnsafeRawBufferPointer) -> Void) -> Never {
        Self.body = body
        var count = CommandLine.argc
        var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv
        exit(
            runDriver(&count, &arguments) { start, length in
                FuzzDriver.body(UnsafeRawBufferPointer(start: start, count: length))
                return 0
            })
    }

    /// Ends the process with a message unless a claim holds, so that libFuzzer keeps the input.
    public static func expect(_ condition: Bool, _ message: @autoclosure () -> String) {
        if !condition { fatalError(message()) }
    }
}
