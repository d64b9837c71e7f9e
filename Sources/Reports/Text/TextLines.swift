/// Lines of text for people, put together as bytes: a report has many of them, each of many pieces.
///
/// No line holds what a build system would take for a command, whatever text was added.
struct TextLines {
    private let palette: Palette
    /// The lines that were ended, each with its line break.
    private(set) var bytes: [UInt8] = []
    private var start = 0

    init(color: ColorMode) { palette = Palette(mode: color) }

    /// Adds to the line. The text must have no line break: `PrintableText.line` makes such.
    mutating func add(_ text: String) {
        var text = text
        text.withUTF8 { bytes.append(contentsOf: $0) }
    }

    mutating func add(_ text: UnsafeBufferPointer<UInt8>) { bytes.append(contentsOf: text) }

    mutating func add(_ number: Int) { add(String(number)) }

    /// Adds one character several times.
    mutating func add(row character: Unicode.Scalar, _ count: Int) {
        bytes.append(contentsOf: repeatElement(UInt8(truncatingIfNeeded: character.value), count: max(count, 0)))
    }

    /// Adds pieces in a style; none at all leave no trace.
    mutating func paint(_ style: Style, _ pieces: (inout TextLines) -> Void) {
        guard palette.mode == .always, style != .plain else { return pieces(&self) }
        let before = bytes.count
        add(palette.start(style))
        let inside = bytes.count
        pieces(&self)
        if bytes.count == inside { bytes.removeSubrange(before...) } else { add(palette.end) }
    }

    /// Ends the line.
    mutating func end() {
        if bytes[start...].withUnsafeBufferPointer({ PrintableText.mayHoldCommand($0) }) {
            let line = PrintableText.withoutCommands(String(decoding: bytes[start...], as: UTF8.self))
            bytes.replaceSubrange(start..., with: line.utf8)
        }
        bytes.append(UInt8(ascii: "\n"))
        start = bytes.count
    }

    /// The lines as texts, without line breaks.
    var texts: [String] {
        bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).dropLast()
            .map { String(decoding: $0, as: UTF8.self) }
    }
}
