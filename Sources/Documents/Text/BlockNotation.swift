/// How the text of a block scalar (`|`, `>`) is written: lines without their indentation, joined by breaks or blanks.
struct BlockNotation {
    private let bytes: UnsafeRawBufferPointer
    private let range: Range<Int>
    private let isFolded: Bool
    /// The blanks before each line that are not part of the text.
    private let indentation: Int

    /// - Parameters:
    ///   - range: From the `|` or `>` to the end of the last line.
    ///   - text: The text, by which the indentation is found whatever the head says.
    init(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>, text: UnsafeRawBufferPointer) {
        self.bytes = bytes
        self.range = range
        isFolded = bytes[range.lowerBound] == UInt8(ascii: ">")
        let head = BlockNotation.lineEnd(bytes, range.lowerBound, range.upperBound)
        let written = BlockNotation.leadingBlanks(bytes, from: head, to: range.upperBound)
        let kept = BlockNotation.leadingBlanks(text, from: 0, to: text.count)
        indentation = max(0, written - kept)
    }

    /// The source offset of what gives the byte of text at an offset; the end of the scalar for offsets beyond it.
    func sourceOffset(of target: Int) -> Int {
        var text = 0
        var found: Int?
        visitRuns { run in
            if target < text + run.count { found = run.lowerBound + target - text }
            text += run.count
            return found == nil
        }
        return found ?? range.upperBound
    }

    /// The source offset of what gives each byte of the text.
    func sourceOffsets(count: Int) -> [UInt32] {
        var offsets: [UInt32] = []
        offsets.reserveCapacity(count)
        visitRuns { run in
            for place in run { offsets.append(UInt32(truncatingIfNeeded: place)) }
            return offsets.count < count
        }
        return offsets
    }

    /// Calls `visit` for the places of the source that give the bytes of the text, as runs in the order of the text, until
    /// it returns false.
    private func visitRuns(_ visit: (Range<Int>) -> Bool) {
        var at = BlockNotation.lineEnd(bytes, range.lowerBound, range.upperBound)
        // The breaks before the next line that has text: where they lie, the first being the end of the line before.
        var breaks: [Int] = []
        var wasBlank = true
        var isFirst = true
        while at < range.upperBound {
            let start = lineStart(at)
            let end = BlockNotation.contentEnd(bytes, start, range.upperBound)
            if start < end {
                let isBlank = ScalarNotation.isBlank(bytes[start])
                let joint = isFirst ? breaks : joined(breaks, isPlain: isFolded && !wasBlank && !isBlank)
                for place in joint where !visit(place..<place + 1) { return }
                guard visit(start..<end) else { return }
                (wasBlank, isFirst, breaks) = (isBlank, false, [])
            }
            breaks.append(end)
            at = end + (end < range.upperBound ? ScalarNotation.breakLength(bytes, end) : 0)
            if end >= range.upperBound { break }
        }
    }

    /// The places of the source that stand for the break bytes between two lines. Between two lines without blanks in
    /// front a folded scalar has a blank for one break, and for more all but the first.
    private func joined(_ breaks: [Int], isPlain: Bool) -> [Int] {
        isPlain && breaks.count > 1 ? Array(breaks.dropFirst()) : breaks
    }

    /// Where the text of a line begins.
    private func lineStart(_ start: Int) -> Int {
        var at = start
        while at < range.upperBound, at - start < indentation, bytes[at] == 0x20 { at += 1 }
        return at
    }

    /// The blanks before the first line that has more than blanks.
    private static func leadingBlanks(_ bytes: UnsafeRawBufferPointer, from start: Int, to end: Int) -> Int {
        var line = start
        while line < end {
            var at = line
            while at < end, bytes[at] == 0x20 { at += 1 }
            if at < end, !ScalarNotation.isBreak(bytes[at]) { return at - line }
            line = lineEnd(bytes, at, end)
        }
        return 0
    }

    private static func contentEnd(_ bytes: UnsafeRawBufferPointer, _ start: Int, _ end: Int) -> Int {
        var at = start
        while at < end, !ScalarNotation.isBreak(bytes[at]) { at += 1 }
        return at
    }

    /// Behind the break that ends the line of an offset.
    private static func lineEnd(_ bytes: UnsafeRawBufferPointer, _ start: Int, _ end: Int) -> Int {
        let at = contentEnd(bytes, start, end)
        return at < end ? at + ScalarNotation.breakLength(bytes, at) : at
    }
}
