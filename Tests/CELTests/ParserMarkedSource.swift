import CEL

/// A sample with the place of an issue marked inside: `a «=» b`.
struct MarkedSource {
    var text: String
    /// Byte ranges between marks, in order.
    var ranges: [Range<Int>]

    init(_ marked: String) {
        var text = ""
        var ranges: [Range<Int>] = []
        var start = 0
        for scalar in marked.unicodeScalars {
            switch scalar {
            case "«": start = text.utf8.count
            case "»": ranges.append(start..<text.utf8.count)
            default: text.unicodeScalars.append(scalar)
            }
        }
        self.text = text
        self.ranges = ranges
    }
}

/// Parsing and checking for tests: what went wrong, or nothing.
func issues(parsing source: String, options: ParserOptions = ParserOptions()) -> [Issue] {
    do throws(CompilationError) {
        _ = try ExpressionTree(parsing: source, options: options)
        return []
    } catch {
        return error.issues
    }
}

/// The errors, or else the warnings.
func issues(checking source: String, against declarations: Declarations) -> [Issue] {
    do throws(CompilationError) {
        return try CheckedExpression(checking: try ExpressionTree(parsing: source), against: declarations).warnings
    } catch {
        return error.issues
    }
}
