import Documents

/// The files that a run reads, in the order in which their findings are reported.
struct InputList {
    struct File {
        var path: String
        /// Whether the user named it, rather than a directory that it lies in.
        var isNamed: Bool
        /// The folder that no path leaves that the file names.
        var root: String
        /// The path is a folder of Terraform files, which are read together.
        var terraform: TerraformFolder?
    }

    private(set) var files: [File] = []
    private(set) var problems: [Diagnostic] = []
    /// Folders of Terraform that others call as modules, and that are read with those.
    private(set) var called: [File] = []
    /// Where a path stands among the files: each is read once, however often and in whatever way it is named.
    private var indices: [String: Int] = [:]

    init(_ request: CheckRequest) {
        var options = FileWalker.Options()
        options.suffixes = Self.suffixes
        options.files = request.runLimits.files
        for path in request.paths {
            guard path != "-" else {
                add("-", isNamed: true, under: ".")
                continue
            }
            let path = Self.tidied(path)
            let found = request.contents.walk(path, options: options)
            problems += found.problems
            let isNamed = found.files == [path]
            // Who names a file wants it read; a hook names whatever was changed.
            let isFiltered = !isNamed || request.isHook
            for file in found.files where !isFiltered || request.accepts(file) {
                if TerraformFolder.holds(file) || isNamed && TerraformFolder.readsVariables(of: file) {
                    addTerraform(file, isNamed: isNamed, under: path)
                } else {
                    add(file, isNamed: isNamed, under: path)
                }
            }
        }
        called = TerraformFolder.removeCalled(from: &files, request)
    }

    private mutating func addTerraform(_ file: String, isNamed: Bool, under path: String) {
        let folder = TerraformFolder(of: file, isNamed: isNamed, under: path)
        let key = folder.path + "/"
        if let index = indices[key] {
            files[index].terraform?.merge(folder)
            files[index].isNamed = files[index].isNamed || isNamed
        } else {
            indices[key] = files.count
            files.append(File(path: folder.path, isNamed: isNamed, root: folder.root, terraform: folder))
        }
    }

    private mutating func add(_ path: String, isNamed: Bool, under walked: String) {
        if let index = indices[path] {
            files[index].isNamed = files[index].isNamed || isNamed
        } else {
            indices[path] = files.count
            files.append(File(path: path, isNamed: isNamed, root: Self.root(of: path, isNamed: isNamed, under: walked)))
        }
    }

    /// Whoever checks a part of a repository stands in it, and what a file names may lie beside the part.
    static func root(of file: String, isNamed: Bool, under walked: String) -> String {
        let isBelow = !walked.hasPrefix("/") && !walked.split(separator: "/").contains("..")
        return isBelow ? "." : isNamed ? PathLookup.directory(of: file) : walked
    }

    /// The path without steps that lead nowhere, so that `./a.yaml` and `a.yaml` are one file with one fingerprint.
    private static func tidied(_ path: String) -> String {
        guard !path.isEmpty else { return path }
        let steps = path.split(separator: "/").filter { $0 != "." }.map { String($0) }.joined(separator: "/")
        return path.hasPrefix("/") ? "/" + steps : steps.isEmpty ? "." : steps
    }

    /// The endings of files that may be inputs.
    static let suffixes = [".yaml", ".yml", ".json", ".jsonl", ".jsonl.gz", ".ndjson", ".template", ".tf"]
}

/// Which files a configuration leaves out.
public struct PathFilter: Sendable {
    /// When there are any, only files that one of them matches are judged.
    public var include: [PathPattern] = []
    public var exclude: [PathPattern] = []

    public init() {}

    var isEmpty: Bool { include.isEmpty && exclude.isEmpty }

    /// - Parameter path: from the root of the repository.
    func accepts(_ path: String) -> Bool {
        (include.isEmpty || include.contains { $0.matches(path) }) && !exclude.contains { $0.matches(path) }
    }
}

extension CheckRequest {
    fileprivate func accepts(_ file: String) -> Bool {
        filter.isEmpty || filter.accepts((repository ?? .current).stableName(of: file))
    }
}
