import Documents

/// The states of a repository, read through `git` without checking anything out.
struct GitRepository {
    /// A file of a tree or of the index. Links and submodules are none.
    struct File {
        /// From the root of the repository.
        var path: String
        /// The object with its content.
        var object: String
    }

    /// Files of a state, and the names of those that no report could show because they are not UTF-8.
    struct Listing {
        var files: [File] = []
        var unreadable: [String] = []
    }

    private let process: ChildProcess
    private let root: String
    /// What messages are about: the option that asks for git.
    private let option: String

    /// - Parameter root: the absolute path of the repository.
    init(root: String, option: String) {
        self.root = root
        self.option = option
        var process = ChildProcess(program: "git")
        // Words of git are shown, never read; nothing is fetched and nobody is asked.
        process.environment = [
            "LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0", "GIT_NO_LAZY_FETCH": "1", "GIT_TERMINAL_PROMPT": "0",
        ]
        self.process = process
    }

    /// The commit in which the work tree's branch left another one.
    /// - Throws: an error with the command that mends it, if the history is not at hand.
    func base(of reference: String) throws(Diagnostic) -> String {
        guard try run(["rev-parse", "--git-dir"]).code == 0 else {
            throw failure("this is no git repository, or not one that git trusts", help: "`git status` says why")
        }
        let found = try run(["rev-parse", "--verify", "--quiet", "--end-of-options", reference + "^{commit}"])
        guard found.code == 0 else {
            throw failure("there is no commit `\(Diagnostic.shown(reference))`", help: try fetchHelp(reference))
        }
        let commit = found.line
        let head = try run(["rev-parse", "--verify", "--quiet", "HEAD^{commit}"])
        guard head.code == 0 else { throw failure("the repository has no commit yet", help: nil) }
        let base = try run(["merge-base", commit, head.line])
        guard base.code == 0, !base.line.isEmpty else {
            throw failure(
                "`\(Diagnostic.shown(reference))` and the checked-out commit have no common history here",
                help: try isShallow() ? "this clone is shallow: run `git fetch --unshallow`" : nil)
        }
        return base.line
    }

    private func fetchHelp(_ reference: String) throws(Diagnostic) -> String {
        let isBranch = reference.utf8.allSatisfy { byte in
            byte >= 0x80 || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
                || UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20
                || "/._-".utf8.contains(byte)
        }
        guard isBranch, !reference.hasPrefix("-"), !reference.contains(".."), reference != "HEAD" else {
            return try isShallow() ? "this clone is shallow: run `git fetch --unshallow`" : "check the name"
        }
        // A clone of a single branch does not fetch another one unless it is told where to put it.
        let branch = Diagnostic.shown(reference.hasPrefix("origin/") ? String(reference.dropFirst(7)) : reference)
        let target = reference.hasPrefix("origin/") ? "+\(branch):refs/remotes/origin/\(branch)" : "\(branch):\(branch)"
        return try isShallow()
            ? "this clone is shallow: run `git fetch --unshallow origin \(target)`"
            : "check the name, or run `git fetch origin \(target)`"
    }

    private func isShallow() throws(Diagnostic) -> Bool {
        try run(["rev-parse", "--is-shallow-repository"]).line == "true"
    }

    /// The files of a commit.
    func files(of commit: String) throws(Diagnostic) -> Listing {
        let output = try succeeding(["ls-tree", "-r", "-z", "--full-tree", commit])
        return try listing(output) { (words, _) throws(Diagnostic) -> ArraySlice<UInt8>? in
            guard words.count == 3, words[1].elementsEqual("blob".utf8), !words[0].elementsEqual("120000".utf8) else {
                return nil
            }
            return words[2]
        }
    }

    /// The files of the index.
    func stagedFiles() throws(Diagnostic) -> Listing {
        let output = try succeeding(["ls-files", "--stage", "-z", "--full-name", ":/"])
        return try listing(output) { (words, path) throws(Diagnostic) -> ArraySlice<UInt8>? in
            guard words.count == 3, words[0].starts(with: "100".utf8) else { return nil }
            guard words[2].elementsEqual("0".utf8) else {
                throw failure("`\(Diagnostic.shown(path))` has a conflict", help: "resolve it, then `git add` it")
            }
            return words[1]
        }
    }

