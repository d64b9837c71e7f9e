internal import CZlib

/// Files in the gzip format.
/// - SeeAlso: RFC 1952
package enum Gzip {
    private static let magic: [UInt8] = [0x1F, 0x8B]

    package static func isWritten(in bytes: ArraySlice<UInt8>) -> Bool { bytes.starts(with: magic) }

    /// Whether bytes are long enough for a file of gzip and begin as one does.
    static func begins(_ bytes: UnsafeRawBufferPointer) -> Bool {
        bytes.count >= 18 && bytes.starts(with: magic) && bytes[2] == 8
    }

    /// Unpacks a file, which may be several behind each other.
    /// - Parameter limit: the most bytes of the result.
    package static func unpack(_ bytes: ArraySlice<UInt8>, limit: Int) throws(Inflate.Failure) -> [UInt8] {
        try Inflate.unpack(bytes, .gzip, limit: limit).bytes
    }

    /// Unpacks a file, which may be several behind each other.
    /// - Returns: the result, which the caller deallocates.
    static func unpack(
        _ packed: UnsafeRawBufferPointer, limit: Int
    ) throws(Inflate.Failure) -> UnsafeMutableRawBufferPointer {
        try Inflate.unpack(packed, .gzip, limit: limit).0
    }
}

/// The checksum of gzip and zip.
package enum CRC32 {
    package static func sum(of bytes: ArraySlice<UInt8>) -> UInt32 {
        bytes.withUnsafeBufferPointer { UInt32(truncatingIfNeeded: crc32_z(0, $0.baseAddress, $0.count)) }
    }
}
