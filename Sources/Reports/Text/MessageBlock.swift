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
        let gutter = block.excerpt.map { String(max($0.line, 0)).utf8.count } ?? 1
        let bar = palette.paint(String(row: " ", gutter) + " |", .blue)
        var lines = heading(of: block)
        if !block.file.isEmpty { lines.append(location(of: block, gutter: gutter)) }
        if let excerpt = block.excerpt { lines += self.lines(of: excerpt, block.style, gutter: gutter, bar: bar) }
        if !block.notes.isEmpty {
            if block.excerpt != nil { lines.append(bar) }
            addNotes(of: block, gutter: gutter, to: &lines)
        }
        return lines
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

    private func location(of block: MessageBlock, gutter: Int) -> String {
        var line = palette.paint(String(row: " ", gutter) + "-->", .blue) + " "
        line += PrintableText.line(block.file)
        if let position = block.position { line += ":\(position.line):\(position.column)" }
        return line
    }

    private func lines(of excerpt: Excerpt, _ style: Style, gutter: Int, bar: String) -> [String] {
        let window = ExcerptWindow(excerpt, width: width - gutter - 3)
        let text = PrintableText.line(window.text)
        var source = palette.paint("\(excerpt.line) |", .blue)
        if !text.isEmpty {
            source += " "
            source += text
        }
        var caret = bar
        caret += String(row: " ", window.indent + 1)
        caret += palette.paint(String(row: "^", window.length), style)
        return [bar, source, caret]
    }

    /// The notes below a block. Each line is put together in place: that costs half of joining its parts.
    private func addNotes(of block: MessageBlock, gutter: Int, to lines: inout [String]) {
        let labelWidth = block.notes.map { DisplayWidth.of($0.label) + 1 }.max() ?? 0
        let indent = gutter + 3 + labelWidth + 1
        let start = palette.paint(String(row: " ", gutter) + " =", .blue) + " "
        for note in block.notes {
            let wrapped = LineWrapping.lines(of: PrintableText.line(note.text), width: max(width - indent, 20))
            for (index, text) in wrapped.enumerated() {
                var line = index == 0 ? start : String(row: " ", indent)
                if index == 0 {
                    line += palette.paint(note.label + ":", .strong)
                    line += String(row: " ", labelWidth - DisplayWidth.of(note.label))
                }
                line += text
                lines.append(line)
            }
        }
    }
}
