internal import CZlib

/// Unpacks data in the DEFLATE format with zlib, with a limit of what comes out of it: a small file may stand for a very
/// large one.
/// - SeeAlso: RFC 1951
package struct Inflate: ~Copyable {
    /// Why bytes cannot be unpacked.
    package enum Failure: Error {
        case broken
        /// They end too early.
        case cut
        case tooLarge
    }

    /// What stands around the data.
    enum Wrapping: Int32 {
        case none = -15
        /// A header and a sum, and perhaps further files behind.
        case gzip = 31
    }

    /// In a place of its own: zlib remembers where it is.
    private let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
    private let wrapping: Wrapping
    private let limit: Int
    private var output: UnsafeMutableRawBufferPointer
    private var written = 0
    private var isDone = false

    /// - Parameter limit: the most bytes of the result.
    /// - Returns: the result, and how many bytes of the input it takes.
    package static func unpack(
        _ bytes: ArraySlice<UInt8>, limit: Int
    ) throws(Failure) -> (bytes: [UInt8], taken: Int) {
        try unpack(bytes, .none, limit: limit)
    }

    static func unpack(
        _ bytes: ArraySlice<UInt8>, _ wrapping: Wrapping, limit: Int
    ) throws(Failure) -> (bytes: [UInt8], taken: Int) {
        let outcome = bytes.withUnsafeBytes { input -> Result<(bytes: [UInt8], taken: Int), Failure> in
            do throws(Failure) {
                let (output, taken) = try unpack(input, wrapping, limit: limit)
                defer { output.deallocate() }
                return .success(([UInt8](output), taken))
            } catch {
                return .failure(error)
            }
        }
        return try outcome.get()
    }

    /// - Returns: the result, which the caller deallocates, and how many bytes of the input it takes.
    static func unpack(
        _ input: UnsafeRawBufferPointer, _ wrapping: Wrapping, limit: Int
    ) throws(Failure) -> (UnsafeMutableRawBufferPointer, taken: Int) {
        var inflate = try Inflate(wrapping, expecting: input.count, limit: max(limit, 0))
        let taken = try inflate.run(input)
        inflate.isDone = true
        return (UnsafeMutableRawBufferPointer(rebasing: inflate.output[..<inflate.written]), taken)
    }

    private init(_ wrapping: Wrapping, expecting count: Int, limit: Int) throws(Failure) {
        self.wrapping = wrapping
        self.limit = limit
        output = UnsafeMutableRawBufferPointer.allocate(
            byteCount: min(limit, max(count, 4096) * 4) + 1, alignment: 16)
        stream.initialize(to: z_stream())
        guard czlib_inflate_init(stream, wrapping.rawValue) == Z_OK else { throw .broken }
    }

    deinit {
        inflateEnd(stream)
        stream.deallocate()
        if !isDone { output.deallocate() }
    }

    /// - Returns: how many bytes of the input belong to the data.
    private mutating func run(_ input: UnsafeRawBufferPointer) throws(Failure) -> Int {
        var taken = 0
        while true {
            // What zlib counts in is smaller than an `Int`.
            let part = UnsafeRawBufferPointer(rebasing: input[taken...].prefix(1 << 30))
            let room = UnsafeMutableRawBufferPointer(rebasing: output[written...].prefix(1 << 30))
            // INVARIANT: zlib reads from the one and writes to the other only during the call.
            stream.pointee.next_in = UnsafeMutableRawPointer(mutating: part.baseAddress)?
                .assumingMemoryBound(to: UInt8.self)
            stream.pointee.avail_in = UInt32(part.count)
            stream.pointee.next_out = room.baseAddress?.assumingMemoryBound(to: UInt8.self)
            stream.pointee.avail_out = UInt32(room.count)
            let status = inflate(stream, Z_NO_FLUSH)
            taken += part.count - Int(stream.pointee.avail_in)
            written += room.count - Int(stream.pointee.avail_out)
            guard written <= limit else { throw .tooLarge }
            switch status {
            case Z_STREAM_END:
                guard wrapping == .gzip, taken < input.count else { return taken }
                guard inflateReset(stream) == Z_OK else { throw .broken }
            case Z_OK, Z_BUF_ERROR:
                guard stream.pointee.avail_out == 0 || taken < input.count && status == Z_OK else { throw .cut }
                if written == output.count { grow() }
            default: throw .broken
            }
        }
    }

    private mutating func grow() {
        let larger = UnsafeMutableRawBufferPointer.allocate(
            byteCount: max(output.count + 1, min(limit + 1, output.count * 2)), alignment: 16)
        larger.copyMemory(from: UnsafeRawBufferPointer(output))
        output.deallocate()
        output = larger
    }
}
