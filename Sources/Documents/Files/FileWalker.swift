/// Finds the files below a directory, always in the same order.
///
/// Symbolic links are followed only to places below the root, and no directory is read twice: loops end, and a file that
/// has a path without links is listed under that one.
public struct FileWalker: Sendable {
    public struct Options: Sendable {
        /// Leave out files and directories whose names begin with a dot.
        public var skipsHidden = true
        /// Names of directories to leave out wherever they are.
        public var skippedDirectories: Set<String> = [".git", "node_modules", ".terraform"]
        /// Leave out the directories of bundled assets (`asset.*`) in a `cdk.out`; the templates beside them stay.
        public var skipsBundledAssets = true
        /// The endings that a file's name may have; empty for all files.
        public var suffixes: [String] = []
        /// Directories inside each other.
        public var depth = 64
        /// Files of one walk.
        public var files = 200_000

        public init() {}
    }

    /// What a walk found.
    public struct Result: Sendable {
        /// Paths in the order of their bytes, each beginning with the root as it was given; relative to `.` if that is
        /// the root.
        public internal(set) var files: [String] = []
        /// What could not be read, and where the walk was cut off.
        public internal(set) var problems: [Diagnostic] = []
    }

    public var options: Options

    public init(options: Options = Options()) {
        self.options = options
    }

    /// Lists the files below a directory; a path that is a file lists itself.
    public func walk(_ root: String) -> Result {
        do throws(FileFailure) {
            guard !root.utf8.contains(0) else { throw .missing }
            let status = try FileStatus(of: root, followingLinks: true)
            guard status.kind == .directory else {
                var result = Result()
                result.files = [root]
                return result
            }
            var walk = Walk(root, status.identity, options)
            walk.run()
            return walk.result
        } catch {
            var result = Result()
            result.problems = [error.diagnostic(root, limit: 0)]
            return result
        }
    }
}

/// One walk under way.
private struct Walk {
    let options: FileWalker.Options
    let root: String
    /// The root without links, by which links that leave it are recognised.
    lazy var realRoot = FileStatus.resolved(root) ?? root
    var result = FileWalker.Result()
    var visited: Set<FileIdentity>
    /// Links wait until everything that has a path of its own is listed.
    var links: [(path: String, depth: Int)] = []
    /// The files that have a path of their own.
    var listed: Set<String> = []
    var isCutOff = false

    init(_ root: String, _ identity: FileIdentity, _ options: FileWalker.Options) {
        var start = root
        while start.utf8.count > 1, start.hasSuffix("/") { start.removeLast() }
        self.root = start
        self.options = options
        visited = [identity]
    }

    mutating func run() {
        list(root, depth: 0)
        if !links.isEmpty { listed = Set(result.files) }
        var next = 0
        while next < links.count {
            follow(links[next])
            next += 1
        }
        result.files.sort { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    private mutating func list(_ directory: String, depth: Int) {
        do throws(FileFailure) {
            let listing = try DirectoryListing(of: directory)
            if listing.unnamed > 0 {
                report(directory, "names in this directory are not UTF-8: \(listing.unnamed) entries are not read")
            }
            for entry in listing.entries where !isSkipped(entry, in: directory) {
                add(entry, path: path(directory, entry.name), depth: depth)
            }
        } catch {
            result.problems.append(error.diagnostic(directory, limit: 0))
        }
    }

    private mutating func add(_ entry: DirectoryEntry, path: String, depth: Int) {
        guard !isCutOff else { return }
        switch entry.kind {
        case .file: addFile(path)
        case .directory: descend(path, depth: depth + 1)
        case .symbolicLink: links.append((path, depth))
        case .other: break
        }
    }

    private mutating func addFile(_ path: String) {
        guard options.suffixes.isEmpty || options.suffixes.contains(where: { path.hasSuffix($0) }) else { return }
        guard result.files.count < options.files else {
            isCutOff = true
            return report(root, "there are more than \(options.files) files: the walk ends here")
        }
        result.files.append(path)
    }

    private mutating func descend(_ path: String, depth: Int) {
        guard depth <= options.depth else {
            return report(path, "more than \(options.depth) directories lie inside each other: this one is left out")
        }
        // A directory that is gone by now, or was read before by another path.
        guard let status = try? FileStatus(of: path, followingLinks: true), visited.insert(status.identity).inserted
        else { return }
        list(path, depth: depth)
    }

    private mutating func follow(_ link: (path: String, depth: Int)) {
        guard !isCutOff, let target = FileStatus.resolved(link.path),
            let status = try? FileStatus(of: target, followingLinks: false), isInside(target)
        else { return }
        switch status.kind {
        case .directory: descend(link.path, depth: link.depth + 1)
        case .file where visited.insert(status.identity).inserted && !isListed(target): addFile(link.path)
        default: break
        }
    }

    private mutating func isInside(_ target: String) -> Bool {
        realRoot == "/" || target.hasPrefix(realRoot + "/")
    }

    /// True if the walk has listed a file by its path without links.
    private mutating func isListed(_ target: String) -> Bool {
        let relative = target.dropFirst(realRoot == "/" ? 1 : realRoot.utf8.count + 1)
        return listed.contains(path(root, String(relative)))
    }

    private func isSkipped(_ entry: DirectoryEntry, in directory: String) -> Bool {
        if options.skipsHidden, entry.name.hasPrefix(".") { return true }
        guard entry.kind != .file else { return false }
        let parent = directory.split(separator: "/").last
        return options.skippedDirectories.contains(entry.name)
            || options.skipsBundledAssets && parent == "cdk.out" && entry.name.hasPrefix("asset.")
    }

    private func path(_ directory: String, _ name: String) -> String {
        if directory == "." { return name }
        return directory.hasSuffix("/") ? directory + name : directory + "/" + name
    }

    private mutating func report(_ path: String, _ message: String) {
        result.problems.append(Diagnostic(file: path, message: message))
    }
}
