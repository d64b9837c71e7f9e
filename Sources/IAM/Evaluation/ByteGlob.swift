/// Patterns with `*` and `?`, matched byte by byte without preparation.
enum ByteGlob {
    /// Whether a text matches; nil where a byte is not a character, so that `?` would have to count.
    static func matches(_ text: String, pattern: String) -> Bool? {
        var text = text
        var pattern = pattern
        return text.withUTF8 { text in
            pattern.withUTF8 { pattern in
                guard text.allSatisfy({ $0 < 0x80 }) else { return nil }
                return matches(text, pattern) { $0 == $1 }
            }
        }
    }

    /// Walks through both texts once; on a mismatch the last `*` takes one character more.
    @inline(__always)
    static func matches(
        _ text: UnsafeBufferPointer<UInt8>, _ pattern: UnsafeBufferPointer<UInt8>,
        _ agrees: (UInt8, UInt8) -> Bool
    ) -> Bool {
        var position = 0
        var at = 0
        var star: (pattern: Int, text: Int)?
        while at < text.count {
            if position < pattern.count, pattern[position] == UInt8(ascii: "*") {
                star = (position + 1, at)
                position += 1
            } else if position < pattern.count,
                pattern[position] == UInt8(ascii: "?") || agrees(pattern[position], text[at])
            {
                position += 1
                at += 1
            } else if let last = star {
                star = (last.pattern, last.text + 1)
                position = last.pattern
                at = last.text + 1
            } else {
                return false
            }
        }
        return pattern[position...].allSatisfy { $0 == UInt8(ascii: "*") }
    }
}
