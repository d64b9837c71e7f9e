/// Walking over the code points of UTF-8 text, the unit in which CEL counts.
///
/// The text is trusted to be valid, as every string of CEL is; text that is not gives odd counts, never a read outside
/// of the buffer.
enum CodePoints {
    /// The number of code points.
    static func count(_ text: Bytes) -> Int {
        var leads = 0
        var offset = 0
        while offset &+ 8 <= text.count {
            leads &+= leadCount(text.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
            offset &+= 8
        }
        while offset < text.count {
            if !isContinuation(text[offset]) { leads &+= 1 }
            offset &+= 1
        }
        return leads
    }

    /// The byte offset of a code point, of the end of the text for an index equal to the count, nil beyond.
    static func offset(of index: Int64, in text: Bytes) -> Int? {
        guard index >= 0, index <= Int64(text.count) else { return nil }
        var remaining = Int(index)
        var offset = 0
        while offset &+ 8 <= text.count {
            let leads = leadCount(text.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
            if leads > remaining { break }
            remaining &-= leads
            offset &+= 8
        }
        while offset < text.count {
            if !isContinuation(text[offset]) {
                if remaining == 0 { return offset }
                remaining &-= 1
            }
            offset &+= 1
        }
        return remaining == 0 ? text.count : nil
    }

    /// The code point that starts at `offset`, and its length in bytes.
    static func decode(_ text: Bytes, at offset: Int) -> (scalar: UInt32, length: Int) {
        let first = UInt32(text[offset])
        let length = sequenceLength(text[offset])
        guard length > 1, offset &+ length <= text.count else { return (first, 1) }
        var scalar = first & (0x7F >> UInt32(length))
        for next in offset &+ 1..<offset &+ length { scalar = scalar << 6 | UInt32(text[next]) & 0x3F }
        return (scalar, length)
    }

    /// The offset of the code point that ends before `offset`, which must be greater than 0.
    static func start(before offset: Int, in text: Bytes) -> Int {
        var start = offset &- 1
        while start > 0, isContinuation(text[start]) { start &-= 1 }
        return start
    }

    /// How many bytes a sequence with this first byte has.
    static func sequenceLength(_ first: UInt8) -> Int {
        switch first {
        case 0xC2...0xDF: 2
        case 0xE0...0xEF: 3
        case 0xF0...0xF4: 4
        default: 1
        }
    }

    @inline(__always)
    static func isContinuation(_ byte: UInt8) -> Bool { byte & 0xC0 == 0x80 }

    /// Whether bytes are well-formed UTF-8: no overlong form, no surrogate, nothing above U+10FFFF.
    static func areValid(_ bytes: Bytes) -> Bool {
        var offset = 0
        while offset < bytes.count {
            if offset &+ 8 <= bytes.count,
                bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self) & 0x8080_8080_8080_8080 == 0
            {
                offset &+= 8
                continue
            }
            guard let length = validSequence(bytes, at: offset) else { return false }
            offset &+= length
        }
        return true
    }

    /// The length of the well-formed sequence at `offset`, nil if there is none (Unicode 15, table 3-7).
    static func validSequence(_ bytes: Bytes, at offset: Int) -> Int? {
        let first = bytes[offset]
        if first < 0x80 { return 1 }
        let length = sequenceLength(first)
        guard length > 1, offset &+ length <= bytes.count else { return nil }
        let second = bytes[offset &+ 1]
        let allowed: ClosedRange<UInt8> =
            switch first {
            case 0xE0: 0xA0...0xBF
            case 0xED: 0x80...0x9F
            case 0xF0: 0x90...0xBF
            case 0xF4: 0x80...0x8F
            default: 0x80...0xBF
            }
        guard allowed.contains(second) else { return nil }
        for next in offset &+ 2..<offset &+ Swift.max(length, 2) where !isContinuation(bytes[next]) { return nil }
        return length
    }

    /// Unicode's White_Space property.
    static func isWhiteSpace(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 0x09...0x0D, 0x20, 0x85, 0xA0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000: true
        default: false
        }
    }

    /// How many of eight bytes start a code point.
    @inline(__always)
    private static func leadCount(_ word: UInt64) -> Int {
        let continuations = (word >> 7) & ~(word >> 6) & 0x0101_0101_0101_0101
        return 8 &- continuations.nonzeroBitCount
    }
}
