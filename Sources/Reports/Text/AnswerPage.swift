public import Documents

/// A page of text that answers one question: a verdict, facts, lists, and places in files.
public struct AnswerPage {
    /// How a verdict is to be taken.
    public enum Tone: Sendable {
        case good, bad, open
    }

    private static let labelWidth = 10

    private let palette: Palette
    private let color: ColorMode
    private let width: Int
    private var lines: [String] = []

    public init(color: ColorMode, width: Int = 80) {
        palette = Palette(mode: color)
        self.color = color
        self.width = max(width, 40)
    }

    /// The verdict with a sentence behind it.
    public mutating func headline(_ verdict: String, _ tone: Tone, _ sentence: String) {
        let style: Style = tone == .good ? .green : tone == .bad ? .red : .yellow
        let wrapped = LineWrapping.lines(of: PrintableText.line(sentence), width: width - 2, first: verdict.count + 2)
        for (index, line) in wrapped.enumerated() {
            add(
                index == 0
                    ? palette.paint(verdict, style) + palette.paint(": " + line, .strong)
                    : "  " + palette.paint(line, .strong))
        }
    }

    /// Ends a group of lines.
    public mutating func gap() { if let last = lines.last, !last.isEmpty { lines.append("") } }

    /// A labelled text.
    public mutating func fact(_ label: String, _ text: String) { row(label, text, bullet: "") }

    /// A labelled list, one item below the other.
    public mutating func list(_ label: String, _ items: [String]) {
        let bullet = items.count > 1 ? "- " : ""
        for (index, item) in items.enumerated() { row(index == 0 ? label : "", item, bullet: bullet) }
    }

    private mutating func row(_ label: String, _ text: String, bullet: String) {
        let indent = max(Self.labelWidth, label.count + 2)
        let head = label.isEmpty ? "" : palette.paint(label + ":", .strong)
        let padding = String(repeating: " ", count: indent - (label.isEmpty ? 0 : label.count + 1))
        let blank = String(repeating: " ", count: indent + bullet.count)
        let wrapped = LineWrapping.lines(of: PrintableText.line(text), width: max(width - indent - bullet.count, 20))
        for (index, line) in wrapped.enumerated() { add(index == 0 ? head + padding + bullet + line : blank + line) }
    }

    /// A place in a file with what is to be said about it.
    public mutating func diagnostic(_ diagnostic: Diagnostic) {
        gap()
        for line in DiagnosticRenderer(color: color, width: width).lines(of: diagnostic) { add(line) }
        gap()
    }

    private mutating func add(_ line: String) { lines.append(PrintableText.withoutCommands(line)) }

    /// The page, each line ended by a line break.
    public var text: String {
        var lines = lines
        while lines.last?.isEmpty ?? false { lines.removeLast() }
        return lines.map { $0 + "\n" }.joined()
    }
}
