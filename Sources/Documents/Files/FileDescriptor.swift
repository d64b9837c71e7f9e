#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// An open file, closed with its last use.
// INVARIANT: `raw` is open until deinit, which closes it if it was opened here.
struct FileDescriptor: ~Copyable {
    let raw: Int32
    private let isOwned: Bool

    static var standardInput: FileDescriptor { FileDescriptor(raw: 0, isOwned: false) }

    private init(raw: Int32, isOwned: Bool) {
        self.raw = raw
        self.isOwned = isOwned
    }

    /// Opens a file for reading. A named pipe without a writer does not block.
    init(opening path: String) throws(FileFailure) {
        let raw = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY)
        guard raw >= 0 else { throw .latest }
        self.init(raw: raw, isOwned: true)
    }

    deinit {
        if isOwned { close(raw) }
    }

    func status() throws(FileFailure) -> FileStatus {
        var status = stat()
        guard fstat(raw, &status) == 0 else { throw .latest }
        return FileStatus(status)
    }

    /// Reads some bytes.
    /// - Returns: Their number, 0 at the end.
    /// - Parameter goesOn: asked before each attempt, also after a signal; false gives the reading up.
    func read(
        into buffer: UnsafeMutableRawBufferPointer, while goesOn: () -> Bool = { true }
    ) throws(FileFailure) -> Int {
        while true {
            guard goesOn() else { throw .interrupted }
            #if canImport(Glibc)
                let count = Glibc.read(raw, buffer.baseAddress, buffer.count)
            #elseif canImport(Musl)
                let count = Musl.read(raw, buffer.baseAddress, buffer.count)
            #else
                let count = Darwin.read(raw, buffer.baseAddress, buffer.count)
            #endif
            if count >= 0 { return count }
            guard errno == EINTR else { throw .latest }
        }
    }
}

extension FileFailure {
    /// The failure that the operating system reported last.
    static var latest: FileFailure {
        let code = errno
        if code == ENOENT || code == ENOTDIR { return .missing }
        guard let text = strerror(code) else { return .refused("error \(code)") }
        let words = String(cString: text)
        return .refused(words.prefix(1).lowercased() + words.dropFirst())
    }
}

/// What a name in a directory stands for.
package enum FileKind {
    case file
    case directory
    case symbolicLink
    case other
}

/// What a path leads to.
struct FileStatus: Equatable {
    var kind: FileKind
    var size: Int
    var identity: FileIdentity
    /// When the content was changed last.
    var changed: Moment

    struct Moment: Equatable {
        var seconds: Int
        var nanoseconds: Int
    }

    init(_ status: stat) {
        switch status.st_mode & S_IFMT {
        case S_IFREG: kind = .file
        case S_IFDIR: kind = .directory
        case S_IFLNK: kind = .symbolicLink
        default: kind = .other
        }
        size = Int(status.st_size)
        identity = FileIdentity(device: UInt64(truncatingIfNeeded: status.st_dev), inode: UInt64(status.st_ino))
        #if canImport(Darwin)
            changed = Moment(seconds: status.st_mtimespec.tv_sec, nanoseconds: status.st_mtimespec.tv_nsec)
        #else
            changed = Moment(seconds: Int(status.st_mtim.tv_sec), nanoseconds: Int(status.st_mtim.tv_nsec))
        #endif
    }

    /// What an open file is; nil if the descriptor is closed.
    init?(ofDescriptor descriptor: Int32) {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { return nil }
        self.init(status)
    }

    /// What a path leads to.
    init(of path: String, followingLinks: Bool) throws(FileFailure) {
        var status = stat()
        let result = followingLinks ? stat(path, &status) : lstat(path, &status)
        guard result == 0 else { throw .latest }
        self.init(status)
    }
}

/// The identity of a file, whatever its path.
struct FileIdentity: Hashable {
    var device: UInt64
    var inode: UInt64
}
