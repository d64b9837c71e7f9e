import Documents

/// The regular files of an archive in the zip format, by its directory at the end. Nothing is unpacked to the disk.
/// - SeeAlso: APPNOTE.TXT of PKWARE
struct ZipArchive {
    private(set) var files: [ArchivedFile] = []

    private let bytes: [UInt8]
    private let name: String
    private var left = BundleArchive.mostBytes

    static func isWritten(in bytes: [UInt8]) -> Bool {
        bytes.starts(with: [0x50, 0x4B, 3, 4]) || bytes.starts(with: [0x50, 0x4B, 5, 6])
    }

    /// - Parameter name: that of the archive, for messages.
    /// - Throws: an error if the archive is broken or too large, or holds a link or a path that leads out of it.
    init(_ bytes: [UInt8], named name: String) throws(Diagnostic) {
        self.bytes = bytes
        self.name = name
        let end = try endOfDirectory()
        let count = try number(end + 10, 2)
        var at = try number(end + 16, 4)
        // Larger archives say so elsewhere; none of them is one of policies.
        guard try number(end + 4, 4) == 0, count < 0xFFFF, at <= end else { throw broken }
        for _ in 0..<count {
            let entry = try Entry(self, at)
            try take(entry)
            at = entry.end
        }
    }

    private mutating func take(_ entry: Entry) throws(Diagnostic) {
        guard !entry.path.hasSuffix("/") else { return }
        let path = Diagnostic.shown(entry.path)
        switch entry.mode & 0xF000 {
        case 0, 0x8000: break
        case 0xA000: throw failure("`\(path)` is a link: a bundle holds files alone")
        default: throw failure("`\(path)` is neither a file nor a directory")
        }
        guard entry.flags & 1 == 0 else { throw failure("`\(path)` is encrypted") }
        let content = try content(of: entry)
        guard content.count == entry.size, CRC32.sum(of: content[...]) == UInt32(entry.sum) else { throw broken }
        left -= content.count
        try files.add(ArchivedFile(path: entry.path, bytes: content), of: name)
    }

    private func content(of entry: Entry) throws(Diagnostic) -> [UInt8] {
        // What stands before the content must call it by the same name, or readers could see different archives.
        guard try number(entry.start, 4) == 0x0403_4B50, try number(entry.start + 26, 2) == entry.path.utf8.count,
            try text(entry.start + 30, entry.path.utf8.count) == entry.path
        else { throw broken }
        let start = entry.start + 30 + entry.path.utf8.count + (try number(entry.start + 28, 2))
        guard start <= bytes.count, entry.packedSize <= bytes.count - start else { throw broken }
        let packed = bytes[start..<start + entry.packedSize]
        switch entry.method {
        case 0:
            guard packed.count <= left else { throw BundleArchive.failure(.tooLarge, of: name) }
            return Array(packed)
        case 8:
            do throws(Inflate.Failure) {
                return try Inflate.unpack(packed, limit: left).bytes
            } catch {
                throw BundleArchive.failure(error, of: name)
            }
        default:
            throw failure("`\(Diagnostic.shown(entry.path))` is packed in a way that is not known: expected deflate")
        }
    }

    /// Where the record at the end begins, behind which only a comment stands.
    private func endOfDirectory() throws(Diagnostic) -> Int {
        let size = 22
        var at = bytes.count - size
        while at >= 0, at >= bytes.count - size - 0xFFFF {
            if try number(at, 4) == 0x0605_4B50, try number(at + 20, 2) == bytes.count - size - at { return at }
            at -= 1
        }
        throw failure("the archive ends too early")
    }

    private func number(_ at: Int, _ count: Int) throws(Diagnostic) -> Int {
        guard at >= 0, at <= bytes.count - count else { throw broken }
        return bytes[at..<at + count].reversed().reduce(0) { $0 << 8 | Int($1) }
    }

    private func text(_ at: Int, _ count: Int) throws(Diagnostic) -> String {
        guard at >= 0, at <= bytes.count - count, let text = String(validating: bytes[at..<at + count], as: UTF8.self)
        else { throw broken }
        return text
    }

    private var broken: Diagnostic { failure("this is no archive, or a broken one") }

    private func failure(_ message: String) -> Diagnostic { Diagnostic(file: name, message: message) }

    /// A file as the directory lists it.
    private struct Entry {
        let flags, method, sum, packedSize, size, start: Int
        /// Of Unix; 0 where the archive was made elsewhere.
        let mode: Int
        let path: String
        /// Where the next one begins.
        let end: Int

        init(_ archive: ZipArchive, _ at: Int) throws(Diagnostic) {
            guard try archive.number(at, 4) == 0x0201_4B50 else { throw archive.broken }
            flags = try archive.number(at + 8, 2)
            method = try archive.number(at + 10, 2)
            sum = try archive.number(at + 16, 4)
            packedSize = try archive.number(at + 20, 4)
            size = try archive.number(at + 24, 4)
            mode = try archive.number(at + 40, 2)
            start = try archive.number(at + 42, 4)
            let length = try archive.number(at + 28, 2)
            path = try archive.text(at + 46, length)
            end = at + 46 + length + (try archive.number(at + 30, 2)) + (try archive.number(at + 32, 2))
        }
    }
}
