import Documents

/// What the folder `.git` says of a repository, read without git.
struct GitFolder {
    private let path: String

    init(of folder: String) { path = PathLookup.joined(folder, ".git") }

    /// The branch that others start from: what the remote says, else the one that is checked out; nil if neither is known.
    var defaultBranch: String? {
        branch(in: "refs/remotes/origin/HEAD", below: "refs/remotes/origin/")
            ?? branch(in: "HEAD", below: "refs/heads/")
    }

    /// Whether a remote lies on a host of GitLab.
    var isOnGitLab: Bool {
        text(of: "config")?.split(separator: "\n").contains { line in
            line.drop { $0 == " " || $0 == "\t" }.hasPrefix("url") && line.contains("gitlab")
        } ?? false
    }

    private func branch(in file: String, below prefix: String) -> String? {
        guard let line = text(of: file)?.split(separator: "\n").first, line.hasPrefix("ref: " + prefix) else {
            return nil
        }
        let name = line.dropFirst(5 + prefix.count)
        return name.isEmpty ? nil : String(name)
    }

    private func text(of name: String) -> String? {
        let file = PathLookup.joined(path, name)
        guard PathLookup.isFile(file), let source = try? FileReader(limit: 1 << 20).read(file) else { return nil }
        return String(decoding: source.bytes, as: UTF8.self)
    }
}
