extension RepositoryPaths {
    /// The repository in which the program runs, looked up when first asked for; without one, the working directory.
    public static let current: RepositoryPaths = {
        guard let directory = PathLookup.workingDirectory else { return RepositoryPaths() }
        return RepositoryPaths(root: root(above: directory) ?? directory, workingDirectory: directory)
    }()

    /// The nearest directory, from an absolute one upwards, that holds `.git`: a directory, or a file in a work tree
    /// beside the main one.
    public static func root(above directory: String) -> String? {
        var directory = directory
        while true {
            if PathLookup.exists(PathLookup.joined(directory, ".git")) { return directory }
            guard directory != "/" else { return nil }
            directory = PathLookup.directory(of: directory)
        }
    }

    /// A path that counts from the root, as the working directory sees it.
    public func path(fromRoot path: String) -> String {
        let up = [String](repeating: "..", count: depthBelowRoot).joined(separator: "/")
        return PathLookup.joined(up, path)
    }

    /// The name that a file has wherever in the repository the program is started: what identities are made from.
    public func stableName(of file: String) -> String {
        if case .inside(let path) = place(of: file) { path } else { file }
    }

    /// Whether a path that lies in the repository by its name leaves it through a symbolic link. What does not exist yet
    /// will lie where its directory does; nobody knows where a link leads that leads nowhere.
    public func isLeft(through path: String) -> Bool {
        guard case .inside = place(of: path), let root = rootPath.flatMap(PathLookup.resolved) else { return false }
        var step = path
        while !PathLookup.isLink(step) || PathLookup.exists(step) {
            if let real = PathLookup.resolved(step) {
                return real != root && root != "/" && !real.hasPrefix(root + "/")
            }
            let directory = PathLookup.directory(of: step)
            guard directory != step else { return false }
            step = directory
        }
        return true
    }
}
