public import Documents

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// Where the files of a configuration come from.
public protocol ConfigurationFiles: AnyObject {
    /// The names of the files in a folder, sorted.
    func names(in folder: String) -> [String]
    func read(_ path: String) throws(Diagnostic) -> SourceText
    /// Whether a path may be read: it does not lead out of what is checked.
    func mayRead(_ path: String) -> Bool
    func exists(_ path: String) -> Bool
    /// Everything that lies in a folder; nil if that cannot be read.
    func entries(in folder: String) -> [FolderEntry]?
}

/// What lies in a folder.
public struct FolderEntry: Sendable {
    public enum Kind: Sendable {
        case file, folder
        /// A link, a device.
        case other
    }

    public var name: String
    public var kind: Kind

    public init(name: String, kind: Kind) {
        self.name = name
        self.kind = kind
    }
}

/// Files on disk, none of them outside of a root.
public final class DiskFiles: ConfigurationFiles {
    private let root: String
    private lazy var realRoot = Self.resolved(root)
    private let reader = FileReader()
    private var sources: [String: SourceText] = [:]
    private var listed: [String: [String]] = [:]

    /// - Parameter root: The folder that no path leaves, whatever links and `..` it holds.
    public init(root: String) {
        self.root = root
    }

    public func names(in folder: String) -> [String] {
        if let known = listed[folder] { return known }
        let names = plainNames(in: folder) ?? walkedNames(in: folder)
        listed[folder] = names
        return names
    }

    private static let suffixes = [".tf", ".tf.json", ".tfvars", ".tfvars.json"]

    /// Nil for a folder that holds links, whose targets decide whether they count.
    private func plainNames(in folder: String) -> [String]? {
        guard let listing = DirectoryListing(whole: folder),
            !listing.entries.contains(where: { $0.kind == .symbolicLink })
        else { return nil }
        return listing.entries.lazy.filter { $0.kind == .file && !$0.name.utf8.starts(with: ".".utf8) }.map(\.name)
            .filter { name in Self.suffixes.contains { name.hasSuffix($0) } }
    }

    private func walkedNames(in folder: String) -> [String] {
        var options = FileWalker.Options()
        options.suffixes = Self.suffixes
        options.depth = 0
        options.skipsHidden = true
        return FileWalker(options: options).walk(folder).files.map(Self.name(ofFileAt:))
    }

    /// The name of a file, without the folders on the way to it.
    public static func name(ofFileAt path: String) -> String {
        guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")), slash < path.utf8.index(before: path.endIndex)
        else {
            return path.split(separator: "/").last.map(String.init) ?? path
        }
        return String(path[path.utf8.index(after: slash)...])
    }

    public func read(_ path: String) throws(Diagnostic) -> SourceText {
        if let known = sources[path] { return known }
        let source = try reader.read(path)
        sources[path] = source
        return source
    }

    public func mayRead(_ path: String) -> Bool {
        guard let realRoot, let real = Self.resolved(path) else { return false }
        return real == realRoot || real.hasPrefix(realRoot == "/" ? "/" : realRoot + "/")
    }

    public func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    public func entries(in folder: String) -> [FolderEntry]? {
        DirectoryListing(whole: folder)?.entries.map { entry in
            let kind: FolderEntry.Kind =
                switch entry.kind {
                case .file: .file
                case .directory: .folder
                case .symbolicLink, .other: .other
                }
            return FolderEntry(name: entry.name, kind: kind)
        }
    }

    /// The path with all links resolved; nil if it leads nowhere.
    private static func resolved(_ path: String) -> String? {
        guard !path.utf8.contains(0), let resolved = realpath(path, nil) else { return nil }
        defer { free(resolved) }
        return String(validatingCString: resolved)
    }
}

/// Paths as text.
enum FilePath {
    /// A path inside a folder, without steps that lead nowhere.
    static func joined(_ folder: String, _ path: String) -> String {
        path.hasPrefix("/") ? tidied(path) : tidied(folder == "." ? path : folder + "/" + path)
    }

    static func tidied(_ path: String) -> String { PathLookup.tidied(path) }
}
