internal import CZlib
internal import Documents

#if canImport(Glibc)
    internal import Glibc
#else
    internal import Darwin
#endif

/// Writes a file that appears under its name only when it is whole; packed if the name ends with `.gz`.
///
/// The same content gives the same bytes: no time is written.
// INVARIANT: the stream is initialised until `finish` or deinit, and points into `output` only during a call.
final class GzipFile {
    private let path: String
    private let scratch: String
    private var file: UnsafeMutablePointer<FILE>?
    private var stream: UnsafeMutablePointer<z_stream>?
    private var output = [UInt8](repeating: 0, count: 64 << 10)

    init(path: String) throws(Diagnostic) {
        self.path = path
        scratch = path + ".part"
        let descriptor = open(scratch, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw failure() }
        file = fdopen(descriptor, "w")
        guard path.hasSuffix(".gz") else { return }
        let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
        stream.initialize(to: z_stream())
        self.stream = stream
        guard czlib_deflate_init(stream, 6) == Z_OK else { throw failure() }
    }

    deinit {
        if let stream {
            deflateEnd(stream)
            stream.deallocate()
        }
        if let file {
            fclose(file)
            unlink(scratch)
        }
    }

    func write(_ bytes: some Collection<UInt8>) throws(Diagnostic) {
        let bytes = Array(bytes)
        if stream == nil { try put(bytes, bytes.count) } else { try pack(bytes, Z_NO_FLUSH) }
    }

    /// Puts the file in its place.
    func finish() throws(Diagnostic) {
        if stream != nil { try pack([], Z_FINISH) }
        guard let file, fflush(file) == 0, fsync(fileno(file)) == 0 else { throw failure() }
        fclose(file)
        self.file = nil
        guard rename(scratch, path) == 0 else { throw failure() }
    }

    private func pack(_ bytes: [UInt8], _ flush: Int32) throws(Diagnostic) {
        guard let stream else { return }
        var input = bytes
        var taken = 0
        while true {
            let (status, left, room) = input.withUnsafeMutableBufferPointer { input in
                output.withUnsafeMutableBufferPointer { output in
                    stream.pointee.next_in = input.baseAddress.map { $0 + taken }
                    stream.pointee.avail_in = UInt32(input.count - taken)
                    stream.pointee.next_out = output.baseAddress
                    stream.pointee.avail_out = UInt32(output.count)
                    let status = deflate(stream, flush)
                    return (status, Int(stream.pointee.avail_in), Int(stream.pointee.avail_out))
                }
            }
            guard status != Z_STREAM_ERROR else { throw failure() }
            taken = input.count - left
            try put(output, output.count - room)
            if flush == Z_FINISH ? status == Z_STREAM_END : room > 0 { return }
        }
    }

    private func put(_ bytes: [UInt8], _ count: Int) throws(Diagnostic) {
        guard let file, fwrite(bytes, 1, count, file) == count else { throw failure() }
    }

    private func failure() -> Diagnostic {
        Diagnostic(file: path, message: "cannot be written: \(String(cString: strerror(errno)).lowercased())")
    }
}
