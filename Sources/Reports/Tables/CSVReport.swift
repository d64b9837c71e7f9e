public import Engine

/// The report for spreadsheets: a line for each finding, in the form of RFC 4180.
///
/// Cells that a spreadsheet would take for a formula start with an apostrophe.
public struct CSVReport: Sendable {
    private let options: ReportOptions

    /// What spreadsheets begin a formula with; some take the wide forms for the same, and blanks in front for nothing.
    private static let formulaMarks: [Unicode.Scalar] = ["=", "+", "-", "@", "＝", "＋", "－", "＠"]

    public init(options: ReportOptions) { self.options = options }

    private static let columns: [(name: String, value: @Sendable (Finding) -> String)] = [
        ("severity", { $0.severity.rawValue }), ("verdict", { $0.verdict.rawValue }), ("rule", { $0.rule }),
        ("title", { $0.title }), ("message", { $0.message }), ("reason", { $0.reason ?? "" }),
        ("remedy", { $0.remedy ?? "" }), ("resource_type", { $0.resource.type }),
        ("resource_name", { $0.resource.name }), ("resource_id", { $0.resource.id }), ("file", { $0.file }),
        ("line", { String($0.region.start.line) }), ("column", { String($0.region.start.column) }),
        ("path", { $0.path }),
        ("evidence", { $0.evidence.map { "\($0.path) = \($0.value)" }.joined(separator: "; ") }),
        ("scenario", { $0.scenarios.map(\.cell).joined(separator: " | ") }),
        ("status", { $0.status.rawValue }), ("suppression", { $0.suppression?.sentence ?? "" }),
        ("fingerprint", { $0.fingerprint }),
    ]

    public func write(_ result: RunResult, to stream: ReportStream) {
        stream.write(Self.line(Self.columns.map(\.name)))
        for finding in result.findings where options.includesPasses || finding.verdict != .pass {
            stream.write(Self.line(Self.columns.map { $0.value(finding) }))
        }
    }

    /// One line of such a table, with its end.
    package static func line(_ cells: [String]) -> String { cells.map(escaped).joined(separator: ",") + "\r\n" }

    private static func escaped(_ text: String) -> String {
        var cell = PrintableText.withoutMarks(PrintableText.line(text))
        if let first = cell.unicodeScalars.first(where: { $0 != " " }), formulaMarks.contains(first) {
            cell = "'" + cell
        }
        guard cell.utf8.contains(where: { ",\"".utf8.contains($0) }) else { return cell }
        return "\"" + cell.replacing("\"", with: "\"\"") + "\""
    }
}

extension FindingScenario {
    /// `Env = prod; Region = eu-west-1`.
    fileprivate var cell: String {
        values.sorted { $0.key < $1.key }.map { "\($0.key) = \($0.value)" }.joined(separator: "; ")
    }
}
