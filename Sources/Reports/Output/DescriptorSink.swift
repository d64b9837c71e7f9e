public import Documents

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Writes to an open file descriptor, such as standard output.
///
/// A pipe whose reader is gone is an error like any other only in a process that ignores `SIGPIPE`.
public final class DescriptorSink: ByteSink {
    private let descriptor: Int32
    private let name: String
    /// Whether the program that read what is written here has ended: whoever needs no more is told no more.
    public private(set) var hasLostReader = false

    /// - Parameters:
    ///   - descriptor: open for writing; the sink does not close it.
    ///   - name: what messages call it.
    public init(descriptor: Int32, name: String) {
        self.descriptor = descriptor
        self.name = name
    }

    public static var standardOutput: DescriptorSink {
        DescriptorSink(descriptor: STDOUT_FILENO, name: "standard output")
    }

    public static var standardError: DescriptorSink {
        DescriptorSink(descriptor: STDERR_FILENO, name: "standard error")
    }

    public func write(_ bytes: UnsafeRawBufferPointer) throws(Diagnostic) {
        var rest = bytes[...]
        while !rest.isEmpty {
            #if canImport(Darwin)
                let count = Darwin.write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
            #else
                let count = Glibc.write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
            #endif
            if count >= 0 {
                rest = rest.dropFirst(count)
            } else if errno == EAGAIN {
                waitUntilWritable()
            } else if errno != EINTR {
                let code = errno
                hasLostReader = code == EPIPE
                throw Diagnostic.cannotWrite(name, code: code)
            }
        }
    }

    /// A terminal or pipe that another program made non-blocking is waited for.
    private func waitUntilWritable() {
        var request = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        _ = poll(&request, 1, -1)
    }
}

extension Diagnostic {
    /// What is said when the system refuses to write.
    /// - Parameter code: the value of `errno`.
    static func cannotWrite(_ name: String, code: Int32) -> Diagnostic {
        let help: [Int32: String] = [
            EPIPE: "the program that reads the report has ended",
            ENOSPC: "make room on the disk and run again",
            EDQUOT: "make room in the quota and run again",
            ENOENT: "make the folder first, or name another file",
            EACCES: "choose a file in a folder that may be written",
            EROFS: "choose a file in a folder that may be written",
        ]
        return Diagnostic(
            file: name, message: "cannot write `\(name)`: \(systemMessage(of: code))", help: help[code])
    }

    private static func systemMessage(of code: Int32) -> String {
        guard let text = strerror(code) else { return "error \(code)" }
        let message = String(cString: text)
        return message.prefix(1).lowercased() + message.dropFirst()
    }
}
