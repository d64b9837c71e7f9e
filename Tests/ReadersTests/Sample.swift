import Documents
import Readers
import Resources
import Testing

/// A text in which lines such as `#    ^^^^ label` mark a range of the line above. The marking lines are no part of the
/// text; at the start of a line the `#` is left out.
struct Sample {
    let text: String
    /// Line and columns, counted from 1; the end is exclusive.
    let marks: [String: Mark]

    struct Mark: Hashable, CustomStringConvertible {
        var line: Int
        var columns: Range<Int>

        var description: String { "\(line):\(columns.lowerBound)-\(columns.upperBound)" }
    }

    init(_ marked: String) {
        var lines: [String] = []
        var marks: [String: Mark] = [:]
        for line in marked.split(separator: "\n", omittingEmptySubsequences: false) {
            if let start = line.firstIndex(of: "^"), line[..<start].allSatisfy({ $0 == " " || $0 == "#" }) {
                let carets = line[start...].prefix { $0 == "^" }
                let column = line.distance(from: line.startIndex, to: start) + 1
                let label = line[carets.endIndex...].drop { $0 == " " }
                marks[String(label)] = Mark(line: lines.count, columns: column..<column + carets.count)
            } else {
                lines.append(String(line))
            }
        }
        text = lines.joined(separator: "\n")
        self.marks = marks
    }

    func source(name: String = "sample.yaml") -> SourceText { SourceText(name: name, text: text) }

    func read(as form: InputForm? = nil) throws -> Input { try ReadersTests.read(text, as: form) }

    /// The range of the text that a label marks.
    func mark(of range: Range<Int>) -> Mark { Mark(LineTable(source()).region(of: range)) }
}

extension Sample.Mark {
    init(_ region: SourceRegion) {
        self.init(
            line: region.start.line,
            columns: region.start.column..<(region.end.line == region.start.line ? region.end.column : Int.max))
    }
}

/// Reads a text with a symbol table of its own.
func read(_ text: String, name: String = "sample.yaml", as form: InputForm? = nil) throws -> Input {
    try InputReader().read(SourceText(name: name, text: text), as: form, symbols: SymbolTable())
}

extension Input {
    func resource(_ name: String) throws -> Resource { try #require(resources.first { $0.name == name }) }

    var errors: [Diagnostic] { diagnostics.filter { $0.severity == .error } }
    var warnings: [Diagnostic] { diagnostics.filter { $0.severity == .warning } }
}

extension Resource {
    /// The value at a path such as `ProductionVariants.0.ModelName`.
    subscript(path: String) -> NodeView? {
        path.split(separator: ".").reduce(properties) { node, step in
            if let index = Int(step) { return node?.children.dropFirst(index).first { _ in true } }
            return node?[String(step)]
        }
    }

    /// What the value at a path stands for.
    func resolution(_ path: String) throws -> Resolution {
        let node = try #require(self[path])
        guard node.node.flags.contains(.deferred) else { return .value(node) }
        return try #require(resolver).resolve(node)
    }
}

extension Resolution {
    /// A short form for tables of expectations.
    var summary: String {
        switch self {
        case .value(let view): view.summary
        case .absent: "absent"
        case .reference(let reference): "-> " + reference.target + (reference.attribute.map { ".\($0)" } ?? "")
        case .unknown(let reason, let mayBeAbsent): "unknown\(mayBeAbsent ? "?" : ""): \(reason)"
        }
    }
}

extension NodeView {
    /// The value in the manner of JSON, without quotes.
    var summary: String {
        switch kind {
        case .list: "[" + children.map(\.summary).joined(separator: ", ") + "]"
        case .map: "{" + children.map { "\($0.key): \($0.summary)" }.joined(separator: ", ") + "}"
        case .unknown: "(unknown)"
        default: text ?? ""
        }
    }
}
