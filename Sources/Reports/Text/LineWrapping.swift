/// Breaks a text into lines at its blanks.
enum LineWrapping {
    private static let blank = UInt8(ascii: " ")

    /// The lines of a text, each at most `width` columns unless a single word is longer.
    /// - Parameter first: how many columns are already taken on the first line.
    static func lines(of text: String, width: Int, first: Int = 0) -> [String] {
        var lines: [String] = []
        forEachLine(of: text, width: width, first: first) { lines.append(String(decoding: $0, as: UTF8.self)) }
        return lines
    }

    /// The same, line by line.
    static func forEachLine(
        of text: String, width: Int, first: Int = 0, _ body: (UnsafeBufferPointer<UInt8>) -> Void
    ) {
        var text = text
        text.withUTF8 { text in
            if text.count <= width - first, text.first != blank, text.last != blank { return body(text) }
            if isPlain(text) {
                cut(text, width: width, first: first, body)
            } else {
                wrap(text, width: width, first: first, body)
            }
        }
    }

    /// Whether each byte is a column and one blank stands between words, so that lines are parts of the text as it is.
    private static func isPlain(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        var previous = blank
        for byte in text {
            if byte >= 0x80 || byte == blank && previous == blank { return false }
            previous = byte
        }
        return previous != blank
    }

    /// The lines of a plain text.
    private static func cut(
        _ text: UnsafeBufferPointer<UInt8>, width: Int, first: Int, _ body: (UnsafeBufferPointer<UInt8>) -> Void
    ) {
        var start = 0
        var room = width - first
        while text.count - start > room {
            // A word that no line has room for stays whole.
            let last = text[start..<min(text.count, max(start, start + room + 1))].lastIndex(of: blank)
            guard let end = last ?? text[start...].firstIndex(of: blank) else { break }
            body(UnsafeBufferPointer(rebasing: text[start..<end]))
            start = end + 1
            room = width
        }
        body(UnsafeBufferPointer(rebasing: text[start...]))
    }

    private static func wrap(
        _ text: UnsafeBufferPointer<UInt8>, width: Int, first: Int, _ body: (UnsafeBufferPointer<UInt8>) -> Void
    ) {
        var line: [UInt8] = []
        line.reserveCapacity(max(width, 0) + 16)
        var room = width - first
        for word in text.split(separator: blank) {
            let isASCII = word.allSatisfy { $0 < 0x80 }
            let length = isASCII ? word.count : DisplayWidth.of(String(decoding: word, as: UTF8.self))
            if !line.isEmpty, length + 1 > room {
                line.withUnsafeBufferPointer(body)
                line.removeAll(keepingCapacity: true)
                room = width
            }
            if !line.isEmpty {
                line.append(blank)
                room -= 1
            }
            line.append(contentsOf: word)
            room -= length
        }
        line.withUnsafeBufferPointer(body)
    }
}
