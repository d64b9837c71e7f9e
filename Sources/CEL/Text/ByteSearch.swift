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
    /// Time linear in the text, whatever the needle.
    static func first(_ needle: Bytes, in text: Bytes, from start: Int = 0) -> Int? {
        guard start >= 0, start <= text.count else { return nil }
        guard let head = needle.first, let wanted = needle.baseAddress else { return start }
        guard let base = text.baseAddress, text.count - start >= needle.count else { return nil }
        let last = text.count - needle.count
        var offset = start
        var failures = 0
        while offset <= last, let found = memchr(base + offset, Int32(head), last - offset + 1) {
            offset = UnsafeRawPointer(found) - base
            if memcmp(found, wanted, needle.count) == 0 { return offset }
            offset += 1
            failures += 1
            // Many near misses: a search that looks at each byte once is faster, and cannot be made slow.
            if failures > 16, failures > (offset - start) / 8 {
                return RollingHash(needle).first(in: text, from: offset)
            }
        }
        return nil
    }

    /// The offset of the last occurrence of a needle, which is not empty, that begins at or before `start`.
    static func last(_ needle: Bytes, in text: Bytes, before start: Int) -> Int? {
        guard !needle.isEmpty, start >= 0 else { return nil }
        return RollingHash(needle).last(in: text, before: start)
    }

    /// Rabin and Karp's search: windows are compared only where a hash of them agrees.
    private struct RollingHash {
        private static let base: UInt32 = 16_777_619

        private let needle: Bytes
        /// `base` to the power of the needle's length.
        private let power: UInt32

        init(_ needle: Bytes) {
            self.needle = needle
            var power: UInt32 = 1
            for _ in needle { power = power &* Self.base }
            self.power = power
        }

        private static func hash(_ bytes: some Sequence<UInt8>) -> UInt32 {
            bytes.reduce(0) { $0 &* base &+ UInt32($1) }
        }

        private func isMatch(_ text: Bytes, at offset: Int) -> Bool {
            ByteSearch.equal(Bytes(rebasing: text[offset..<offset + needle.count]), needle)
        }

        func first(in text: Bytes, from start: Int) -> Int? {
            guard text.count - start >= needle.count else { return nil }
            let wanted = Self.hash(needle)
            var window = Self.hash(text[start..<start + needle.count])
            var offset = start
            while true {
                if window == wanted, isMatch(text, at: offset) { return offset }
                guard offset + needle.count < text.count else { return nil }
                window = window &* Self.base &+ UInt32(text[offset + needle.count]) &- power &* UInt32(text[offset])
                offset += 1
            }
        }

        func last(in text: Bytes, before start: Int) -> Int? {
            var offset = Swift.min(start, text.count - needle.count)
            guard offset >= 0 else { return nil }
            let wanted = Self.hash(needle.reversed())
            var window = Self.hash(text[offset..<offset + needle.count].reversed())
            while true {
                if window == wanted, isMatch(text, at: offset) { return offset }
                guard offset > 0 else { return nil }
                offset -= 1
                window = window &* Self.base &+ UInt32(text[offset]) &- power &* UInt32(text[offset + needle.count])
            }
        }
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
