internal import Documents

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

extension SourceText {
    /// True if exactly these bytes stand between two offsets.
    @inline(__always)
    func holds(_ text: UnsafeRawBufferPointer, at start: Int, end: Int) -> Bool {
        guard end - start == text.count, start >= 0, end <= bytes.count else { return false }
        guard let left = bytes.baseAddress, let right = text.baseAddress else { return text.isEmpty }
        return memcmp(left + start, right, text.count) == 0
    }

    /// The offsets of the lines of a part that begin with `%TAG`, up to a number of them.
    func tagDirectives(in part: Range<Int>, upTo limit: Int) -> [Int] {
        var found: [Int] = []
        var at = part.lowerBound
        while found.count < limit, let next = offset(of: UInt8(ascii: "%"), in: at..<part.upperBound) {
            let beginsLine = next == 0 || bytes[next - 1] == 0x0A || bytes[next - 1] == 0x0D
            if beginsLine, bytes[next...].starts(with: "%TAG".utf8) { found.append(next) }
            at = min(next + 1, part.upperBound)
        }
        return found
    }

    private func offset(of byte: UInt8, in part: Range<Int>) -> Int? {
        guard let base = bytes.baseAddress, !part.isEmpty else { return nil }
        return memchr(base + part.lowerBound, Int32(byte), part.count).map { UnsafeRawPointer($0) - base }
    }
}
