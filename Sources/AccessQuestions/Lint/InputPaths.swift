import Documents
import Readers

/// The files to lint: those that were named, and those that lie in the directories that were named. Of Terraform files the
/// folder is one input.
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
        options.suffixes = [".json", ".yaml", ".yml", ".template", ".tf"]
        var seen: Set<String> = []
        for path in paths {
            guard path != "-" else {
                files.append(File(path: path, isNamed: true))
                continue
            }
            let found = FileWalker(options: options).walk(path)
            problems += found.problems
            for file in found.files {
                let input = Self.isTerraform(file) ? PathLookup.directory(of: file) : file
                if seen.insert(input).inserted { files.append(File(path: input, isNamed: found.files == [path])) }
            }
        }
        removeModules()
    }

    private static func isTerraform(_ file: String) -> Bool { file.hasSuffix(".tf") || file.hasSuffix(".tf.json") }

    /// Leaves out folders that others call as modules: they are read with those.
    private mutating func removeModules() {
        let folders = files.filter { !$0.isNamed && PathLookup.isDirectory($0.path) }.map(\.path)
        guard folders.count > 1 else { return }
        let reader = InputReader()
        let called = Set(
            folders.flatMap { folder in
                reader.localModules(
                    ofTerraformIn: folder, root: PolicyFile.root(of: folder), contents: .disk
                ).filter { $0 != folder }
            })
        // Folders that call each other in a circle are called by nobody else.
        guard !folders.allSatisfy(called.contains) else { return }
        files.removeAll { !$0.isNamed && called.contains($0.path) }
    }
}
