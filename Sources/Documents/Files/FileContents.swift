/// Where the files of a run come from: the disk, or a state of the repository that is not checked out.
public indirect enum FileContents: Sendable {
    case disk
    case snapshot(FileSnapshot)
    /// Some files with another text, by the path under which they are read.
    case edited([String: [UInt8]], over: FileContents)
    /// The same, and what is read is noted.
    case noted(ReadingLog, over: FileContents)

    /// Reads a file.
    /// - Parameter unpacks: whether what is packed with gzip is unpacked; a state of a repository has files as they are.
    /// - Throws: an error that names the file if it is missing or cannot be read.
    public func read(
        _ path: String, limit: Int = DocumentLimits().size, unpacks: Bool = true
    ) throws(Diagnostic) -> SourceText {
        switch self {
        case .disk: return try FileReader(limit: limit, unpacks: unpacks).read(path)
        case .snapshot(let snapshot): return try snapshot.read(path)
        case .edited(let texts, let others):
            guard let text = texts[path] else { return try others.read(path, limit: limit, unpacks: unpacks) }
            return SourceText(name: path, copying: text)
        case .noted(let log, let others):
            log.note(path)
            return try others.read(path, limit: limit, unpacks: unpacks)
        }
    }

    /// Lists the files below a directory; a path that is a file lists itself.
    public func walk(_ path: String, options: FileWalker.Options) -> FileWalker.Result {
        switch self {
        case .disk: FileWalker(options: options).walk(path)
        case .snapshot(let snapshot): snapshot.walk(path, options: options)
        case .edited(_, let others), .noted(_, let others): others.walk(path, options: options)
        }
    }

    public func isFile(_ path: String) -> Bool {
        switch self {
        case .disk: PathLookup.isFile(path)
        case .snapshot(let snapshot): snapshot.isFile(path)
        case .edited(let texts, let others): texts[path] != nil || others.isFile(path)
        case .noted(_, let others): others.isFile(path)
        }
    }

    /// Whether files are read from the disk, some with another text, and not from a state of a repository.
    public var isOnDisk: Bool {
        switch self {
        case .disk: true
        case .snapshot: false
        case .edited(_, let others), .noted(_, let others): others.isOnDisk
        }
    }

    /// Whether a path that lies in a repository by its name leaves it through a symbolic link: states that are not checked
    /// out have none.
    public func leaves(_ paths: RepositoryPaths, through path: String) -> Bool {
        switch self {
        case .disk: paths.isLeft(through: path)
        case .snapshot: false
        case .edited(let texts, let others): texts[path] == nil && others.leaves(paths, through: path)
        case .noted(_, let others): others.leaves(paths, through: path)
        }
    }

    /// Takes files from somewhere else, and notes them where these are noted.
    public mutating func turn(to others: FileContents) {
        if case .noted(let log, _) = self { self = .noted(log, over: others) } else { self = others }
    }
}

/// The files of a repository at one time. What lies outside the repository is read from the disk.
public struct FileSnapshot: Sendable {
    /// By path from the root of the repository.
    private var files: [String: [UInt8]]
    private var rest: Rest?
    private let paths: RepositoryPaths
    /// How messages name the state, such as `origin/main`.
    private let name: String

    /// Files that are seldom asked for: each is read when it is.
    public struct Rest: Sendable {
        /// Paths from the root of the repository.
        public var names: Set<String>
        public var read: @Sendable (_ name: String) throws(Diagnostic) -> [UInt8]

        public init(names: Set<String>, read: @escaping @Sendable (_ name: String) throws(Diagnostic) -> [UInt8]) {
            self.names = names
            self.read = read
        }
    }

    public init(files: [String: [UInt8]], rest: Rest? = nil, paths: RepositoryPaths, name: String) {
        self.files = files
        self.rest = rest
        self.paths = paths
        self.name = name
    }

    /// The same files, some of them under other paths or under further ones.
    /// - Parameters:
    ///   - moved: the new paths by the old ones, from the root of the repository.
    ///   - copied: the further paths by the present ones.
    public func with(moved: [String: String], copied: [String: String]) -> FileSnapshot {
        func renamed(_ name: String) -> [String] {
            moved[name].map { [$0] } ?? [name] + [copied[name]].compactMap(\.self)
        }
        var changed = self
        changed.files = Dictionary(files.flatMap { name, text in renamed(name).map { ($0, text) } }) { old, _ in old }
        if let rest {
            let origins = Dictionary(rest.names.flatMap { name in renamed(name).map { ($0, name) } }) { old, _ in old }
            changed.rest = Rest(names: Set(origins.keys)) { (name) throws(Diagnostic) in
                try rest.read(origins[name] ?? name)
            }
        }
        return changed
    }

    func read(_ path: String) throws(Diagnostic) -> SourceText {
        guard case .inside(let inside) = paths.place(of: path) else { return try FileReader().read(path) }
        if let rest, rest.names.contains(inside) { return SourceText(name: path, copying: try rest.read(inside)) }
        guard let bytes = files[inside] else {
            throw Diagnostic(file: path, message: "the file does not exist in `\(Diagnostic.shown(name))`")
        }
        return SourceText(name: path, copying: bytes)
    }

    func isFile(_ path: String) -> Bool {
        guard case .inside(let inside) = paths.place(of: path) else { return PathLookup.isFile(path) }
        return holds(inside)
    }

    private func holds(_ name: String) -> Bool { files[name] != nil || rest?.names.contains(name) ?? false }

    func walk(_ path: String, options: FileWalker.Options) -> FileWalker.Result {
        var result = FileWalker.Result()
        let directory: String
        switch paths.place(of: path) {
        case .inside(let inside): directory = inside + "/"
        // The root itself is not inside of itself.
        case .outside where paths.isRoot(path): directory = ""
        case .outside, .nowhere: return FileWalker(options: options).walk(path)
        }
        if holds(String(directory.dropLast())) {
            result.files = [path]
            return result
        }
        func isFound(_ file: String) -> Bool {
            guard file.utf8.starts(with: directory.utf8) else { return false }
            return options.accepts(below(file).split(separator: "/").map(String.init))
        }
        // By bytes: a name may hold characters of several.
        func below(_ file: String) -> String {
            String(decoding: file.utf8.dropFirst(directory.utf8.count), as: UTF8.self)
        }
        let found = files.keys.filter(isFound) + (rest?.names.filter(isFound) ?? [])
        result.files = found.map { PathLookup.joined(path, below($0)) }
            .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        return result
    }
}

extension FileWalker.Options {
    /// Whether a walk would list a file that lies below its root, by the steps to it.
    public func accepts(_ steps: [String]) -> Bool {
        guard let name = steps.last, suffixes.isEmpty || suffixes.contains(where: { name.hasSuffix($0) }) else {
            return false
        }
        if skipsHidden, steps.contains(where: { $0.hasPrefix(".") }) { return false }
        let directories = steps.dropLast()
        if directories.contains(where: skippedDirectories.contains) || directories.count > depth { return false }
        let bundles = zip(directories, directories.dropFirst())
        return !skipsBundledAssets || !bundles.contains { $0 == "cdk.out" && $1.hasPrefix("asset.") }
    }
}
