#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// Asks what paths lead to, without opening anything.
public enum PathLookup {
    /// Whether something lies there, whatever it is.
    public static func exists(_ path: String) -> Bool { status(path) != nil }

    /// Whether a regular file lies there, also behind a symbolic link.
    public static func isFile(_ path: String) -> Bool { status(path)?.kind == .file }

    public static func isDirectory(_ path: String) -> Bool { status(path)?.kind == .directory }

    /// Whether it is the regular file that standard input was redirected from.
    public static func isStandardInput(_ path: String) -> Bool {
        guard let file = status(path), file.kind == .file, let input = FileStatus(ofDescriptor: 0) else { return false }
        return file.identity == input.identity
    }

    /// Whether the last step of the path is a symbolic link.
    public static func isLink(_ path: String) -> Bool {
        (try? FileStatus(of: path, followingLinks: false))?.kind == .symbolicLink
    }

    /// The absolute path of what lies there, without links; nil if nothing does.
    public static func resolved(_ path: String) -> String? {
        path.utf8.contains(0) ? nil : FileStatus.resolved(path)
    }

    /// The absolute path of the working directory, without links; nil if it was removed.
    public static var workingDirectory: String? { FileStatus.resolved(".") }

    /// The directory in which the last step of a path lies: `.` for a name alone.
    public static func directory(of path: String) -> String {
        guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    /// The last step of a path.
    public static func name(of path: String) -> String {
        guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return path }
        return String(path[path.utf8.index(after: slash)...])
    }

    /// A path that counts from a directory, seen from where the directory's own path counts.
    public static func joined(_ directory: String, _ path: String) -> String {
        if path.hasPrefix("/") || directory == "." || directory.isEmpty { return path }
        return directory.hasSuffix("/") ? directory + path : directory + "/" + path
    }

    /// The path without steps that lead nowhere and without those that `..` takes back.
    public static func tidied(_ path: String) -> String {
        if isTidy(path.utf8) { return path }
        var steps: [Substring] = []
        for step in path.split(separator: "/") where step != "." {
            if step == "..", let last = steps.last, last != ".." { steps.removeLast() } else { steps.append(step) }
        }
        let joined = steps.joined(separator: "/")
        return path.hasPrefix("/") ? "/" + joined : joined.isEmpty ? "." : joined
    }

    /// Whether no step of a path is empty or begins with a dot, so that there is nothing to do.
    private static func isTidy(_ path: String.UTF8View) -> Bool {
        let (slash, dot) = (UInt8(ascii: "/"), UInt8(ascii: "."))
        // What stands before a path that counts from the working directory is a slash as good as any.
        var previous = path.first == slash ? dot : slash
        for byte in path {
            if previous == slash, byte == slash || byte == dot { return false }
            previous = byte
        }
        return previous != slash
    }

    private static func status(_ path: String) -> FileStatus? {
        guard !path.utf8.contains(0) else { return nil }
        return try? FileStatus(of: path, followingLinks: true)
    }
}
