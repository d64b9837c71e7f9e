private import CByteScan

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

extension UnsafeRawBufferPointer {
    /// Whether the bytes are those of a text.
    package func spells(_ text: StaticString) -> Bool {
        count == text.utf8CodeUnitCount && (baseAddress.map { memcmp($0, text.utf8Start, count) == 0 } ?? true)
    }

    /// Whether a text that is not empty occurs among the bytes.
    /// - Complexity: O(*n*) times the length of the text at worst; in practice each byte is looked at twice, as the first of
    ///   the text and as its last.
    package func contains(_ text: StaticString) -> Bool {
        let length = text.utf8CodeUnitCount
        guard let base = baseAddress?.assumingMemoryBound(to: UInt8.self), length > 0, count >= length else {
            return false
        }
        let (first, last) = (text.utf8Start[0], text.utf8Start[length - 1])
        func matches(at offset: Int) -> Bool { memcmp(base + offset, text.utf8Start, length) == 0 }
        // One behind the last place at which the text can begin.
        let end = count - length + 1
        var offset = 0
        while offset + 16 <= end {
            var hits = byte_scan_pair16(base + offset, first, base + offset + length - 1, last)
            while hits != 0 {
                if matches(at: offset + hits.trailingZeroBitCount) { return true }
                hits &= hits &- 1
            }
            offset += 16
        }
        return (offset..<end).contains { matches(at: $0) }
    }
}