    /// - Parameter object: the name of the content that the head of a record and its path stand for; nil for no file.
    private func listing(
        _ output: [UInt8], object: ([ArraySlice<UInt8>], String) throws(Diagnostic) -> ArraySlice<UInt8>?
    ) throws(Diagnostic) -> Listing {
        var listing = Listing()
        for record in records(output) {
            guard let tab = record.firstIndex(of: UInt8(ascii: "\t")) else {
                throw failure("`git` answered with something else than was asked", help: nil)
            }
            let name = record[(tab + 1)...]
            let path = String(decoding: name, as: UTF8.self)
            guard let object = try object(record[..<tab].split(separator: UInt8(ascii: " ")), path) else { continue }
            if text(name) == nil {
                listing.unreadable.append(path)
            } else {
                listing.files.append(File(path: path, object: String(decoding: object, as: UTF8.self)))
            }
        }
        return listing
    }

    /// The paths whose content in the index differs from the last commit, without those that are gone.
    func stagedChanges() throws(Diagnostic) -> Set<String> {
        let output = try succeeding([
            "diff", "--cached", "--name-only", "--no-ext-diff", "--no-renames", "-z", "--diff-filter=ACMRT",
        ])
        return Set(records(output).map { String(decoding: $0, as: UTF8.self) })
    }

    /// The new paths of files that were renamed since a commit, by their old ones.
    func renames(since commit: String, staged: Bool) throws(Diagnostic) -> [String: String] {
        let output = try succeeding(
            ["diff", "--name-status", "--no-ext-diff", "--find-renames", "-z", "--diff-filter=R"]
                + (staged ? ["--cached"] : []) + [commit, "--"])
        let fields = records(output).map { text($0) }
        var renames: [String: String] = [:]
        for start in stride(from: 0, to: fields.count - 2, by: 3) {
            guard let old = fields[start + 1], let new = fields[start + 2] else { continue }
            renames[old] = new
        }
        return renames
    }

    /// The contents of files, by path.
    func contents(of files: [File]) throws(Diagnostic) -> [String: [UInt8]] {
        guard !files.isEmpty else { return [:] }
        let input = Array(files.map { $0.object + "\n" }.joined().utf8)
        let output = try succeeding(["cat-file", "--batch"], input: input)
        var contents: [String: [UInt8]] = [:]
        var rest = output[...]
        for file in files {
            guard let end = rest.firstIndex(of: UInt8(ascii: "\n")) else { throw unreadable(file) }
            let words = rest[..<end].split(separator: UInt8(ascii: " "))
            guard words.count == 3, let size = Int(String(decoding: words[2], as: UTF8.self)), size >= 0,
                size < rest.endIndex - end
            else { throw unreadable(file) }
            contents[file.path] = Array(rest[end + 1..<end + 1 + size])
            rest = rest[(end + 1 + size)...].dropFirst()
        }
        return contents
    }

    private func unreadable(_ file: File) -> Diagnostic {
        failure(
            "the content of `\(Diagnostic.shown(file.path))` is not in this clone",
            help: "a partial clone lacks it: run `git fetch --refetch --filter=blob:limit=100m`")
    }
}

extension GitRepository {
    private func run(_ arguments: [String], input: [UInt8] = []) throws(Diagnostic) -> ChildProcess.Output {
        do throws(ChildProcess.Failure) {
            return try process.run(["-C", root, "-c", "core.fsmonitor=false"] + arguments, input: input)
        } catch {
            switch error {
            case .missing: throw failure("`git` is needed and not installed", help: nil)
            case .tooLarge: throw failure("the repository gives more than \(process.limit) bytes", help: nil)
            case .late: throw failure("`git` takes too long", help: nil)
            case .refused(let words): throw failure("`git` cannot be run: \(words)", help: nil)
            }
        }
    }

    private func succeeding(_ arguments: [String], input: [UInt8] = []) throws(Diagnostic) -> [UInt8] {
        let output = try run(arguments, input: input)
        guard output.code == 0 else {
            let words = output.errors.split(separator: "\n").first.map { ": " + Diagnostic.shown(String($0)) } ?? ""
            throw failure("`git \(arguments[0])` failed\(words)", help: nil)
        }
        return output.bytes
    }

    private func failure(_ message: String, help: String?) -> Diagnostic {
        Diagnostic(file: option, message: message, help: help)
    }

    private func records(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] { bytes.split(separator: 0) }

    /// A path; nil if it is not UTF-8.
    private func text(_ bytes: ArraySlice<UInt8>) -> String? { String(validating: bytes, as: UTF8.self) }
}

extension ChildProcess.Output {
    /// The first line.
    fileprivate var line: String {
        String(decoding: bytes.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
    }
}
