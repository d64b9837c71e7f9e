import Documents

/// A state of the repository that files are read from: the commit that a change starts from, or the index.
struct RepositoryState: Sendable {
    /// How messages name it.
    var name: String
    var contents: FileContents
    /// What could not be read of it.
    private(set) var warnings: [Diagnostic] = []
    /// The paths that files have after the change, by those that they have here.
    private let renames: [String: String]
    private let earlierNames: [String: String]

    /// The endings of files that are read at once, since a run may ask for all of them. Others are read when they are
    /// asked for.
    private static let suffixes = InputList.suffixes + [".tfvars", ".toml"]
    private static let mostFiles = 200_000

    /// The state of the commit in which the branch left another one.
    ///
    /// - Parameters:
    ///   - paths: the repository.
    ///   - isStaged: whether the change ends in the index rather than in the work tree.
    static func base(
        of reference: String, paths: RepositoryPaths, isStaged: Bool
    ) throws(Diagnostic) -> RepositoryState {
        let git = try repository(paths, option: "--since")
        let commit = try git.base(of: reference)
        return try RepositoryState(
            name: reference, listing: try git.files(of: commit), of: git, paths: paths, option: "--since",
            renames: try git.renames(since: commit, staged: isStaged))
    }

    /// The inputs of the state: a file that only has another name after the change is compared with itself, under the new
    /// name. What decides about findings has the names that it has here, or moving a file would change the rules.
    ///
    /// - Parameter filter: which files are judged. What was not judged under the name that it has here brings findings
    ///   that are new.
    func inputs(_ filter: PathFilter) -> FileContents {
        guard case .snapshot(let snapshot) = contents, !renames.isEmpty else { return contents }
        var options = FileWalker.Options()
        options.suffixes = InputList.suffixes
        let moved = renames.filter { name, _ in
            filter.accepts(name) && options.accepts(name.split(separator: "/").map(String.init))
        }
        // What inputs read lies beside them, wherever they are.
        func isInput(_ name: String) -> Bool { options.suffixes.contains { name.hasSuffix($0) } }
        let copied = renames.filter { !isInput($0.key) && !isInput($0.value) }
        return .snapshot(snapshot.with(moved: moved, copied: copied))
    }

    /// The configurations of the state, also where the change moved them to: what they ask for goes with their directories.
    var configurations: FileContents {
        guard case .snapshot(let snapshot) = contents else { return contents }
        func isConfiguration(_ name: String) -> Bool { PathLookup.name(of: name) == Configuration.fileName }
        return .snapshot(
            snapshot.with(moved: [:], copied: renames.filter { isConfiguration($0.key) && isConfiguration($0.value) }))
    }

    /// What is said beside errors in files that decide: the work tree may show them mended.
    var noteOnErrors: Diagnostic {
        Diagnostic(
            .note, file: "--since",
            message: "this is what `\(Diagnostic.shown(name))` holds, by which the change is judged",
            help: "judge the change that mends it without `--since`; once it is merged, it holds for others")
    }

    /// The name that a file has here, by the one under which it is compared.
    func earlierName(of file: String, _ paths: RepositoryPaths) -> String {
        earlierNames[paths.stableName(of: file)].map { paths.path(fromRoot: $0) } ?? file
    }

    /// The state of the index, and the paths in it that the next commit changes.
    static func staged(paths: RepositoryPaths) throws(Diagnostic) -> (state: RepositoryState, changed: [String]) {
        let git = try repository(paths, option: "--staged")
        let changed = try git.stagedChanges()
        let listing = try git.stagedFiles()
        var state = try RepositoryState(
            name: "the index", listing: listing, of: git, paths: paths, option: "--staged", renames: [:])
        state.warnings = passedOver(listing.unreadable.filter(changed.contains), option: "--staged")
        return (state, listing.files.map(\.path).filter { isRead(atOnce: $0) && changed.contains($0) })
    }

    private init(
        name: String, listing: GitRepository.Listing, of git: GitRepository, paths: RepositoryPaths, option: String,
        renames: [String: String]
    ) throws(Diagnostic) {
        self.name = name
        self.renames = renames
        earlierNames = Dictionary(renames.map { ($1, $0) }) { first, _ in first }
        warnings = Self.passedOver(listing.unreadable, option: option)
        let files = listing.files
        let wanted = files.filter { Self.isRead(atOnce: $0.path) }
        guard wanted.count <= Self.mostFiles else {
            throw Diagnostic(
                file: option, message: "the repository has more than \(Self.mostFiles) files that may be inputs")
        }
        let others = Dictionary(files.filter { !Self.isRead(atOnce: $0.path) }.map { ($0.path, $0) }) { $1 }
        let rest = FileSnapshot.Rest(names: Set(others.keys)) { (name) throws(Diagnostic) in
            guard let file = others[name] else { return [] }
            return try git.contents(of: [file])[name] ?? []
        }
        let contents = try git.contents(of: wanted)
        self.contents = .snapshot(FileSnapshot(files: contents, rest: rest, paths: paths, name: name))
    }

    /// Only of a file that may be an input there is something to say.
    private static func passedOver(_ names: [String], option: String) -> [Diagnostic] {
        names.filter { name in InputList.suffixes.contains { name.hasSuffix($0) } }.map { name in
            Diagnostic(
                .warning, file: option,
                message: "`\(Diagnostic.shown(name))` is passed over: its name is not UTF-8",
                help: "rename the file with `git mv`")
        }
    }

    private static func isRead(atOnce path: String) -> Bool { suffixes.contains { path.hasSuffix($0) } }

    private static func repository(_ paths: RepositoryPaths, option: String) throws(Diagnostic) -> GitRepository {
        guard let root = paths.rootPath else {
            throw Diagnostic(file: option, message: "the working directory is not known")
        }
        return GitRepository(root: root, option: option)
    }
}
