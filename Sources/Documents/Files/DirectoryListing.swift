#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// One entry of a directory.
package struct DirectoryEntry {
    package var name: String
    package var kind: FileKind
}

/// The content of a directory, sorted by the bytes of the names.
package struct DirectoryListing {
    package private(set) var entries: [DirectoryEntry] = []
    /// The number of entries whose names are not UTF-8.
    private(set) var unnamed = 0

    /// Nil if the directory cannot be read whole.
    package init?(whole path: String) {
        guard let listing = try? DirectoryListing(of: path), listing.unnamed == 0 else { return nil }
        self = listing
    }

    init(of path: String) throws(FileFailure) {
        guard let directory = opendir(path) else { throw .latest }
        defer { closedir(directory) }
        while true {
            errno = 0
            guard let entry = readdir(directory) else { break }
            guard let name = Self.name(of: entry) else {
                unnamed += 1
                continue
            }
            if name != ".", name != ".." { try add(name, Int32(entry.pointee.d_type), in: path) }
        }
        guard errno == 0 else { throw .latest }
        entries.sort { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    }

    private mutating func add(_ name: String, _ type: Int32, in path: String) throws(FileFailure) {
        switch type {
        case Int32(DT_REG): entries.append(DirectoryEntry(name: name, kind: .file))
        case Int32(DT_DIR): entries.append(DirectoryEntry(name: name, kind: .directory))
        case Int32(DT_LNK): entries.append(DirectoryEntry(name: name, kind: .symbolicLink))
        case Int32(DT_UNKNOWN):
            // Some file systems do not say; an entry that is gone by now is none.
            guard let status = try? FileStatus(of: path + "/" + name, followingLinks: false) else { return }
            entries.append(DirectoryEntry(name: name, kind: status.kind))
        default: entries.append(DirectoryEntry(name: name, kind: .other))
        }
    }

    private static func name(of entry: UnsafeMutablePointer<dirent>) -> String? {
        withUnsafePointer(to: &entry.pointee.d_name) { tuple in
            tuple.withMemoryRebound(to: CChar.self, capacity: MemoryLayout.size(ofValue: tuple.pointee)) {
                String(validatingCString: $0)
            }
        }
    }
}

extension FileStatus {
    /// The path with all symbolic links resolved; nil if it leads nowhere.
    static func resolved(_ path: String) -> String? {
        guard let resolved = realpath(path, nil) else { return nil }
        defer { free(resolved) }
        return String(validatingCString: resolved)
    }
}
