import Documents
import Engine
import Reports

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The commands of the other program, `proviso-account`, which lies beside this one: it needs a network and is large,
/// and commit hooks must start fast.
enum AccountCommand {
    static let program = "proviso-account"

    /// The names of its commands, and what the help says of them.
    static let commands = [
        (name: "collect", abstract: "Read accounts through the APIs of AWS into a snapshot."),
        (name: "audit", abstract: "Judge live accounts, and say what is new, what is open and what was resolved."),
        (name: "history", abstract: "Show the audits of the past, and how findings came and went."),
    ]

    /// Whether the first word on the command line is one of them.
    static func isMeant(by arguments: some Sequence<String>) -> Bool {
        arguments.first { _ in true }.map { word in commands.contains { $0.name == word } } ?? false
    }

    /// Becomes the other program.
    /// - Returns: why that is not possible.
    static func execute(_ arguments: [String]) -> Diagnostic {
        guard let path = place else {
            return Diagnostic(file: program, message: "this program does not find out in which folder it lies")
        }
        let words = ([path] + arguments).map { strdup($0) } + [nil]
        defer { for word in words { free(word) } }
        execv(path, words)
        let reason = errno == ENOENT ? "it is not there" : String(cString: strerror(errno)).lowercased()
        return Diagnostic(
            file: path,
            message: "`proviso \(arguments.first ?? "")` needs the program `\(program)` beside `proviso`: \(reason)",
            help:
                "build it with `swift build -c release --traits Account --product \(program)`, or take it from the release"
        )
    }

    /// The path of the other program: in the folder of this one, wherever it was started from.
    private static var place: String? {
        #if os(Linux)
            let own = PathLookup.resolved("/proc/self/exe")
        #else
            let own = CommandLine.arguments.first.flatMap { PathLookup.resolved($0) }
        #endif
        return own.map { PathLookup.joined(PathLookup.directory(of: $0), program) }
    }
}
