import Documents

/// The regular files of an archive in the ustar format. Nothing is unpacked.
struct TarArchive {
    private(set) var files: [(path: String, bytes: [UInt8])] = []

    private static let block = 512

    /// - Throws: an error if the archive is broken, or holds a link or a path that leads out of it.
    init(_ source: SourceText) throws(Diagnostic) {
        let bytes = source.bytes
        if bytes.starts(with: [0x1F, 0x8B]) {
            throw Diagnostic(file: source.name, message: "the archive is compressed", help: "give a plain .tar")
        }
        var offset = 0
        while offset + Self.block <= bytes.count {
            let header = Array(bytes[offset..<offset + Self.block])
            // Two empty blocks end an archive.
            if header.allSatisfy({ $0 == 0 }) { return }
            guard let entry = Entry(header) else {
                throw Diagnostic(
                    file: source.name, message: "this is no archive, or a broken one",
                    help: "make it with `tar --format=ustar`")
            }
            let start = offset + Self.block
            guard entry.size <= bytes.count - start else {
                throw Diagnostic(file: source.name, message: "the archive ends too early")
            }
            let path = Diagnostic.shown(entry.path)
            if entry.path.hasPrefix("/") || entry.path.split(separator: "/").contains("..") {
                throw Diagnostic(file: source.name, message: "`\(path)` leads out of the archive")
            }
            switch entry.kind {
            case UInt8(ascii: "0"), 0:
                files.append((entry.path, Array(bytes[start..<start + entry.size])))
            case UInt8(ascii: "5"): break
            case UInt8(ascii: "1"), UInt8(ascii: "2"):
                throw Diagnostic(file: source.name, message: "`\(path)` is a link: a bundle holds files alone")
            default:
                throw Diagnostic(
                    file: source.name, message: "`\(path)` is neither a file nor a directory",
                    help: "make the archive with `tar --format=ustar`")
            }
            offset = start + (entry.size + Self.block - 1) / Self.block * Self.block
        }
        throw Diagnostic(file: source.name, message: "the archive ends too early")
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
