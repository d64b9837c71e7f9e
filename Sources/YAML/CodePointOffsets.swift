/// Turns libyaml's marks, which count code points, into byte offsets.
///
/// Marks come nearly in order, so a cursor that walks with them visits each byte about once. A text that is all ASCII
/// needs no walk.
// INVARIANT: `codePoint` characters begin before `byte`; `byte` lies within the text.
struct CodePointOffsets {
    private let bytes: UnsafeRawBufferPointer
    private let start: Int
    private let isASCII: Bool
    private var codePoint = 0
    private var byte: Int

    init(_ bytes: UnsafeRawBufferPointer, start: Int) {
        self.bytes = bytes
        self.start = start
        byte = start
        isASCII = CodePointOffsets.isASCII(bytes, from: start)
    }

    /// The byte offset of a code point, counted from the start of the text.
    @inline(__always)
    mutating func offset(of index: Int) -> Int {
        isASCII ? min(start &+ index, bytes.count) : walk(to: index)
    }

    @inline(never)
    private mutating func walk(to index: Int) -> Int {
        while codePoint > index, byte > start {
            byte -= 1
            if bytes[byte] & 0xC0 != 0x80 { codePoint -= 1 }
        }
        while index - codePoint >= 8, byte + 8 <= bytes.count {
            let word = bytes.loadUnaligned(fromByteOffset: byte, as: UInt64.self)
            // The top bit of each byte that continues a character: 10xxxxxx.
            let continued = word & ~(word << 1) & 0x8080_8080_8080_8080
            codePoint += 8 - continued.nonzeroBitCount
            byte += 8
        }
        // A step of eight may have stopped inside a character.
        while byte < bytes.count, bytes[byte] & 0xC0 == 0x80 || codePoint < index {
            if bytes[byte] & 0xC0 != 0x80 { codePoint += 1 }
            byte += 1
        }
        return byte
    }

    private static func isASCII(_ bytes: UnsafeRawBufferPointer, from start: Int) -> Bool {
        var at = start
        var seen: UInt64 = 0
        while at + 8 <= bytes.count {
            seen |= bytes.loadUnaligned(fromByteOffset: at, as: UInt64.self)
            at += 8
        }
        return seen & 0x8080_8080_8080_8080 == 0 && bytes[at...].allSatisfy { $0 < 0x80 }
    }
}
