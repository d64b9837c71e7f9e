public import Documents

#if canImport(Glibc)
    internal import Glibc
#else
    internal import Darwin
#endif

/// The surroundings that credentials and addresses are looked up in: variables, files, time, other programs.
public struct AccountEnvironment: Sendable {
    public var variables: [String: String]
    public var readFile: @Sendable (String) throws(Diagnostic) -> String
    /// The names of the files in a folder; none if there is no such folder.
    public var listFolder: @Sendable (String) -> [String]
    /// Runs a line of the shell and takes what it prints.
    public var runCommand: @Sendable (String) throws(Diagnostic) -> String
    public var now: @Sendable () -> Int64
    /// Waits so many seconds before something is tried again.
    public var pause: @Sendable (Double) async -> Void = ServiceClient.sleep

    public init(
        variables: [String: String], readFile: @escaping @Sendable (String) throws(Diagnostic) -> String,
        listFolder: @escaping @Sendable (String) -> [String] = { _ in [] },
        runCommand: @escaping @Sendable (String) throws(Diagnostic) -> String = { _ throws(Diagnostic) in "" },
        now: @escaping @Sendable () -> Int64 = { AWSTime.now }
    ) {
        self.variables = variables
        self.readFile = readFile
        self.listFolder = listFolder
        self.runCommand = runCommand
        self.now = now
    }

    /// That of this process.
    public static var process: AccountEnvironment {
        AccountEnvironment(
            variables: processVariables,
            readFile: { (path) throws(Diagnostic) in
                String(decoding: try FileReader(limit: 16 << 20).read(path).copiedBytes, as: UTF8.self)
            },
            listFolder: folder, runCommand: shell)
    }

    /// A variable that is set and not empty.
    subscript(name: String) -> String? { variables[name].flatMap { $0.isEmpty ? nil : $0 } }

    func isTrue(_ name: String) -> Bool { self[name]?.lowercased() == "true" }

    /// A path with `~` resolved.
    func path(_ path: String) -> String {
        guard path.hasPrefix("~/"), let home = self["HOME"] else { return path }
        return home + path.dropFirst(1)
    }

    /// The content of a file; nil if there is none.
    func contents(of path: String) throws(Diagnostic) -> String? {
        do throws(Diagnostic) {
            return try readFile(path)
        } catch {
            guard PathLookup.exists(path) else { return nil }
            throw error
        }
    }

    private static var processVariables: [String: String] {
        var variables: [String: String] = [:]
        var place = environ
        while let entry = place.pointee {
            let parts = String(cString: entry).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            if parts.count == 2 { variables[String(parts[0])] = String(parts[1]) }
            place += 1
        }
        return variables
    }

    @Sendable private static func folder(_ path: String) -> [String] {
        var options = FileWalker.Options()
        options.suffixes = [".json"]
        options.depth = 1
        options.files = 1000
        return PathLookup.isDirectory(path) ? FileWalker(options: options).walk(path).files.sorted() : []
    }

    @Sendable private static func shell(_ command: String) throws(Diagnostic) -> String {
        var process = ChildProcess(program: "/bin/sh")
        process.limit = 1 << 20
        process.seconds = 60
        do throws(ChildProcess.Failure) {
            let output = try process.run(["-c", command])
            guard output.code == 0 else {
                let words = output.errors.split(separator: "\n").last.map { ": " + Diagnostic.shown(String($0)) } ?? ""
                throw .refused("it ended with code \(output.code)\(words)")
            }
            return String(decoding: output.bytes, as: UTF8.self)
        } catch {
            let reason =
                switch error {
                case .missing: "there is no shell"
                case .late: "it did not end within a minute"
                case .tooLarge: "it prints more than a mebibyte"
                case .refused(let words): words
                }
            throw Diagnostic(
                file: "credential_process", message: "the program for credentials gave none: \(reason)",
                help: "run the command of `credential_process` yourself")
        }
    }
}
