import Documents
public import Engine

/// The report for job summaries and comments: a table of what fails, the gravest first, then lists.
///
/// It keeps below the 65,536 characters that GitHub takes of a comment.
public struct MarkdownReport: Sendable {
    /// How many bytes of table rows are written.
    private static let rowLimit = 45_000
    /// How many bytes of lists are written behind them.
    private static let listBytes = 12_000
    /// How many problems and reasons are listed.
    private static let listLimit = 100
    /// How many characters of one text are written.
    private static let textLimit = 2_000

    private let options: ReportOptions

    public init(options: ReportOptions) { self.options = options }

    public func write(_ result: RunResult, to stream: ReportStream) {
        let failures = result.findings.enumerated()
            .filter { $0.element.isDue }
            .sorted { ($1.element.severity, $0.offset) < ($0.element.severity, $1.offset) }.map(\.element)
        stream.write("## Proviso\n\n")
        writeSummary(of: result, to: stream)
        writeTable(of: failures, to: stream)
        let unknown = result.findings.filter { $0.verdict == .unknown }.grouped { $0.reason ?? $0.message }
        var left = Self.listBytes
        writeList(
            "Could not be decided", unknown.map { ($0.key, Counting.count($0.elements.count, "verdict")) }, &left,
            stream)
        writeList("Errors", result.errors.map { ($0.message, place($0.file, $0.region)) }, &left, stream)
        writeList("Warnings", result.warnings.map { ($0.message, place($0.file, $0.region)) }, &left, stream)
    }

    private func writeSummary(of result: RunResult, to stream: ReportStream) {
        for line in SummarySection(color: .never, width: .max / 2).lines(of: result) {
            guard let colon = line.firstIndex(of: ":") else { continue }
            let value = line[line.index(after: colon)...].drop { $0 == " " }
            stream.write("- **\(line[..<colon])**: \(Self.escaped(String(value)))\n")
        }
    }

    private func writeTable(of findings: [Finding], to stream: ReportStream) {
        guard !findings.isEmpty else { return }
        stream.write("\n| Severity | Finding | Resource | Place |\n|---|---|---|---|\n")
        var written = 0
        for (index, finding) in findings.enumerated() {
            let row = row(of: finding)
            written += row.utf8.count
            if written > Self.rowLimit {
                stream.write("\n\(Counting.count(findings.count - index, "more finding")) not shown.\n")
                return
            }
            stream.write(row)
        }
    }

    private func row(of finding: Finding) -> String {
        var parts = [finding.message]
        if finding.verdict == .error, let reason = finding.reason { parts.append(reason) }
        if !finding.scenarios.isEmpty { parts.append("when " + finding.scenarioText) }
        if let remedy = finding.remedy { parts.append(remedy) }
        parts.append(finding.rule)
        let cells = [
            finding.verdict == .error ? "error" : finding.severity.rawValue,
            parts.map(Self.escaped).joined(separator: "<br>"), Self.escaped(finding.resource.name),
            Self.escaped(place(finding.file, finding.region)),
        ]
        return "| " + cells.joined(separator: " | ") + " |\n"
    }

    private func writeList(
        _ title: String, _ items: [(text: String, detail: String)], _ left: inout Int, _ stream: ReportStream
    ) {
        guard !items.isEmpty else { return }
        stream.write("\n### \(title)\n\n")
        for (index, (text, detail)) in items.enumerated() {
            let line = "- \(Self.escaped(text))" + (detail.isEmpty ? "" : " (\(Self.escaped(detail)))") + "\n"
            left -= line.utf8.count
            guard index < Self.listLimit, left >= 0 else { return stream.write("- and \(items.count - index) more\n") }
            stream.write(line)
        }
    }

    private func place(_ file: String, _ region: SourceRegion?) -> String {
        options.paths.name(of: file) + (region.map { ":\($0.start.line)" } ?? "")
    }

    /// The characters that mean something in Markdown or HTML.
    private static let special = Set("\\`*_{}[]<>|~&!$".unicodeScalars)

    /// Whether code hosts make a link or a mention of what follows, even if it is written as a character reference; an
    /// empty comment keeps them from it.
    private static func makesLink(_ scalars: [Unicode.Scalar], at index: Int) -> Bool {
        switch scalars[index] {
        case "@", "#": true
        case ":": index + 1 < scalars.count && !("0"..."9").contains(scalars[index + 1]) && scalars[index + 1] != " "
        case ".": index > 0 && (scalars[index - 1] == "w" || scalars[index - 1] == "W")
        default: false
        }
    }

    /// The text as it is: no markup, no link, no mention of a person or an issue.
    static func escaped(_ text: String) -> String {
        var escaped = ""
        let scalars = Array(PrintableText.cut(PrintableText.line(text), to: textLimit).unicodeScalars)
        for (index, scalar) in scalars.enumerated() {
            if special.contains(scalar) {
                escaped += "&#\(scalar.value);"
            } else if makesLink(scalars, at: index) {
                escaped += "&#\(scalar.value);<!-- -->"
            } else {
                escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}
