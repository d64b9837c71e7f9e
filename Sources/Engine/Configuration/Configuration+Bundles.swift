public import Documents
public import Policies

extension Configuration {
    /// Where the sums of the bundles stand: beside the configuration.
    public var lockFile: String? {
        files.last.map { PathLookup.joined(PathLookup.directory(of: $0), BundleLock.fileName) }
    }

    /// The sums that the bundles have now.
    public func currentLock() throws(Diagnostic) -> BundleLock {
        var sums: [String: String] = [:]
        for bundle in bundles {
            let found = try PolicyBundle(bundle.value)
            // What no run could read is not worth a sum.
            _ = try found.packs()
            sums.merge(found.sums(in: PathLookup.directory(of: lockFile ?? ""))) { $1 }
        }
        return BundleLock(sums: sums)
    }

    /// The packs of the bundles.
    /// - Throws: an error if a bundle is not what its lock says.
    func bundledPacks(from contents: FileContents, paths: RepositoryPaths) throws(Diagnostic) -> [SourceText] {
        guard !bundles.isEmpty, let lockFile else { return [] }
        guard !contents.leaves(paths, through: lockFile) else {
            throw Diagnostic(file: lockFile, message: "this link leads out of the repository")
        }
        guard contents.isFile(lockFile) else {
            throw Diagnostic(
                file: lockFile, message: "the sums of the bundles are missing", help: "run `proviso bundle lock`")
        }
        let lock = try BundleLock(parsing: try contents.read(lockFile))
        var packs: [SourceText] = []
        for setting in bundles {
            let bundle = try PolicyBundle(setting.value, contents: contents)
            try bundle.check(against: lock, in: PathLookup.directory(of: lockFile))
            packs += try bundle.packs()
        }
        return packs
    }
}
