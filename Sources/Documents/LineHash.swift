/// The hashes by which GitHub code scanning recognises a line when others are inserted above it.
///
/// A line's hash covers the hundred UTF-16 code units from its first one that is no blank, and is followed by its
/// ordinal among the lines of the file with the same hash: `39fa2ee980eb94b0:1`. An upload whose
/// `primaryLocationLineHash` differs from what GitHub computes itself is answered with a warning for every result.
/// - SeeAlso: `src/fingerprints.ts` of github/codeql-action
public enum LineHash {
    /// The hashes of the lines of a text, by line number counted from 1.
    ///
    /// Reads the whole text once, as ordinals count from its start. A text that ends in a line break has one more, empty
    /// line, as `LineTable` has it.
    /// - Parameter lines: the lines to answer for; nil stands for all.
    public static func hashes(of source: SourceText, lines: Set<Int>? = nil) -> [Int: String] {
        var hasher = RollingLineHasher(wanted: lines)
        let bytes = source.bytes
        var offset = bytes.startIndex
        while offset < bytes.endIndex {
            if bytes[offset] < 0x80 {
                hasher.take(UInt16(bytes[offset]))
                offset += 1
                continue
            }
            let end = bytes[offset...].firstIndex { $0 < 0x80 } ?? bytes.endIndex
            for unit in String(decoding: bytes[offset..<end], as: UTF8.self).utf16 { hasher.take(unit) }
            offset = end
        }
        return hasher.finish()
    }
}

/// A polynomial hash over a window that slides through the text; a line's hash is complete when its start is about to
/// leave the window.
private struct RollingLineHasher {
    private static let windowLength = 100
    private static let factor: UInt64 = 37
    /// What the oldest unit of the window weighs: the factor to the power of the window's length.
    private static let oldestWeight = (0..<windowLength).reduce(1 as UInt64) { power, _ in power &* factor }
    private static let endOfFile: UInt16 = 0xFFFF

    private var window = [UInt16](repeating: 0, count: windowLength)
    /// The line that starts at each place of the window, 0 for none.
    private var lineStarts = [Int](repeating: 0, count: windowLength)
    private var place = 0
    private var hash: UInt64 = 0
    private var line = 0
    private var isAtLineStart = true
    private var followsCarriageReturn = false
    private var occurrences: [UInt64: Int] = [:]
    private var hashes: [Int: String] = [:]
    private let wanted: Set<Int>?

    init(wanted: Set<Int>?) { self.wanted = wanted }

    mutating func take(_ unit: UInt16) {
        let isSecondHalfOfLineBreak = followsCarriageReturn && unit == 0x0A
        followsCarriageReturn = unit == 0x0D
        if unit == 0x20 || unit == 0x09 || isSecondHalfOfLineBreak { return }
        completeLeavingLine()
        if isAtLineStart {
            isAtLineStart = false
            line += 1
            lineStarts[place] = line
        }
        if unit == 0x0A || unit == 0x0D { isAtLineStart = true }
        slide(unit == 0x0D ? 0x0A : unit)
    }

    mutating func finish() -> [Int: String] {
        take(Self.endOfFile)
        for _ in 0..<Self.windowLength {
            completeLeavingLine()
            slide(0)
        }
        return hashes
    }

    private mutating func slide(_ unit: UInt16) {
        hash = Self.factor &* hash &+ UInt64(unit) &- Self.oldestWeight &* UInt64(window[place])
        window[place] = unit
        place = place + 1 == Self.windowLength ? 0 : place + 1
    }

    private mutating func completeLeavingLine() {
        let leaving = lineStarts[place]
        guard leaving != 0 else { return }
        lineStarts[place] = 0
        let ordinal = occurrences[hash, default: 0] + 1
        occurrences[hash] = ordinal
        if wanted?.contains(leaving) ?? true { hashes[leaving] = String(hash, radix: 16) + ":\(ordinal)" }
    }
}
