import Documents

/// Writes JSON piece by piece, in the order of the calls.
///
/// Strings come out so that neither a terminal nor a build log can mistake them for a command: control, format and
/// separator characters are escaped, and so is the second half of `##`, with which some build systems start commands
/// anywhere in a line. Decoding gives back the same text.
public final class JSONWriter {
    /// How the members of a container are set.
    public enum Layout: Sendable {
        /// Each on a line of its own.
        case lines
        /// All on one line, whatever they contain.
        case inline
    }

    private struct Level {
        var layout: Layout
        var isEmpty = true
    }

    private let stream: ReportStream
    private var levels: [Level] = []
    /// A line break with the indentation of each depth.
    private var lineStarts = ["\n"]

    public init(stream: ReportStream) { self.stream = stream }

    /// Writes an object; the calls that `body` makes are its members.
    public func object(_ key: String? = nil, layout: Layout = .lines, _ body: () -> Void) {
        container(key, "{", "}", layout, body)
    }

    /// Writes an array; the calls that `body` makes are its elements.
    public func array(_ key: String? = nil, layout: Layout = .lines, _ body: () -> Void) {
        container(key, "[", "]", layout, body)
    }

    public func member(_ key: String, _ value: String) {
        begin(key)
        string(value)
    }

    public func member(_ key: String, _ value: Int) {
        begin(key)
        stream.write(String(value))
    }

    /// Writes a number that stands in digits already, exactly as it is.
    package func member(_ key: String, number digits: String) {
        begin(key)
        stream.write(digits)
    }

    public func member(_ key: String, _ value: Bool) {
        begin(key)
        stream.write(value ? "true" : "false")
    }

    /// Writes the member unless it has no value.
    public func member(_ key: String, ifPresent value: String?) {
        if let value { member(key, value) }
    }

    public func member(_ key: String, _ values: [String]) {
        array(key, layout: .inline) { values.forEach(element) }
    }

    public func element(_ value: String) {
        begin(nil)
        string(value)
    }

    /// Ends the text with a line break.
    public func finish() { stream.write("\n") }

    private func container(
        _ key: String?, _ opening: String, _ closing: String, _ layout: Layout, _ body: () -> Void
    ) {
        begin(key)
        stream.write(opening)
        levels.append(Level(layout: levels.last?.layout == .inline ? .inline : layout))
        body()
        if let level = levels.popLast(), !level.isEmpty, level.layout == .lines { breakLine() }
        stream.write(closing)
    }

    /// Writes what stands between this piece and the one before it.
    private func begin(_ key: String?) {
        if let last = levels.indices.last {
            let level = levels[last]
            if !level.isEmpty { stream.write(",") }
            if level.layout == .lines { breakLine() } else if !level.isEmpty { stream.write(" ") }
            levels[last].isEmpty = false
        }
        if let key {
            string(key)
            stream.write(": ")
        }
    }

    private func breakLine() {
        while lineStarts.count <= levels.count { lineStarts.append((lineStarts.last ?? "\n") + "  ") }
        stream.write(lineStarts[levels.count])
    }

    private func string(_ text: String) {
        stream.write("\"")
        if text.utf8.allSatisfy({ JSONWriter.isPlain($0) }) { stream.write(text) } else { escape(text) }
        stream.write("\"")
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        byte >= 0x20 && byte < 0x7F && byte != 0x22 && byte != 0x23 && byte != 0x5C
    }

    private static let shortEscapes: [Unicode.Scalar: String] = [
        "\"": "\\\"", "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t",
    ]

    private func escape(_ text: String) {
        var piece = ""
        var previous: Unicode.Scalar?
        for scalar in text.unicodeScalars {
            if let short = JSONWriter.shortEscapes[scalar] {
                piece += short
            } else if Excerpt.printable(scalar) != scalar || scalar == "#" && previous == "#" {
                for unit in String(scalar).utf16 { piece += JSONWriter.escape(unit) }
            } else {
                piece.unicodeScalars.append(scalar)
            }
            previous = scalar
        }
        stream.write(piece)
    }

    private static func escape(_ unit: UInt16) -> String {
        let digits = String(unit, radix: 16)
        return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    }
}
