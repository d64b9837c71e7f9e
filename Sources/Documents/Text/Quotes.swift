/// The two ways in which formats put quotes around text: `"` with backslash escapes, `'` with `''` for itself.
enum Quotes {
    /// The offset of the quote that closes the one at `start`; nil if there is none.
    static func closing(_ start: Int, in bytes: UnsafeRawBufferPointer) -> Int? {
        guard start < bytes.count else { return nil }
        let quote = bytes[start]
        var at = start + 1
        while at < bytes.count {
            if bytes[at] == UInt8(ascii: "\\"), quote == UInt8(ascii: "\"") {
                at += 2
            } else if bytes[at] != quote {
                at += 1
            } else if quote == UInt8(ascii: "'"), at + 1 < bytes.count, bytes[at + 1] == quote {
                at += 2
            } else {
                return at
            }
        }
        return nil
    }
}
