#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Finding bytes in bytes.
enum ByteSearch {
    /// The offset of the first occurrence of `needle` at or after `start`; an empty needle is found at once.
    ///
    /// Time linear in the text up to the end of what is found, whatever the needle.
    static func first(_ needle: Bytes, in text: Bytes, from start: Int = 0) -> Int? {
        guard start >= 0, start <= text.count else { return nil }
        guard let head = needle.first, let wanted = needle.baseAddress else { return start }
        guard let base = text.baseAddress, text.count - start >= needle.count else { return nil }
        let last = text.count - needle.count
        var offset = start
        // How many bytes were compared at most, or are worth a search for the first one.
        var work = 0
        while offset <= last, let found = memchr(base + offset, Int32(head), last - offset + 1) {
            offset = UnsafeRawPointer(found) - base
            let short = Swift.min(needle.count, 16)
            let begins = memcmp(found, wanted, short) == 0
            if begins, memcmp(found, wanted, needle.count) == 0 { return offset }
            offset += 1
            work += begins ? 16 + needle.count : 16
            // Many near misses: a search that cannot be made slow.
            if work > 256 + needle.count + 2 * (offset - start) {
                return TwoWaySearch(needle, isReversed: false).first(in: text, from: offset)
            }
        }
        return nil
    }

    /// The offset of the last occurrence of a needle, which is not empty, that begins at or before `start`.
    static func last(_ needle: Bytes, in text: Bytes, before start: Int) -> Int? {
        guard !needle.isEmpty, start >= 0, text.count >= needle.count else { return nil }
        let end = Swift.min(start, text.count - needle.count) + needle.count
        // Searched from its end, the text begins with what lies behind.
        let found = TwoWaySearch(needle, isReversed: true).first(in: text, from: text.count - end)
        return found.map { text.count - $0 - needle.count }
    }

    static func equal(_ left: Bytes, _ right: Bytes) -> Bool {
        guard left.count == right.count else { return false }
        guard let a = left.baseAddress, let b = right.baseAddress else { return true }
        return memcmp(a, b, left.count) == 0
    }

    /// Byte order, which for UTF-8 is the order of code points: negative, zero or positive.
    static func compare(_ left: Bytes, _ right: Bytes) -> Int {
        if let a = left.baseAddress, let b = right.baseAddress {
            let order = memcmp(a, b, Swift.min(left.count, right.count))
            if order != 0 { return Int(order) }
        }
        return left.count - right.count
    }

    /// Whether the bytes are those of a text without regard to ASCII case; `lowercase` must be lower-case.
    static func equalIgnoringCase(_ bytes: Bytes, _ lowercase: StaticString) -> Bool {
        guard bytes.count == lowercase.utf8CodeUnitCount else { return false }
        for offset in 0..<bytes.count {
            let byte = bytes[offset]
            let lowered = (0x41...0x5A).contains(byte) ? byte | 0x20 : byte
            if lowered != lowercase.utf8Start[offset] { return false }
        }
        return true
    }
}
