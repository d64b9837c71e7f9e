import Documents
import HCL

/// The files of a run as a configuration reads them: from disk, or from a state of the repository.
final class RunFiles: ConfigurationFiles {
    private let contents: FileContents
    private let root: String
    private let disk: DiskFiles
    private let limit: Int

    init(_ contents: FileContents, root: String, limit: Int) {
        self.contents = contents
        self.root = root
        self.limit = limit
        disk = DiskFiles(root: root)
    }

    func names(in folder: String) -> [String] {
        var options = FileWalker.Options()
        options.suffixes = [".tf", ".tf.json", ".tfvars", ".tfvars.json"]
        options.depth = 0
        return contents.walk(folder, options: options).files.map(DiskFiles.name(ofFileAt:))
    }

    func read(_ path: String) throws(Diagnostic) -> SourceText { try contents.read(path, limit: limit) }

    func mayRead(_ path: String) -> Bool {
        if contents.isOnDisk { return disk.mayRead(path) }
        // A snapshot has no links; text decides.
        return exists(path)
            && (root == "."
                ? !path.hasPrefix("..") && !path.hasPrefix("/") : path == root || path.hasPrefix(root + "/"))
    }

    func entries(in folder: String) -> [FolderEntry]? {
        if contents.isOnDisk { return disk.entries(in: folder) }
        let start = folder == "." ? "" : folder.hasSuffix("/") ? folder : folder + "/"
        var kinds: [String: FolderEntry.Kind] = [:]
        for file in contents.walk(folder, options: Self.everything).files where file.utf8.starts(with: start.utf8) {
            let path = String(decoding: file.utf8.dropFirst(start.utf8.count), as: UTF8.self)
            let steps = path.split(separator: "/", maxSplits: 1)
            guard let name = steps.first else { continue }
            kinds[String(name)] = steps.count > 1 ? .folder : .file
        }
        return kinds.map { FolderEntry(name: $0, kind: $1) }
    }

    func exists(_ path: String) -> Bool {
        if contents.isOnDisk { return disk.exists(path) }
        return contents.isFile(path) || !contents.walk(path, options: Self.everything).files.isEmpty
    }

    private static var everything: FileWalker.Options {
        var options = FileWalker.Options()
        options.skipsHidden = false
        options.skippedDirectories = []
        options.skipsBundledAssets = false
        return options
    }
}
