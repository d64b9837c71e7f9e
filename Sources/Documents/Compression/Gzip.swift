/// Files in the gzip format.
/// - SeeAlso: RFC 1952
package enum Gzip {
    private static let magic: [UInt8] = [0x1F, 0x8B]

    package static func isWritten(in bytes: ArraySlice<UInt8>) -> Bool { bytes.starts(with: magic) }

    /// Unpacks a file, which may be several behind each other.
    /// - Parameter limit: the most bytes of the result.
    package static func unpack(_ bytes: ArraySlice<UInt8>, limit: Int) throws(Inflate.Failure) -> [UInt8] {
        var output: [UInt8] = []
        var rest = bytes
        repeat {
            rest = try afterHeader(rest)
            let (part, taken) = try Inflate.unpack(rest, limit: limit - output.count)
            rest = rest.dropFirst(taken)
            guard rest.count >= 8, number(rest) == CRC32.sum(of: part[...]),
                number(rest.dropFirst(4)) == UInt32(truncatingIfNeeded: part.count)
            else { throw .broken }
            output += part
            rest = rest.dropFirst(8)
        } while !rest.isEmpty
        return output
    }

    /// A file whose content is stored as it is.
    package static func stored(_ bytes: [UInt8]) -> [UInt8] {
        // Deflated; no flags, no time; no unusual compression; from nobody knows which system.
        var output = magic + [8, 0, 0, 0, 0, 0, 0, 255]
        var rest = bytes[...]
        repeat {
            let part = rest.prefix(0xFFFF)
            rest = rest.dropFirst(part.count)
            let count = UInt16(part.count)
            output.append(rest.isEmpty ? 1 : 0)
            for word in [count, ~count] { output += [UInt8(word & 0xFF), UInt8(word >> 8)] }
            output += part
        } while !rest.isEmpty
        for word in [CRC32.sum(of: bytes[...]), UInt32(truncatingIfNeeded: bytes.count)] {
            output += (0..<4).map { UInt8(truncatingIfNeeded: word >> (8 * $0)) }
        }
        return output
    }

    private static func afterHeader(_ bytes: ArraySlice<UInt8>) throws(Inflate.Failure) -> ArraySlice<UInt8> {
        let header = Array(bytes.prefix(10))
        guard header.count == 10, isWritten(in: bytes), header[2] == 8, header[3] & 0xE0 == 0 else { throw .broken }
        let flags = header[3]
        var rest = bytes.dropFirst(10)
        if flags & 4 != 0 {
            guard let low = rest.popFirst(), let high = rest.popFirst() else { throw .broken }
            let count = Int(low) | Int(high) << 8
            guard count <= rest.count else { throw .broken }
            rest = rest.dropFirst(count)
        }
        // The name and a comment, each with a zero behind it.
        for flag: UInt8 in [8, 16] where flags & flag != 0 {
            guard let end = rest.firstIndex(of: 0) else { throw .broken }
            rest = rest[(end + 1)...]
        }
        if flags & 2 != 0 {
            guard rest.count >= 2 else { throw .broken }
            rest = rest.dropFirst(2)
        }
        return rest
    }

    /// A number of four bytes, of which there are enough.
    private static func number(_ bytes: ArraySlice<UInt8>) -> UInt32 {
        bytes.prefix(4).reversed().reduce(0) { $0 << 8 | UInt32($1) }
    }
}

/// The checksum of gzip and zip.
package enum CRC32 {
    private static let table: [UInt32] = (0..<256).map { (index: UInt32) in
        (0..<8).reduce(index) { sum, _ in sum & 1 == 1 ? 0xEDB8_8320 ^ (sum >> 1) : sum >> 1 }
    }

    package static func sum(of bytes: ArraySlice<UInt8>) -> UInt32 {
        let table = table
        return ~bytes.reduce(~0) { table[Int(($0 ^ UInt32($1)) & 0xFF)] ^ ($0 >> 8) }
    }
}
