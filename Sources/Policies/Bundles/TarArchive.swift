import Documents

/// The regular files of an archive in the ustar format. Nothing is unpacked.
struct TarArchive {
    private(set) var files: [ArchivedFile] = []

    private static let block = 512

    /// - Parameter name: that of the archive, for messages.
    /// - Throws: an error if the archive is broken, or holds a link or a path that leads out of it.
    init(_ bytes: ArraySlice<UInt8>, named name: String) throws(Diagnostic) {
        var offset = bytes.startIndex
        while offset + Self.block <= bytes.endIndex {
            let header = Array(bytes[offset..<offset + Self.block])
            // Two empty blocks end an archive.
            if header.allSatisfy({ $0 == 0 }) { return }
            guard let entry = Entry(header) else {
                throw Diagnostic(
                    file: name, message: "this is no archive, or a broken one",
                    help: "make it with `tar --format=ustar`, or as a zip file")
            }
            let start = offset + Self.block
            guard entry.size <= bytes.endIndex - start else {
                throw Diagnostic(file: name, message: "the archive ends too early")
            }
            try take(entry, bytes[start..<start + entry.size], of: name)
            offset = start + (entry.size + Self.block - 1) / Self.block * Self.block
        }
        throw Diagnostic(file: name, message: "the archive ends too early")
    }

    private mutating func take(
        _ entry: Entry, _ content: ArraySlice<UInt8>, of name: String
    ) throws(Diagnostic) {
        switch entry.kind {
        case UInt8(ascii: "0"), 0:
            try files.add(ArchivedFile(path: entry.path, bytes: Array(content)), of: name)
        case UInt8(ascii: "5"): break
        // What `git archive` writes in front: the commit.
        case UInt8(ascii: "g") where Self.isComment(content): break
        case UInt8(ascii: "1"), UInt8(ascii: "2"):
            throw Diagnostic(
                file: name, message: "`\(Diagnostic.shown(entry.path))` is a link: a bundle holds files alone")
        default:
            throw Diagnostic(
                file: name, message: "`\(Diagnostic.shown(entry.path))` is neither a file nor a directory",
                help: "make the archive with `tar --format=ustar`")
        }
    }

    /// Whether a header for all files holds one comment, `52 comment=...`, and nothing that changes what follows.
    private static func isComment(_ content: ArraySlice<UInt8>) -> Bool {
        let length = content.prefix { $0 != 0x20 }
        return Int(String(decoding: length, as: UTF8.self)) == content.count
            && content.dropFirst(length.count + 1).starts(with: "comment=".utf8)
            && content.firstIndex(of: 0x0A) == content.endIndex - 1
    }

    private struct Entry {
        var path: String
        var size: Int
        var kind: UInt8

        init?(_ header: [UInt8]) {
            func field(_ range: Range<Int>) -> ArraySlice<UInt8> { header[range].prefix { $0 != 0 } }
            func octal(_ range: Range<Int>) -> Int? {
                Int(String(decoding: field(range).filter { $0 != 0x20 }, as: UTF8.self), radix: 8)
            }
            // The sum counts its own field as blanks.
            let sum = header.enumerated().reduce(0) { $0 + ((148..<156).contains($1.offset) ? 0x20 : Int($1.element)) }
            guard header[257..<262].elementsEqual("ustar".utf8), octal(148..<156) == sum, let size = octal(124..<136),
                size >= 0, let name = String(validating: field(0..<100), as: UTF8.self),
                let prefix = String(validating: field(345..<500), as: UTF8.self)
            else { return nil }
            path = prefix.isEmpty ? name : prefix + "/" + name
            self.size = size
            kind = header[156]
        }
    }
}
