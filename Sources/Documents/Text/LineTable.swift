#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A place in a source text.
public struct Position: Hashable, Comparable, Sendable {
    /// Counted from 1; lines end at LF, CR LF or CR.
    public var line: Int
    /// Counted from 1, in Unicode code points.
    public var column: Int
    /// Counted from 0, in bytes of the UTF-8 text.
    public var offset: Int

    public init(line: Int, column: Int, offset: Int) {
        self.line = line
        self.column = column
        self.offset = offset
    }

    public static func < (left: Position, right: Position) -> Bool { left.offset < right.offset }
}

/// A range of a source text; `end` is exclusive.
public struct SourceRegion: Hashable, Sendable {
    public var start: Position
    public var end: Position

    public init(start: Position, end: Position) {
        self.start = start
        self.end = end
    }
}

/// Finds lines and columns of byte offsets. Building it reads the text once; a lookup is a binary search.
public struct LineTable: Sendable {
    let source: SourceText
    /// The byte offset at which each line starts.
    private let starts: [Int]

    /// How many bytes before each block continue a code point, for texts with long lines: a plan is one line of megabytes,
    /// and counting from its start for each position would take for ever. Empty for other texts.
    private let continuations: [Int]

    /// Whether an excerpt shows only the member that it is about: beside it on the line may stand what is secret.
    let showsMembersOnly: Bool

    /// The bytes of a block; a line that is not longer is counted from its start.
    private static let blockSize = 4_096

    /// - Parameter showsMembersOnly: whether an excerpt of a line must not show what else stands on it.
    public init(_ source: SourceText, showsMembersOnly: Bool = false) {
        self.source = source
        self.showsMembersOnly = showsMembersOnly
        starts = Self.starts(in: source.bytes)
        continuations = Self.continuations(in: source.bytes, lines: starts)
    }

    private static func starts(in bytes: UnsafeRawBufferPointer) -> [Int] {
        var starts = [bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0]
        guard let base = bytes.baseAddress else { return starts }
        let hasReturns = memchr(base, 0x0D, bytes.count) != nil
        var offset = 0
        while offset < bytes.count {
            if hasReturns {
                let next = offset + 1
                if bytes[offset] == 0x0A || bytes[offset] == 0x0D && (next == bytes.count || bytes[next] != 0x0A) {
                    starts.append(next)
                }
                offset = next
            } else {
                guard let end = memchr(base + offset, 0x0A, bytes.count - offset) else { break }
                offset = UnsafeRawPointer(end) - base + 1
                starts.append(offset)
            }
        }
        return starts
    }

    private static func continuations(in bytes: UnsafeRawBufferPointer, lines starts: [Int]) -> [Int] {
        let ends = starts.dropFirst() + [bytes.count]
        guard zip(starts, ends).contains(where: { $1 - $0 > blockSize }) else { return [] }
        var counts = [0]
        for start in stride(from: 0, to: bytes.count, by: blockSize) {
            counts.append(
                counts[counts.count - 1] + continuations(in: bytes, start..<min(start + blockSize, bytes.count)))
        }
        return counts
    }

    private static func continuations(in bytes: UnsafeRawBufferPointer, _ range: Range<Int>) -> Int {
        var count = 0
        var offset = range.lowerBound
        while range.upperBound &- offset >= 32 {
            let words = bytes.loadUnaligned(fromByteOffset: offset, as: SIMD4<UInt64>.self)
            // Most texts are plain ASCII, which 32 bytes at once show.
            if (words[0] | words[1] | words[2] | words[3]) & highestBits != 0 {
                for word in 0..<4 {
                    // The highest bit of each byte that begins with 10.
                    count &+= (words[word] & ~(words[word] << 1) & highestBits).nonzeroBitCount
                }
            }
            offset &+= 32
        }
        while offset < range.upperBound {
            if bytes[offset] & 0xC0 == 0x80 { count &+= 1 }
            offset &+= 1
        }
        return count
    }

    private static var highestBits: UInt64 { 0x8080_8080_8080_8080 }

    /// How many bytes before an offset continue a code point.
    private func continuations(before offset: Int) -> Int {
        let block = offset / Self.blockSize
        return continuations[block] + Self.continuations(in: source.bytes, block * Self.blockSize..<offset)
    }

    public var lineCount: Int { starts.count }

    /// The position of a byte offset; offsets beyond the text count as its end.
    public func position(of offset: Int) -> Position {
        let offset = min(max(offset, 0), source.bytes.count)
        let line = max(1, starts.partitioningIndex { $0 > offset })
        let start = min(starts[line - 1], offset)
        let continued =
            offset - start <= Self.blockSize || continuations.isEmpty
            ? Self.continuations(in: source.bytes, start..<offset)
            : continuations(before: offset) - continuations(before: start)
        let codePoints = offset - start - continued
        return Position(line: line, column: codePoints + 1, offset: offset)
    }

    public func region(of range: Range<Int>) -> SourceRegion {
        SourceRegion(start: position(of: range.lowerBound), end: position(of: range.upperBound))
    }

    /// The offset at which a line starts, counted from 1; the end of the text beyond its lines.
    public func offset(ofLine line: Int) -> Int {
        line >= 1 && line <= starts.count ? starts[line - 1] : source.bytes.count
    }

    /// The text of a line without its end, counted from 1; empty beyond the text.
    public func text(ofLine line: Int) -> String {
        String(decoding: source.bytes[bytes(ofLine: line)], as: UTF8.self)
    }

    /// The part of a position's line that lies around it: at most `codePoints` to each side, so that a file of one huge
    /// line is not copied for a message.
    /// - Returns: The range of the bytes, and the number of code points of the line that come before it.
    func window(around position: Position, codePoints: Int) -> (bytes: Range<Int>, column: Int) {
        let line = bytes(ofLine: position.line)
        let middle = min(max(position.offset, line.lowerBound), line.upperBound)
        var start = middle
        var before = 0
        while start > line.lowerBound, before < codePoints {
            start -= 1
            if source.bytes[start] & 0xC0 != 0x80 { before += 1 }
        }
        var end = middle
        var after = 0
        while end < line.upperBound {
            if source.bytes[end] & 0xC0 != 0x80 { after += 1 }
            if after > codePoints { break }
            end += 1
        }
        return (start..<end, max(0, position.column - 1 - before))
    }

    private func bytes(ofLine line: Int) -> Range<Int> {
        guard line >= 1, line <= starts.count else { return 0..<0 }
        let end = line < starts.count ? starts[line] : source.bytes.count
        var range = starts[line - 1]..<max(end, starts[line - 1])
        while let last = range.last, source.bytes[last] == 0x0A || source.bytes[last] == 0x0D {
            range = range.lowerBound..<last
        }
        return range
    }
}
