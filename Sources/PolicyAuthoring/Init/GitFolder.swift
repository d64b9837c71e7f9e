import Documents

/// What the folder `.git` says of a repository, read without git.
struct GitFolder {
    private let path: String

    init(of folder: String) { path = PathLookup.joined(folder, ".git") }

    /// The branch that others start from: what the remote says, else one of a usual name, else the one that is checked out;
    /// nil if nothing is known.
    var defaultBranch: String? {
        branch(in: "refs/remotes/origin/HEAD", below: "refs/remotes/origin/")
            ?? ["main", "master", "trunk", "develop"].first(where: hasBranch)
            ?? branch(in: "HEAD", below: "refs/heads/")
    }

    private func hasBranch(_ name: String) -> Bool {
        let references = ["refs/heads/", "refs/remotes/origin/"].map { $0 + name }
        let packed = text(of: "packed-refs")?.split(separator: "\n") ?? []
        return references.contains { reference in
            PathLookup.isFile(PathLookup.joined(path, reference)) || packed.contains { $0.hasSuffix(" " + reference) }
        }
    }

    /// Whether a remote lies on a host of GitLab.
    var isOnGitLab: Bool {
        text(of: "config")?.split(separator: "\n").contains { line in
            let words = line.split(separator: "=", maxSplits: 1).map { $0.filter { $0 != " " && $0 != "\t" } }
            return words.count == 2 && words[0] == "url" && Self.host(of: words[1]).contains("gitlab")
        } ?? false
    }

    /// The host of `https://host/path`, `ssh://user@host/path` or `user@host:path`.
    private static func host(of address: String) -> Substring {
        let rest = address.split(separator: "://", maxSplits: 1).last ?? ""
        let place = rest.prefix { $0 != "/" }
        return (place.split(separator: "@").last ?? "").prefix { $0 != ":" }
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
