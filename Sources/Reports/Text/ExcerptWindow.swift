import Documents

/// The part of an excerpt that fits into the columns at hand, with the place of the caret in columns.
struct ExcerptWindow {
    /// Without trailing blanks; `…` where the line goes on.
    let text: String
    /// How many columns stand before the caret.
    let indent: Int
    /// How many columns the caret underlines.
    let length: Int

    private static let ellipsis = "…"
    /// How much of the line is shown before the caret when it does not fit.
    private static let context = 20

    init(_ excerpt: Excerpt, width: Int) {
        let scalars = ExcerptScalars(excerpt.text)
        let caret = min(max(excerpt.caret, 0), scalars.count)
        let end = min(caret + max(excerpt.length, 1), max(scalars.count, caret + 1))
        var from = 0
        if scalars.width(of: 0..<scalars.count) > width, scalars.width(of: 0..<min(end, scalars.count)) >= width {
            from = max(0, caret - Self.context)
        }
        var to = from
        var columns = from > 0 ? 1 : 0
        while to < scalars.count {
            let next = scalars.width(at: to)
            let reserve = to + 1 < scalars.count ? 1 : 0
            if columns + next + reserve > width { break }
            columns += next
            to += 1
        }
        let isCut = to < scalars.count
        let shown = scalars.text(of: from..<to, withoutTrailingBlanks: !isCut)
        text = (from > 0 ? Self.ellipsis : "") + shown + (isCut ? Self.ellipsis : "")
        indent = scalars.width(of: from..<max(from, min(caret, to))) + (from > 0 ? 1 : 0)
        let underlined = caret < to ? scalars.width(of: caret..<min(end, to)) : 1
        length = max(1, min(underlined, width - indent))
    }
}

/// The code points of an excerpt; most are plain text, whose bytes they are.
private struct ExcerptScalars {
    private let plain: Substring.UTF8View
    private let scalars: [Unicode.Scalar]
    let count: Int

    init(_ text: String) {
        let isPlain = text.hasOnly { $0 < 0x80 }
        plain = Substring(isPlain ? text : "").utf8
        scalars = isPlain ? [] : Array(text.unicodeScalars)
        count = isPlain ? plain.count : scalars.count
    }

    private var isPlain: Bool { scalars.isEmpty }

    func width(at index: Int) -> Int { isPlain ? 1 : DisplayWidth.of(scalars[index]) }

    func width(of range: Range<Int>) -> Int {
        isPlain ? range.count : scalars[range].reduce(0) { $0 + DisplayWidth.of($1) }
    }

    func text(of range: Range<Int>, withoutTrailingBlanks: Bool) -> String {
        guard isPlain else {
            var shown = scalars[range]
            while withoutTrailingBlanks, shown.last == " " { shown.removeLast() }
            return String(String.UnicodeScalarView(shown))
        }
        var shown = plain.dropFirst(range.lowerBound).prefix(range.count)
        while withoutTrailingBlanks, shown.last == UInt8(ascii: " ") { shown.removeLast() }
        return String(Substring(shown))
    }
}
