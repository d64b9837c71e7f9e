public import Documents

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// A file that receives a report: afterwards it holds the whole report or what it held before, never a part.
///
/// The report goes to a new file in the same folder, which then takes the name. Symbolic links are followed unless they
/// lead out of the repository; devices and pipes, such as `/dev/stdout`, are written directly.
public struct ReportFile: Sendable {
    public let path: String

    public init(path: String) { self.path = path }

    /// Gives `body` a sink and puts what it writes in place.
    /// - Throws: what the system refuses (full disk, read-only folder), or the error of `body`.
    public func write(_ body: (any ByteSink) throws(Diagnostic) -> Void) throws(Diagnostic) {
        guard !path.isEmpty, !path.utf8.contains(0) else { throw Diagnostic.cannotWrite(path, code: ENOENT) }
        // Whoever can put a link into a repository must not choose which file of the machine a report replaces.
        guard !RepositoryPaths.current.isLeft(through: path) else {
            throw Diagnostic(
                file: path, message: "this link leads out of the repository", help: "name the file that it leads to")
        }
        switch existing() {
        case .special: try writeDirectly(body)
        case .file(let target, let permissions): try replace(target, permissions: permissions, body)
        case .nothing: try replace(path, permissions: nil, body)
        }
    }

    private enum Existing {
        case nothing
        case file(target: String, permissions: mode_t)
        case special
    }

    private func existing() -> Existing {
        var status = stat()
        guard stat(path, &status) == 0 else { return .nothing }
        guard status.st_mode & S_IFMT == S_IFREG, let resolved = realpath(path, nil) else { return .special }
        defer { free(resolved) }
        return .file(target: String(cString: resolved), permissions: status.st_mode & 0o777)
    }

    private func writeDirectly(_ body: (any ByteSink) throws(Diagnostic) -> Void) throws(Diagnostic) {
        let descriptor = open(path, O_WRONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Diagnostic.cannotWrite(path, code: errno) }
        try fill(descriptor, body)
    }

    private func replace(
        _ target: String, permissions: mode_t?, _ body: (any ByteSink) throws(Diagnostic) -> Void
    ) throws(Diagnostic) {
        let temporary = ReportFile.temporaryName(beside: target)
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw Diagnostic.cannotWrite(path, code: errno) }
        do throws(Diagnostic) {
            if let permissions { _ = fchmod(descriptor, permissions) }
            try fill(descriptor, body)
            guard rename(temporary, target) == 0 else { throw Diagnostic.cannotWrite(path, code: errno) }
        } catch {
            unlink(temporary)
            throw error
        }
    }

    /// Lets `body` write, and closes: some file systems report a full disk only then.
    private func fill(
        _ descriptor: Int32, _ body: (any ByteSink) throws(Diagnostic) -> Void
    ) throws(Diagnostic) {
        do throws(Diagnostic) {
            try body(DescriptorSink(descriptor: descriptor, name: path))
        } catch {
            close(descriptor)
            throw error
        }
        guard close(descriptor) == 0 || errno == EINTR else { throw Diagnostic.cannotWrite(path, code: errno) }
    }

    private static func temporaryName(beside target: String) -> String {
        let folder = target.lastIndex(of: "/").map { target[...$0] } ?? ""
        return folder + ".proviso-" + String(UInt64.random(in: .min ... .max), radix: 16) + ".tmp"
    }
}
