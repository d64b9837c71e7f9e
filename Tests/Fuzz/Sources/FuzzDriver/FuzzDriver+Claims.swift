public import Documents

extension FuzzDriver {
    /// Whether a message can be shown: it has words, and what it points at is a place.
    public static func expectShowable(_ diagnostic: Diagnostic) {
        expect(!diagnostic.message.isEmpty, "a problem without words")
        guard let region = diagnostic.region else { return }
        expect(
            region.start.line >= 1 && region.start.column >= 1 && region.start.offset <= region.end.offset,
            "\(region) is no region")
    }

    /// Whether bytes that a message points at lie inside a text.
    public static func expect(_ range: Range<Int>, inside source: SourceText) {
        expect(
            range.lowerBound >= 0 && range.upperBound <= source.bytes.count, "\(range) lies outside of \(source.name)")
    }
}

extension FileContents {
    /// A repository in `/proviso-fuzz` that holds one file and does not exist on the disk.
    public static func only(_ name: String, _ bytes: [UInt8]) -> FileContents {
        let folder = "/proviso-fuzz"
        let paths = RepositoryPaths(root: folder, workingDirectory: folder)
        return .snapshot(FileSnapshot(files: [name: bytes], paths: paths, name: "fuzz"))
    }
}
