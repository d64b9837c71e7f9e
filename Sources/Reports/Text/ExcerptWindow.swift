import Documents

/// The part of an excerpt that fits into the columns at hand, with the place of the caret in columns.
struct ExcerptWindow {
    /// Without trailing blanks; `…` where the line goes on.
    let text: String
    /// How many columns stand before the caret.
    let indent: Int
    /// How many columns the caret underlines.
    let length: Int

    private static let ellipsis: Unicode.Scalar = "…"
    /// How much of the line is shown before the caret when it does not fit.
    private static let context = 20

    init(_ excerpt: Excerpt, width: Int) {
        let scalars = Array(excerpt.text.unicodeScalars)
        let caret = min(max(excerpt.caret, 0), scalars.count)
        let end = min(caret + max(excerpt.length, 1), max(scalars.count, caret + 1))
        var from = 0
        if Self.width(of: scalars[...]) > width, Self.width(of: scalars[..<min(end, scalars.count)]) >= width {
            from = max(0, caret - Self.context)
        }
        var to = from
        var columns = from > 0 ? 1 : 0
        while to < scalars.count {
            let next = DisplayWidth.of(scalars[to])
            let reserve = to + 1 < scalars.count ? 1 : 0
            if columns + next + reserve > width { break }
            columns += next
            to += 1
        }
        var shown = Array(scalars[from..<to])
        if from > 0 { shown.insert(Self.ellipsis, at: 0) }
        if to < scalars.count { shown.append(Self.ellipsis) }
        while let last = shown.last, last == " " { shown.removeLast() }
        text = String(String.UnicodeScalarView(shown))
        indent = Self.width(of: scalars[from..<max(from, min(caret, to))]) + (from > 0 ? 1 : 0)
        let underlined = caret < to ? Self.width(of: scalars[caret..<min(end, to)]) : 1
        length = max(1, min(underlined, width - indent))
    }

    private static func width(of scalars: ArraySlice<Unicode.Scalar>) -> Int {
        scalars.reduce(0) { $0 + DisplayWidth.of($1) }
    }
}
