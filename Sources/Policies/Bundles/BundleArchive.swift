import Documents

/// A file inside of an archive.
struct ArchivedFile {
    var path: String
    var bytes: [UInt8]
}

/// The files of an archive of policies, whichever format it has. Nothing is written to the disk.
enum BundleArchive {
    /// The most bytes that an archive may hold once it is unpacked.
    static let mostBytes = 64 << 20
    static let mostFiles = 10_000

    /// - Throws: an error if the archive is broken or too large, or holds a link or a path that leads out of it.
    static func files(of source: SourceText) throws(Diagnostic) -> [ArchivedFile] {
        let bytes = Array(source.bytes)
        if ZipArchive.isWritten(in: bytes) { return try ZipArchive(bytes, named: source.name).files }
        guard Gzip.isWritten(in: bytes[...]) else { return try TarArchive(bytes[...], named: source.name).files }
        let unpacked: [UInt8]
        do throws(Inflate.Failure) {
            unpacked = try Gzip.unpack(bytes[...], limit: mostBytes)
        } catch {
            throw failure(error, of: source.name)
        }
        return try TarArchive(unpacked[...], named: source.name).files
    }

    static func failure(_ failure: Inflate.Failure, of name: String) -> Diagnostic {
        switch failure {
        case .broken, .cut: Diagnostic(file: name, message: "the archive cannot be unpacked: it is broken")
        case .tooLarge: Diagnostic(file: name, message: "the archive holds more than \(mostBytes) bytes")
        }
    }
}

extension [ArchivedFile] {
    /// Adds a file of an archive.
    /// - Throws: an error if its path leads out of the archive, or comes twice.
    mutating func add(_ file: ArchivedFile, of archive: String) throws(Diagnostic) {
        let path = Diagnostic.shown(file.path)
        guard !file.path.hasPrefix("/"), !file.path.split(separator: "/").contains("..") else {
            throw Diagnostic(file: archive, message: "`\(path)` leads out of the archive")
        }
        guard count < BundleArchive.mostFiles else {
            throw Diagnostic(file: archive, message: "the archive holds more than \(BundleArchive.mostFiles) files")
        }
        append(file)
    }
}
