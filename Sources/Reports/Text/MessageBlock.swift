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
    let color: ColorMode
    let width: Int

    init(color: ColorMode, width: Int) {
        self.color = color
        self.width = max(width, 40)
    }

    /// The lines of a block, without trailing blanks.
    func lines(of block: MessageBlock) -> [String] {
        var lines = TextLines(color: color)
        write(block, to: &lines)
        return lines.texts
    }

    func write(_ block: MessageBlock, to lines: inout TextLines) {
        let gutter = block.excerpt.map { String(max($0.line, 0)).utf8.count } ?? 1
        writeHeading(of: block, to: &lines)
        if !block.file.isEmpty { writeLocation(of: block, gutter: gutter, to: &lines) }
        if let excerpt = block.excerpt { write(excerpt, block.style, gutter: gutter, to: &lines) }
        guard !block.notes.isEmpty else { return }
        if block.excerpt != nil {
            addBar(gutter, to: &lines)
            lines.end()
        }
        writeNotes(of: block, gutter: gutter, to: &lines)
    }

    private func writeHeading(of block: MessageBlock, to lines: inout TextLines) {
        let (label, code) = (PrintableText.line(block.label), block.code.map(PrintableText.line))
        lines.paint(block.style) { line in
            line.add(label)
            guard let code else { return }
            line.add("[")
            line.add(code)
            line.add("]")
        }
        let taken = DisplayWidth.of(label) + (code.map { DisplayWidth.of($0) + 2 } ?? 0)
        var isFirst = true
        LineWrapping.forEachLine(of: PrintableText.line(block.message), width: width - 2, first: taken) { text in
            if !isFirst { lines.add("  ") }
            lines.paint(.strong) { line in
                if isFirst { line.add(": ") }
                line.add(text)
            }
            isFirst = false
            lines.end()
        }
    }

    private func addBar(_ gutter: Int, to line: inout TextLines) {
        line.paint(.blue) { line in
            line.add(row: " ", gutter)
            line.add(" |")
        }
    }

    private func writeLocation(of block: MessageBlock, gutter: Int, to line: inout TextLines) {
        line.paint(.blue) { line in
            line.add(row: " ", gutter)
            line.add("-->")
        }
        line.add(" ")
        line.add(PrintableText.line(block.file))
        if let position = block.position {
            line.add(":")
            line.add(position.line)
            line.add(":")
            line.add(position.column)
        }
        line.end()
    }

    private func write(_ excerpt: Excerpt, _ style: Style, gutter: Int, to line: inout TextLines) {
        let window = ExcerptWindow(excerpt, width: width - gutter - 3)
        let text = PrintableText.line(window.text)
        addBar(gutter, to: &line)
        line.end()
        line.paint(.blue) { line in
            line.add(excerpt.line)
            line.add(" |")
        }
        if !text.isEmpty {
            line.add(" ")
            line.add(text)
        }
        line.end()
        addBar(gutter, to: &line)
        line.add(row: " ", window.indent + 1)
        line.paint(style) { $0.add(row: "^", window.length) }
        line.end()
    }

    private func writeNotes(of block: MessageBlock, gutter: Int, to lines: inout TextLines) {
        let labelWidth = block.notes.reduce(0) { max($0, DisplayWidth.of($1.label) + 1) }
        let indent = gutter + 3 + labelWidth + 1
        for note in block.notes {
            lines.paint(.blue) { line in
                line.add(row: " ", gutter)
                line.add(" =")
            }
            lines.add(" ")
            lines.paint(.strong) { line in
                line.add(note.label)
                line.add(":")
            }
            lines.add(row: " ", labelWidth - DisplayWidth.of(note.label))
            var isFirst = true
            LineWrapping.forEachLine(of: PrintableText.line(note.text), width: max(width - indent, 20)) { text in
                if !isFirst { lines.add(row: " ", indent) }
                lines.add(text)
                isFirst = false
                lines.end()
            }
        }
    }
}
