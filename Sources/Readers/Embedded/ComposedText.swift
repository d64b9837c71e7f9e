import Documents

/// JSON that is put together from literal parts of a file and from values that stand for themselves as marks, with the
/// way back from each byte to where it is written.
struct ComposedText {
    /// Part of the text that comes from one place.
    private struct Span {
        let start: Int
        let places: TextPlaces
        /// The offset of the span's first byte in the text that `places` knows.
        let offset: Int
    }

    private(set) var bytes: [UInt8] = []
    /// What the marks stand for, by index.
    private(set) var values: [EmbeddedValue] = []
    /// The text as a whole must not be shown.
    var isSecret = false
    /// A mark stands where the JSON has no quotes.
    private(set) var hasBareMarks = false
    private var spans: [Span] = []
    private var isInString = false
    private var isEscaped = false

    /// Adds bytes of a text that is written in the file.
    mutating func add(_ part: some Collection<UInt8>, at offset: Int, of places: TextPlaces) {
        guard !part.isEmpty else { return }
        spans.append(Span(start: bytes.count, places: places, offset: offset))
        for byte in part {
            if isEscaped {
                isEscaped = false
            } else if byte == UInt8(ascii: "\"") {
                isInString.toggle()
            } else if byte == UInt8(ascii: "\\"), isInString {
                isEscaped = true
            }
            bytes.append(byte)
        }
    }

    /// Adds a mark for a value that takes the place of a range of the file.
    mutating func add(_ value: EmbeddedValue, inPlaceOf range: Range<Int>) {
        values.append(value)
        var index = values.count - 1
        spans.append(Span(start: bytes.count, places: TextPlaces(standIn: range), offset: 0))
        if isInString {
            bytes += EmbeddedMark.text(of: index).utf8
        } else {
            hasBareMarks = true
            values.append(.scalar(of: index))
            index += 1
            bytes += "\"\(EmbeddedMark.text(of: index))\"".utf8
        }
        isEscaped = false
    }

    /// Where a range of the text stands in the file.
    func sourceRange(of range: Range<Int>) -> Range<Int> {
        guard let first = span(at: range.lowerBound) else { return 0..<0 }
        let start = sourceRange(range.lowerBound..<range.lowerBound + 1, in: first)
        guard !range.isEmpty, let last = span(at: range.upperBound - 1) else {
            return start.lowerBound..<start.lowerBound
        }
        let end = sourceRange(range.upperBound - 1..<range.upperBound, in: last)
        return start.lowerBound..<max(start.upperBound, end.upperBound)
    }

    private func sourceRange(_ range: Range<Int>, in span: Span) -> Range<Int> {
        let shift = span.offset - span.start
        return span.places.sourceRange(ofTextRange: range.lowerBound + shift..<range.upperBound + shift)
    }

    /// The span that holds a byte; the last one for a place behind the text.
    private func span(at offset: Int) -> Span? {
        spans.isEmpty ? nil : spans[max(0, spans.partitioningIndex { $0.start > offset } - 1)]
    }
}
