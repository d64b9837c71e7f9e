internal import CZlib

/// Reads what `gzip` and `proviso collect` write.
enum Gzip {
    /// Why bytes cannot be unpacked.
    enum Failure: Error {
        case damaged
        /// They end too early.
        case cut
        case tooLarge
    }

    /// Whether bytes begin as a file of gzip does.
    static func begins(_ bytes: UnsafeRawBufferPointer) -> Bool {
        bytes.count >= 18 && bytes[0] == 0x1F && bytes[1] == 0x8B && bytes[2] == 8
    }

    /// Unpacks all members of a file.
    /// - Parameter limit: bytes of the outcome; a small file may stand for a very large one.
    static func unpack(
        _ packed: UnsafeRawBufferPointer, limit: Int
    ) throws(Failure) -> UnsafeMutableRawBufferPointer {
        var stream = z_stream()
        guard czlib_inflate_init(&stream) == Z_OK else { throw .damaged }
        defer { inflateEnd(&stream) }
        var output = UnsafeMutableRawBufferPointer.allocate(
            byteCount: min(limit, max(packed.count, 4096) * 4) + 1, alignment: 16)
        var (taken, written) = (0, 0)
        do throws(Failure) {
            while true {
                // What zlib counts in is smaller than an `Int`.
                let input = UnsafeRawBufferPointer(rebasing: packed[taken...].prefix(1 << 30))
                let room = UnsafeMutableRawBufferPointer(rebasing: output[written...].prefix(1 << 30))
                // INVARIANT: zlib reads from the one and writes to the other only during the call.
                stream.next_in = UnsafeMutableRawPointer(mutating: input.baseAddress)?.assumingMemoryBound(
                    to: UInt8.self)
                stream.avail_in = UInt32(input.count)
                stream.next_out = room.baseAddress?.assumingMemoryBound(to: UInt8.self)
                stream.avail_out = UInt32(room.count)
                let status = inflate(&stream, Z_NO_FLUSH)
                taken += input.count - Int(stream.avail_in)
                written += room.count - Int(stream.avail_out)
                guard written <= limit else { throw .tooLarge }
                switch status {
                case Z_STREAM_END:
                    guard taken < packed.count else {
                        return UnsafeMutableRawBufferPointer(rebasing: output[..<written])
                    }
                    guard inflateReset(&stream) == Z_OK else { throw .damaged }
                case Z_OK, Z_BUF_ERROR:
                    guard stream.avail_out == 0 else { throw .cut }
                    if written == output.count { output = grown(output, limit: limit) }
                default: throw .damaged
                }
            }
        } catch {
            output.deallocate()
            throw error
        }
    }

    private static func grown(_ buffer: UnsafeMutableRawBufferPointer, limit: Int) -> UnsafeMutableRawBufferPointer {
        let larger = UnsafeMutableRawBufferPointer.allocate(
            byteCount: max(buffer.count + 1, min(limit + 1, buffer.count * 2)), alignment: 16)
        larger.copyMemory(from: UnsafeRawBufferPointer(buffer))
        buffer.deallocate()
        return larger
    }
}
