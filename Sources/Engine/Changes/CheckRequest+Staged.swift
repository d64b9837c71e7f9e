import Documents

extension CheckRequest {
    /// Asks for what the next commit changes, as the index has it; files beside those are read for what they hold.
    /// - Returns: what could not be read of it.
    mutating func takeStaged() throws(Diagnostic) -> [Diagnostic] {
        let repository = self.repository ?? .current
        let (state, changed) = try RepositoryState.staged(paths: repository)
        let asked = paths
        contents.turn(to: state.contents)
        isHook = true
        paths = changed.map { repository.path(fromRoot: $0) }.filter { file in
            asked.isEmpty || asked.contains { repository.holds($0, file) }
        }
        let directories = Set(paths.map { PathLookup.directory(of: $0) })
        contextPaths += directories.subtracting(contextPaths).sorted()
        return state.warnings
    }
}

extension RepositoryPaths {
    /// Whether a path is a file, or a directory above it.
    fileprivate func holds(_ path: String, _ file: String) -> Bool {
        if isRoot(path) { return true }
        guard case .inside(let outer) = place(of: path), case .inside(let inner) = place(of: file) else { return false }
        return inner == outer || inner.hasPrefix(outer + "/")
    }
}
