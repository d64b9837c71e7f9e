/// Breaks a text into lines at its blanks.
enum LineWrapping {
    private static let blank = UInt8(ascii: " ")

    /// The lines of a text, each at most `width` columns unless a single word is longer.
    /// - Parameter first: how many columns are already taken on the first line.
    static func lines(of text: String, width: Int, first: Int = 0) -> [String] {
        if text.utf8.count <= width - first, text.utf8.first != blank, text.utf8.last != blank { return [text] }
        var text = text
        return text.withUTF8 { wrap($0, width: width, first: first) }
    }

    private static func wrap(_ text: UnsafeBufferPointer<UInt8>, width: Int, first: Int) -> [String] {
        var lines: [String] = []
        var line: [UInt8] = []
        line.reserveCapacity(max(width, 0) + 16)
        var room = width - first
        for word in text.split(separator: blank) {
            let isASCII = word.allSatisfy { $0 < 0x80 }
            let length = isASCII ? word.count : DisplayWidth.of(String(decoding: word, as: UTF8.self))
            if !line.isEmpty, length + 1 > room {
                lines.append(String(decoding: line, as: UTF8.self))
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
        lines.append(String(decoding: line, as: UTF8.self))
        return lines
    }
}
