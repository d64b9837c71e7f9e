/// Something that is wrong with an input, said to a person: what, where, and what to do.
///
/// Every module reports through this one type, and one place renders it.
public struct Diagnostic: Error, Hashable, Sendable {
    public enum Severity: String, Sendable {
        case error
        case warning
        case note
    }

    public var severity: Severity
    /// The file as the user named it.
    public var file: String
    /// Nil when the whole file is meant.
    public var region: SourceRegion?
    /// One sentence, lower-case start, no full stop, user input in backticks.
    public var message: String
    /// What to do, in the same form.
    public var help: String?
    public var excerpt: Excerpt?

    public init(
        _ severity: Severity = .error, file: String, region: SourceRegion? = nil, message: String, help: String? = nil,
        excerpt: Excerpt? = nil
    ) {
        self.severity = severity
        self.file = file
        self.region = region
        self.message = message
        self.help = help
        self.excerpt = excerpt
    }

    /// A diagnostic that points into a source text.
    public init(
        _ severity: Severity = .error, in source: SourceText, at range: Range<Int>, _ message: String,
        help: String? = nil
    ) {
        let lines = LineTable(source)
        let region = lines.region(of: range)
        self.init(
            severity, file: source.name, region: region, message: message, help: help,
            excerpt: Excerpt(region: region, lines: lines))
    }

    /// A text of the input as it may stand in a message: on one line, printable and not long.
    public static func shown(_ text: String) -> String {
        let scalars = text.unicodeScalars
        let kept = String(String.UnicodeScalarView(scalars.prefix(60).map { Excerpt.printable($0) }))
        return scalars.dropFirst(60).isEmpty ? kept : kept + "..."
    }
}

/// The line of the source that a message is about, ready to be shown with a caret below.
public struct Excerpt: Hashable, Sendable {
    /// The longest part of a line that is shown, in code points; one-line files are cut around the caret.
    public static let width = 120

    /// The line as it may be printed: control characters replaced, cut to `width`.
    public var text: String
    /// Counted from 1.
    public var line: Int
    /// Where the caret starts in `text`, counted from 0 in code points.
    public var caret: Int
    /// How many code points it underlines, at least one.
    public var length: Int

    public init(region: SourceRegion, lines: LineTable) {
        let window = lines.window(around: region.start, codePoints: Self.width)
        // Most lines are plain text, whose bytes are its code points.
        let bytes = UnsafeRawBufferPointer(rebasing: lines.source.bytes[window.bytes])
        let isPlain = bytes.allSatisfy { $0 &- 0x20 < 0x5F }
        let scalars = isPlain ? [] : Array(String(decoding: bytes, as: UTF8.self).unicodeScalars)
        let count = isPlain ? bytes.count : scalars.count
        let column = min(region.start.column - 1 - window.column, count)
        let isOneLine = region.end.line == region.start.line
        let lineEnd = isOneLine ? region.end.column - 1 - window.column : count
        let end = isOneLine ? lineEnd : nil
        let shown =
            !lines.showsMembersOnly
            ? 0..<count
            : isPlain ? Self.member(at: column, to: end, of: bytes) : Self.member(at: column, to: end, of: scalars)
        let from =
            shown.count <= Self.width
            ? shown.lowerBound : max(shown.lowerBound, min(column - 40, shown.upperBound - Self.width))
        let to = min(from + Self.width, shown.upperBound)
        if isPlain {
            text = String(decoding: bytes[from..<max(from, to)], as: UTF8.self)
        } else {
            text = String(String.UnicodeScalarView(scalars[from..<to].map { Excerpt.printable($0) }))
        }
        line = region.start.line
        caret = column - from
        length = max(1, min(lineEnd - column, to - column))
    }

    /// The part of a line that is a value with its key: what stands beside it on the line may be secret.
    /// - Parameter end: where the value ends; nil if that is on another line.
    private static func member<Line: RandomAccessCollection>(
        at column: Int, to end: Int?, of line: Line
    ) -> Range<Int> where Line.Index == Int, Line.Element: ExcerptCharacter {
        let before = line[..<column].lastIndex { $0.separatesMembers }
        var start = before.map { $0 + 1 } ?? 0
        while before != nil, start < column, line[start].isBlank { start += 1 }
        let isContainer = column < line.count && line[column].opensContainer
        let next = isContainer ? column + 1 : line[column...].firstIndex { $0.separatesMembers } ?? line.count
        // A text may hold what separates members elsewhere.
        return start..<max(column, isContainer ? next : end ?? next)
    }

    /// Tabs become a blank; control, format and other invisible characters a visible mark, so that no input can
    /// steer a terminal.
    public static func printable(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        if scalar == "\t" { return " " }
        if 0x20..<0x7F ~= scalar.value { return scalar }
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate: return "\u{FFFD}"
        default: return scalar
        }
    }
}

/// A character of a line: a code point, or in plain text its byte.
private protocol ExcerptCharacter {
    var codePoint: UInt32 { get }
}

extension UInt8: ExcerptCharacter {
    fileprivate var codePoint: UInt32 { UInt32(self) }
}

extension Unicode.Scalar: ExcerptCharacter {
    fileprivate var codePoint: UInt32 { value }
}

extension ExcerptCharacter {
    var isBlank: Bool { codePoint == 0x20 }
    var opensContainer: Bool { codePoint == 0x5B || codePoint == 0x7B }
    /// `{`, `}`, `[`, `]` and the comma.
    var separatesMembers: Bool {
        opensContainer || codePoint == 0x5D || codePoint == 0x7D || codePoint == 0x2C
    }
}
