/// One character of a UTF-8 text that is not ASCII.
package enum UTF8Sequence {
    /// The number of bytes of the well-formed character at an offset; 0 if it is malformed: cut off, overlong, a surrogate
    /// or beyond U+10FFFF.
    @inline(__always)
    package static func length(_ base: UnsafePointer<UInt8>, _ at: Int, _ end: Int) -> Int {
        let first = base[at]
        let length: Int
        // The range that the second byte may lie in rules out overlong forms, surrogates and what is beyond Unicode.
        var second: ClosedRange<UInt8> = 0x80...0xBF
        switch first {
        case 0xC2...0xDF: length = 2
        case 0xE0: (length, second) = (3, 0xA0...0xBF)
        case 0xED: (length, second) = (3, 0x80...0x9F)
        case 0xE1...0xEF: length = 3
        case 0xF0: (length, second) = (4, 0x90...0xBF)
        case 0xF1...0xF3: length = 4
        case 0xF4: (length, second) = (4, 0x80...0x8F)
        default: return 0
        }
        guard at &+ length <= end, second.contains(base[at &+ 1]) else { return 0 }
        if length > 2, base[at &+ 2] & 0xC0 != 0x80 { return 0 }
        if length > 3, base[at &+ 3] & 0xC0 != 0x80 { return 0 }
        return length
    }
}
