import Documents

/// A state of the repository that files are read from: the commit that a change starts from, or the index.
struct RepositoryState: Sendable {
    /// How messages name it.
    var name: String
    var contents: FileContents

    /// The endings of files that may be inputs, policies or configuration.
    private static let suffixes = InputList.suffixes + [".txt", ".lock", ".tar"]
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
        let files = try git.contents(of: try wanted(try git.files(of: commit), option: "--since"))
        // A file that only has another name now is compared with itself.
        let renames = try git.renames(since: commit, staged: isStaged)
        var renamed: [String: [UInt8]] = [:]
        for (path, content) in files { renamed[renames[path] ?? path] = content }
        return RepositoryState(name: reference, files: renamed, paths: paths)
    }

    /// The state of the index, and the paths in it that the next commit changes.
    static func staged(paths: RepositoryPaths) throws(Diagnostic) -> (state: RepositoryState, changed: [String]) {
        let git = try repository(paths, option: "--staged")
        let changed = try git.stagedChanges()
        let files = try wanted(try git.stagedFiles(), option: "--staged")
        let state = RepositoryState(name: "the index", files: try git.contents(of: files), paths: paths)
        return (state, files.map(\.path).filter { changed.contains($0) })
    }

    private init(name: String, files: [String: [UInt8]], paths: RepositoryPaths) {
        self.name = name
        contents = .snapshot(FileSnapshot(files: files, paths: paths, name: name))
    }

    private static func repository(_ paths: RepositoryPaths, option: String) throws(Diagnostic) -> GitRepository {
        guard let root = paths.rootPath else {
            throw Diagnostic(file: option, message: "the working directory is not known")
        }
        return GitRepository(root: root, option: option)
    }

    private static func wanted(
        _ files: [GitRepository.File], option: String
    ) throws(Diagnostic) -> [GitRepository.File] {
        let wanted = files.filter { file in suffixes.contains { file.path.hasSuffix($0) } }
        guard wanted.count <= mostFiles else {
            throw Diagnostic(
                file: option, message: "the repository has more than \(mostFiles) files that may be inputs")
        }
        return wanted
    }
}
