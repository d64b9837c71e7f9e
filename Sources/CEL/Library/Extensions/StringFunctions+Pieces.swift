/// Taking strings apart and putting them together.
extension StringFunctions {
    @Sendable
    static func join(_ frame: FramePointer, _ list: Val, _ separator: Val) -> Val {
        let elements = frame.elements(of: list)
        guard frame.charge(elements.count) else { return .error(.stepBudget) }
        if let problem = ListFunctions.firstProblem(in: elements, expecting: .string) { return problem }
        var size = 0
        for (index, element) in elements.enumerated() {
            let added = element.text.count + (index > 0 ? separator.text.count : 0)
            let (sum, overflow) = size.addingReportingOverflow(added)
            guard !overflow, sum <= FramePointer.resultLimit else { return frame.tooLong() }
            size = sum
        }
        return frame.string(capacity: size) { output in
            var written = 0
            func append(_ text: Bytes) {
                UnsafeMutableRawBufferPointer(rebasing: output[written...]).copyMemory(from: text)
                written += text.count
            }
            for (index, element) in elements.enumerated() {
                if index > 0 { append(separator.text) }
                append(element.text)
            }
            return written
        }
    }

    /// - Parameter limit: how many pieces there may be; negative: any number.
    @Sendable
    static func split(_ frame: FramePointer, _ string: Val, _ separator: Val, _ limit: Val) -> Val {
        let text = string.text
        let mark = separator.text
        frame.charge(bytes: text.count)
        let pieceLimit = limit.integer < 0 ? Int.max : Int(clamping: limit.integer)
        guard pieceLimit > 0 else { return frame.list(count: 0) { _ in } }
        // Counted first, so that the list is allocated once.
        var count = 0
        forEachPiece(of: text, separatedBy: mark, limit: pieceLimit) { _ in count += 1 }
        guard frame.charge(count) else { return .error(.stepBudget) }
        return frame.list(count: count) { output in
            var index = 0
            forEachPiece(of: text, separatedBy: mark, limit: pieceLimit) { piece in
                output.initializeElement(at: index, to: .string(Bytes(rebasing: text[piece])))
                index += 1
            }
        }
    }

    /// The ranges between separators; between all code points if the separator is empty.
    @inline(__always)
    private static func forEachPiece(
        of text: Bytes, separatedBy mark: Bytes, limit: Int, _ body: (Range<Int>) -> Void
    ) {
        var start = 0
        var remaining = limit
        while remaining > 1 {
            if mark.isEmpty {
                guard start < text.count else { return }
                let end = start + CodePoints.decode(text, at: start).length
                guard end < text.count else { break }
                body(start..<end)
                start = end
            } else {
                guard let found = ByteSearch.first(mark, in: text, from: start) else { break }
                body(start..<found)
                start = found + mark.count
            }
            remaining -= 1
        }
        if !mark.isEmpty || start < text.count { body(start..<text.count) }
    }

    /// - Parameter limit: how many occurrences are replaced; negative: all.
    static func replace(_ frame: FramePointer, _ string: Val, _ old: Val, _ new: Val, limit: Int64) -> Val {
        let text = string.text
        frame.charge(bytes: text.count)
        let replacements = limit < 0 ? Int.max : Int(clamping: limit)
        var count = 0
        forEachOccurrence(of: old.text, in: text, limit: replacements) { _ in count += 1 }
        guard count > 0 else { return string }
        guard frame.charge(count) else { return .error(.stepBudget) }
        let (added, overflow) = count.multipliedReportingOverflow(by: new.text.count)
        guard !overflow, added <= FramePointer.resultLimit,
            text.count - count * old.text.count + added <= FramePointer.resultLimit
        else { return frame.tooLong() }
        return frame.string(capacity: text.count - count * old.text.count + added) { output in
            var read = 0
            var written = 0
            func append(_ piece: Bytes) {
                UnsafeMutableRawBufferPointer(rebasing: output[written...]).copyMemory(from: piece)
                written += piece.count
            }
            forEachOccurrence(of: old.text, in: text, limit: replacements) { found in
                append(Bytes(rebasing: text[read..<found]))
                append(new.text)
                read = found + old.text.count
            }
            append(Bytes(rebasing: text[read...]))
            return written
        }
    }

    /// The offsets at which a text occurs, without overlaps; an empty one before each code point and at the end.
    @inline(__always)
    private static func forEachOccurrence(of wanted: Bytes, in text: Bytes, limit: Int, _ body: (Int) -> Void) {
        var start = 0
        var remaining = limit
        while remaining > 0 {
            if wanted.isEmpty {
                guard start <= text.count else { return }
                body(start)
                start += start < text.count ? CodePoints.decode(text, at: start).length : 1
            } else {
                guard let found = ByteSearch.first(wanted, in: text, from: start) else { return }
                body(found)
                start = found + wanted.count
            }
            remaining -= 1
        }
    }
}
