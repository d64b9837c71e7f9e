/// Reads files whole, so that nothing that happens to them afterwards can disturb a parser.
public struct FileReader: Sendable {
    /// The largest file, in bytes.
    public var limit: Int
    /// Whether what is packed with gzip, and named so, is unpacked.
    public var unpacks: Bool

    public init(limit: Int = DocumentLimits().size, unpacks: Bool = true) {
        self.limit = limit
        self.unpacks = unpacks
    }

    /// Reads a file.
    /// - Throws: an error that names the file if it is missing, a directory, not readable, not a regular file, larger
    ///   than the limit, or changes while it is read.
    public func read(_ path: String) throws(Diagnostic) -> SourceText {
        do throws(FileFailure) {
            return try text(of: path)
        } catch {
            throw error.diagnostic(path, limit: limit)
        }
    }

    /// Reads standard input to its end.
    /// - Parameter goesOn: asked when a signal interrupts the reading; false gives it up.
    /// - Throws: an error if it cannot be read, is given up, or is larger than the limit.
    public func readStandardInput(
        named name: String = "<stdin>", while goesOn: () -> Bool = { true }
    ) throws(Diagnostic) -> SourceText {
        do throws(FileFailure) {
            let bytes = try bytes(of: .standardInput, expected: 64 << 10, while: goesOn)
            return SourceText(name: name, adopting: bytes)
        } catch {
            throw error.diagnostic(name, limit: limit)
        }
    }

    private func text(of path: String) throws(FileFailure) -> SourceText {
        // The operating system would read the name only up to the zero byte.
        guard !path.utf8.contains(0) else { throw .missing }
        let file = try FileDescriptor(opening: path)
        let before = try file.status()
        switch before.kind {
        case .file: break
        case .directory: throw .directory
        default: throw .special
        }
        guard before.size <= limit else { throw .tooLarge }
        let packed = try bytes(of: file, expected: before.size, isSize: before.size > 0)
        // The name decides whether the content is looked at: files of other programs are not unpacked.
        if unpacks, path.hasSuffix(".gz"), Gzip.begins(UnsafeRawBufferPointer(packed)) {
            defer { packed.deallocate() }
            return SourceText(name: path, adopting: try unpacked(UnsafeRawBufferPointer(packed)))
        }
        let source = SourceText(name: path, adopting: packed)
        // Files that the kernel makes up say that they are empty.
        let isWhole = before.size == 0 || source.bytes.count == before.size
        guard isWhole, try file.status() == before else { throw .changed }
        return source
    }

    private func unpacked(_ packed: UnsafeRawBufferPointer) throws(FileFailure) -> UnsafeMutableRawBufferPointer {
        do throws(Inflate.Failure) {
            return try Gzip.unpack(packed, limit: limit)
        } catch {
            switch error {
            case .tooLarge: throw .tooLarge
            case .broken: throw .refused("the packed content is damaged")
            case .cut: throw .refused("the packed content ends too early")
            }
        }
    }

    /// Reads to the end of a file.
    /// - Parameter isSize: whether what is expected is the size that the file says it has. A read that gives just as much
    ///   counts as its end, which saves another one: it was asked for a byte more. What is larger is read on.
    func bytes(
        of file: borrowing FileDescriptor, expected: Int, isSize: Bool = false, while goesOn: () -> Bool = { true }
    ) throws(FileFailure) -> UnsafeMutableRawBufferPointer {
        // One more than expected, so that the end is seen without another buffer, and that a wrong size is seen at all.
        var buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: expected + 1, alignment: 16)
        if let memory = buffer.baseAddress { LargePages.advise(memory, buffer.count) }
        var count = 0
        do throws(FileFailure) {
            while true {
                let added = try file.read(
                    into: UnsafeMutableRawBufferPointer(rebasing: buffer[count...]), while: goesOn)
                count += added
                guard count <= limit else { throw .tooLarge }
                if added == 0 || isSize && count == expected {
                    return UnsafeMutableRawBufferPointer(rebasing: buffer[..<count])
                }
                if count == buffer.count { buffer = grown(buffer) }
            }
        } catch {
            buffer.deallocate()
            throw error
        }
    }

    private func grown(_ buffer: UnsafeMutableRawBufferPointer) -> UnsafeMutableRawBufferPointer {
        let larger = UnsafeMutableRawBufferPointer.allocate(byteCount: buffer.count * 2, alignment: 16)
        larger.copyMemory(from: UnsafeRawBufferPointer(buffer))
        buffer.deallocate()
        return larger
    }
}

/// Why a file could not be read.
enum FileFailure: Error {
    case missing
    case directory
    /// A named pipe, a device, a socket.
    case special
    case tooLarge
    case changed
    /// A signal came, and the reader wanted to go on no more.
    case interrupted
    /// Words of the operating system.
    case refused(String)

    func diagnostic(_ path: String, limit: Int) -> Diagnostic {
        switch self {
        case .missing: Diagnostic(file: path, message: "the file does not exist", help: "check the path")
        case .directory:
            Diagnostic(file: path, message: "this is a directory: expected a file")
        case .special:
            Diagnostic(file: path, message: "this is not a regular file", help: "use `-` to read from standard input")
        case .tooLarge: Diagnostic(file: path, message: "the file has more than \(limit) bytes")
        case .changed: Diagnostic(file: path, message: "the file changed while it was read", help: "run again")
        case .interrupted: Diagnostic(file: path, message: "the reading was interrupted")
        case .refused(let words): Diagnostic(file: path, message: "cannot be read: \(words)")
        }
    }
}
