#if canImport(Darwin)
    internal import Darwin
#else
    internal import Glibc
#endif

/// Runs a program with an array of arguments, so that no shell ever reads a name, and takes what it prints.
///
/// A child's input and errors are files without a name: with one pipe only, neither side can wait for the other.
package struct ChildProcess {
    package struct Output {
        /// The code of the exit; 128 and the signal if one ended it.
        package var code: Int32
        package var bytes: [UInt8]
        package var errors: String
    }

    package enum Failure: Error {
        case missing
        case tooLarge
        /// It ran longer than it may.
        case late
        /// Words of the operating system.
        case refused(String)
    }

    package var program: String
    /// Variables beside those of this process.
    package var environment: [String: String] = [:]
    /// The most bytes that are taken.
    package var limit = 1 << 30
    /// How long it may run; nil for as long as it takes.
    package var seconds: Int?

    package init(program: String) { self.program = program }

    package func run(_ arguments: [String], input: [UInt8] = []) throws(Failure) -> Output {
        let standardInput = try Self.scratch(input)
        defer { close(standardInput) }
        let errors = try Self.scratch([])
        defer { close(errors) }
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw Self.latest }
        var actions = Self.actions()
        defer { posix_spawn_file_actions_destroy(&actions) }
        for (from, to) in [(standardInput, 0), (ends[1], 1), (errors, 2)] as [(Int32, Int32)] {
            posix_spawn_file_actions_adddup2(&actions, from, to)
        }
        posix_spawn_file_actions_addclose(&actions, ends[0])
        posix_spawn_file_actions_addclose(&actions, ends[1])
        let (status, process) = Self.withStrings([program] + arguments) { words in
            Self.withStrings(variables) { variables in
                var process = pid_t()
                return (posix_spawnp(&process, program, &actions, nil, words, variables), process)
            }
        }
        close(ends[1])
        defer { close(ends[0]) }
        guard status == 0 else {
            if status == ENOENT { throw .missing }
            throw .refused(String(cString: strerror(status)))
        }
        let bytes = Result { () throws(Failure) in try Self.read(ends[0], limit: limit, until: seconds.map(Self.time)) }
        // A child that has more to say than is taken would wait for ever.
        if case .failure = bytes { kill(process, SIGKILL) }
        let code = Self.wait(for: process)
        let taken = try bytes.get()
        lseek(errors, 0, SEEK_SET)
        let text = String(decoding: (try? Self.read(errors, limit: 64 << 10)) ?? [], as: UTF8.self)
        return Output(code: code, bytes: taken, errors: text)
    }

    private static func wait(for process: pid_t) -> Int32 {
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
        // WIFEXITED and WEXITSTATUS are macros.
        return status & 0x7F == 0 ? status >> 8 & 0xFF : 128 + status & 0x7F
    }

    /// The variables of this process with those of the child in their place.
    private var variables: [String] {
        var variables: [String] = environment.map { "\($0.key)=\($0.value)" }
        var place = environ
        while let entry = place.pointee {
            let text = String(cString: entry)
            if let name = text.split(separator: "=", maxSplits: 1).first, environment[String(name)] == nil {
                variables.append(text)
            }
            place += 1
        }
        return variables
    }

    /// The time in so many seconds, on a clock that nobody sets.
    private static func time(in seconds: Int) -> Int {
        var now = timespec()
        clock_gettime(CLOCK_MONOTONIC, &now)
        return Int(now.tv_sec) + seconds
    }

    /// Waits until there is something to read.
    private static func wait(for descriptor: Int32, until end: Int) throws(Failure) {
        while true {
            let left = end - time(in: 0)
            guard left > 0 else { throw .late }
            var poller = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            if poll(&poller, 1, Int32(truncatingIfNeeded: min(left, 3600) * 1000)) > 0 { return }
        }
    }

    /// Everything up to the end.
    private static func read(_ descriptor: Int32, limit: Int, until end: Int? = nil) throws(Failure) -> [UInt8] {
        var bytes: [UInt8] = []
        let chunk = UnsafeMutableRawBufferPointer.allocate(byteCount: 256 << 10, alignment: 16)
        defer { chunk.deallocate() }
        while true {
            if let end { try wait(for: descriptor, until: end) }
            #if canImport(Darwin)
                let count = Darwin.read(descriptor, chunk.baseAddress, chunk.count)
            #else
                let count = Glibc.read(descriptor, chunk.baseAddress, chunk.count)
            #endif
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return bytes }
            guard bytes.count + count <= limit else { throw .tooLarge }
            bytes.append(contentsOf: chunk[..<count])
        }
    }

    /// A file without a name that holds some bytes, ready to be read.
    private static func scratch(_ bytes: [UInt8]) throws(Failure) -> Int32 {
        let directory = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        var name = Array((directory + "/proviso-XXXXXX").utf8CString)
        let descriptor = mkstemp(&name)
        guard descriptor >= 0 else { throw latest }
        unlink(name)
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else {
                let failure = latest
                close(descriptor)
                throw failure
            }
            rest = rest.dropFirst(count)
        }
        lseek(descriptor, 0, SEEK_SET)
        return descriptor
    }

    private static var latest: Failure { .refused(String(cString: strerror(errno))) }

    #if canImport(Darwin)
        private static func actions() -> posix_spawn_file_actions_t? {
            var actions: posix_spawn_file_actions_t?
            posix_spawn_file_actions_init(&actions)
            return actions
        }
    #else
        private static func actions() -> posix_spawn_file_actions_t {
            var actions = posix_spawn_file_actions_t()
            posix_spawn_file_actions_init(&actions)
            return actions
        }
    #endif

    /// The texts as C expects them: a list that ends with a null pointer.
    private static func withStrings<Result>(
        _ texts: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
    ) -> Result {
        let pointers = texts.map { strdup($0) }
        defer { for pointer in pointers { free(pointer) } }
        return body(pointers + [nil])
    }
}
