import Documents

/// A state of the repository that files are read from: the commit that a change starts from, or the index.
struct RepositoryState: Sendable {
    /// How messages name it.
    var name: String
    var contents: FileContents

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
        // A file that only has another name now is compared with itself.
        let renames = try git.renames(since: commit, staged: isStaged)
        let files = try git.files(of: commit).map {
            GitRepository.File(path: renames[$0.path] ?? $0.path, object: $0.object)
        }
        return try RepositoryState(name: reference, files: files, of: git, paths: paths, option: "--since")
    }

    /// The state of the index, and the paths in it that the next commit changes.
    static func staged(paths: RepositoryPaths) throws(Diagnostic) -> (state: RepositoryState, changed: [String]) {
        let git = try repository(paths, option: "--staged")
        let changed = try git.stagedChanges()
        let files = try git.stagedFiles()
        let state = try RepositoryState(name: "the index", files: files, of: git, paths: paths, option: "--staged")
        return (state, files.map(\.path).filter { isRead(atOnce: $0) && changed.contains($0) })
    }

    private init(
        name: String, files: [GitRepository.File], of git: GitRepository, paths: RepositoryPaths, option: String
    ) throws(Diagnostic) {
        self.name = name
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

    private static func isRead(atOnce path: String) -> Bool { suffixes.contains { path.hasSuffix($0) } }

    private static func repository(_ paths: RepositoryPaths, option: String) throws(Diagnostic) -> GitRepository {
        guard let root = paths.rootPath else {
            throw Diagnostic(file: option, message: "the working directory is not known")
        }
        return GitRepository(root: root, option: option)
    }
}
