import Documents

/// A message with its place in a file and notes below: the one shape in which problems and findings are shown.
struct MessageBlock {
    /// What opens the block, such as `error`, and its colour.
    var label: String
    var style: Style
    /// A rule's id, shown in brackets after the label.
    var code: String?
    var message: String
    /// Empty when there is no file to point at.
    var file: String
    var position: Position?
    var excerpt: Excerpt?
    var notes: [Note] = []

    struct Note {
        var label: String
        var text: String

        init(_ label: String, _ text: String) {
            self.label = label
            self.text = text
        }
    }
}

/// Sets blocks as lines of text.
struct MessageBlockRenderer {
    let palette: Palette
    let width: Int

    init(color: ColorMode, width: Int) {
        palette = Palette(mode: color)
        self.width = max(width, 40)
    }

    /// The lines of a block, without trailing blanks.
    func lines(of block: MessageBlock) -> [String] {
        let gutter = block.excerpt.map { String(max($0.line, 0)).count } ?? 1
        return heading(of: block) + location(of: block, gutter: gutter) + excerpt(of: block, gutter: gutter)
            + notes(of: block, gutter: gutter)
    }

    private func heading(of block: MessageBlock) -> [String] {
        let label = PrintableText.line(block.label + (block.code.map { "[\($0)]" } ?? ""))
        let wrapped = LineWrapping.lines(
            of: PrintableText.line(block.message), width: width - 2, first: DisplayWidth.of(label))
        return wrapped.enumerated().map { index, line in
            index == 0
                ? palette.paint(label, block.style) + palette.paint(": " + line, .strong)
                : "  " + palette.paint(line, .strong)
        }
    }

    private func location(of block: MessageBlock, gutter: Int) -> [String] {
        guard !block.file.isEmpty else { return [] }
        let place = block.position.map { ":\($0.line):\($0.column)" } ?? ""
        let arrow = palette.paint(String(row: " ", gutter) + "-->", .blue)
        return [arrow + " " + PrintableText.line(block.file) + place]
    }

    private func excerpt(of block: MessageBlock, gutter: Int) -> [String] {
        guard let excerpt = block.excerpt else { return [] }
        let window = ExcerptWindow(excerpt, width: width - gutter - 3)
        let blank = String(row: " ", gutter)
        let caret = String(row: " ", window.indent)
        let text = PrintableText.line(window.text)
        return [
            palette.paint("\(blank) |", .blue),
            palette.paint("\(excerpt.line) |", .blue) + (text.isEmpty ? "" : " " + text),
            palette.paint("\(blank) |", .blue) + " " + caret
                + palette.paint(String(row: "^", window.length), block.style),
        ]
    }

    private func notes(of block: MessageBlock, gutter: Int) -> [String] {
        let labelWidth = block.notes.map { DisplayWidth.of($0.label) + 1 }.max() ?? 0
        let blank = String(row: " ", gutter)
        var lines = block.excerpt == nil || block.notes.isEmpty ? [] : [palette.paint("\(blank) |", .blue)]
        for note in block.notes {
            let label = note.label + ":"
            let padding = String(row: " ", labelWidth - DisplayWidth.of(label) + 1)
            let indent = gutter + 3 + labelWidth + 1
            let wrapped = LineWrapping.lines(of: PrintableText.line(note.text), width: max(width - indent, 20))
            for (index, line) in wrapped.enumerated() {
                lines.append(
                    index == 0
                        ? palette.paint("\(blank) =", .blue) + " " + palette.paint(label, .strong) + padding + line
                        : String(row: " ", indent) + line)
            }
        }
        return lines
    }
}
