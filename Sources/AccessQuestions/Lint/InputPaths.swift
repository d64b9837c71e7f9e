import Documents

/// The files to lint: those that were named, and those that lie in the directories that were named.
struct InputPaths {
    struct File {
        var path: String
        /// Whether the user named it, so that it must hold a policy.
        var isNamed: Bool
    }

    private(set) var files: [File] = []
    private(set) var problems: [Diagnostic] = []

    init(_ paths: [String]) {
        var options = FileWalker.Options()
        options.suffixes = [".json", ".yaml", ".yml", ".template"]
        var seen: Set<String> = []
        for path in paths {
            guard path != "-" else {
                files.append(File(path: path, isNamed: true))
                continue
            }
            let found = FileWalker(options: options).walk(path)
            problems += found.problems
            for file in found.files where seen.insert(file).inserted {
                files.append(File(path: file, isNamed: found.files == [path]))
            }
        }
    }
}
