import Documents
import Policies

/// A pack in which a line such as `# ^^^^ message | help` marks a range of the line above and says what is wrong there.
/// The marking lines are no part of the pack; a `#` that stands under the first column of the range is left out. The help
/// may be left out, and so may the end of the message, with `...`.
struct MarkedPack {
    let text: String
    let marks: [Mark]

    struct Mark: CustomStringConvertible {
        var line: Int
        var columns: Range<Int>
        var message: String
        var help: String?

        var description: String { "\(line):\(columns.lowerBound)-\(columns.upperBound) \(message) | \(help ?? "")" }

        func matches(_ other: Mark) -> Bool {
            let begins = message.hasSuffix("...") ? message.dropLast(3).trimmingSuffix(while: { $0 == " " }) : nil
            let isSame = begins.map { other.message.hasPrefix($0) } ?? (other.message == message)
            return line == other.line && columns == other.columns && isSame && (help == nil || help == other.help)
        }
    }

    init(_ marked: String) {
        var lines: [String] = []
        var marks: [Mark] = []
        for line in marked.split(separator: "\n", omittingEmptySubsequences: false) {
            guard let start = line.firstIndex(of: "^"), line[..<start].allSatisfy({ $0 == " " || $0 == "#" }) else {
                lines.append(String(line))
                continue
            }
            let carets = line[start...].prefix { $0 == "^" }
            let column = line.distance(from: line.startIndex, to: start) + 1
            let words = line[carets.endIndex...].drop { $0 == " " }.split(separator: " | ", maxSplits: 1).map(
                String.init)
            marks.append(
                Mark(
                    line: lines.count, columns: column..<column + carets.count, message: words[0],
                    help: words.count > 1 ? words[1] : nil))
        }
        text = lines.joined(separator: "\n")
        self.marks = marks
    }

    /// Everything that is said about the pack.
    func issues() -> [Mark] {
        let symbols = SymbolTable()
        let source = SourceText(name: "pack.yaml", text: text)
        do throws(Diagnostic) {
            let (pack, issues) = PolicyPack.decode(try PolicyFile.parse(source, symbols: symbols))
            return (pack.map { issues + RuleCompiler.compile($0, symbols: symbols).issues } ?? issues).map { Mark($0) }
        } catch {
            return [Mark(error)]
        }
    }
}

extension MarkedPack.Mark {
    init(_ diagnostic: Diagnostic) {
        let start = diagnostic.region?.start
        let end = diagnostic.region?.end
        let first = start?.column ?? 0
        let isOneLine = start?.line == end?.line
        // What ends on another line is marked by its first line, what is empty by one caret.
        let last = isOneLine ? max(end?.column ?? 0, first + 1) : first + (diagnostic.excerpt?.length ?? 1)
        self.init(
            line: start?.line ?? 0, columns: first..<last, message: diagnostic.message, help: diagnostic.help)
    }
}

extension Substring {
    fileprivate func trimmingSuffix(while isLeftOut: (Character) -> Bool) -> Substring {
        var text = self
        while let last = text.last, isLeftOut(last) { text.removeLast() }
        return text
    }
}
