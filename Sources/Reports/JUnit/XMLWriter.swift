import Documents

/// Writes XML 1.0 piece by piece.
///
/// Characters that XML or a terminal cannot take are replaced by a visible mark; of two `#` the second becomes a
/// character reference, as build systems start commands with `##` anywhere in a line.
struct XMLWriter {
    private let stream: ReportStream
    private var depth = 0

    init(stream: ReportStream) {
        self.stream = stream
        stream.write("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n")
    }

    typealias Attributes = KeyValuePairs<String, String?>

    /// Writes an element; `body` writes what it contains.
    mutating func element(_ name: String, _ attributes: Attributes, _ body: (inout XMLWriter) -> Void) {
        start(name, attributes, end: ">\n")
        depth += 1
        body(&self)
        depth -= 1
        stream.write(indentation + "</\(name)>\n")
    }

    /// Writes an element without content.
    mutating func element(_ name: String, _ attributes: Attributes) { start(name, attributes, end: "/>\n") }

    /// Writes an element that contains lines of text.
    mutating func element(_ name: String, _ attributes: Attributes, lines: [String]) {
        start(name, attributes, end: ">")
        stream.write(lines.map { Self.escaped(PrintableText.withoutCommands($0)) }.joined(separator: "\n"))
        stream.write("</\(name)>\n")
    }

    private var indentation: String { String(repeating: "  ", count: depth) }

    private func start(_ name: String, _ attributes: Attributes, end: String) {
        stream.write(indentation + "<" + name)
        for (key, value) in attributes {
            guard let value else { continue }
            stream.write(" \(key)=\"\(Self.escaped(PrintableText.line(value)))\"")
        }
        stream.write(end)
    }

    private static let references: [Unicode.Scalar: String] = [
        "&": "&amp;", "<": "&lt;", ">": "&gt;", "\"": "&quot;",
    ]

    private static func escaped(_ text: String) -> String {
        var escaped = ""
        var previous: Unicode.Scalar?
        for scalar in text.unicodeScalars {
            if let reference = references[scalar] {
                escaped += reference
            } else if scalar == "#", previous == "#" {
                escaped += "&#35;"
            } else {
                let isAllowed = scalar.value < 0xFFFE || scalar.value > 0xFFFF
                escaped.unicodeScalars.append(isAllowed ? Excerpt.printable(scalar) : "\u{FFFD}")
            }
            previous = scalar
        }
        return escaped
    }
}
