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
    /// - Complexity: O(*n*) times the length of the text at worst; in practice the C library's search for one byte.
    package func contains(_ text: StaticString) -> Bool {
        guard let base = baseAddress else { return false }
        let length = text.utf8CodeUnitCount
        var offset = 0
        while offset + length <= count {
            guard let hit = memchr(base + offset, Int32(text.utf8Start[0]), count - offset) else { return false }
            offset = UnsafeRawPointer(hit) - base
            if offset + length <= count, memcmp(hit, text.utf8Start, length) == 0 { return true }
            offset += 1
        }
        return false
    }
}
