/// Breaks a text into lines at its blanks.
enum LineWrapping {
    private static let blank = UInt8(ascii: " ")

    /// The lines of a text, each at most `width` columns unless a single word is longer.
    /// - Parameter first: how many columns are already taken on the first line.
    static func lines(of text: String, width: Int, first: Int = 0) -> [String] {
        if text.utf8.count <= width - first, text.utf8.first != blank, text.utf8.last != blank { return [text] }
        var lines: [String] = []
        var line = ""
        var room = width - first
        for word in text.utf8.split(separator: blank).map(Substring.init) {
            let length = DisplayWidth.of(word)
            if !line.isEmpty, length + 1 > room {
                lines.append(line)
                line = ""
                room = width
            }
            if !line.isEmpty {
                line += " "
                room -= 1
            }
            line += word
            room -= length
        }
        lines.append(line)
        return lines
    }
}
