public import Engine

/// What the exceptions of a repository do, for people and for programs.
public struct ExceptionReport: Sendable {
    public enum Format: String, CaseIterable, Sendable {
        case text, json, markdown, csv
    }

    private let listing: ExceptionListing
    private let format: Format

    public init(_ listing: ExceptionListing, format: Format) {
        self.listing = listing
        self.format = format
    }

    public func write(to stream: ReportStream) {
        switch format {
        case .text:
            let lines = listing.text.split(separator: "\n", omittingEmptySubsequences: false)
            stream.write(lines.map { PrintableText.withoutCommands(String($0)) }.joined(separator: "\n"))
        case .json: writeJSON(to: stream)
        case .markdown: writeMarkdown(to: stream)
        case .csv: writeCSV(to: stream)
        }
    }

    private func writeJSON(to stream: ReportStream) {
        let json = JSONWriter(stream: stream)
        json.object {
            json.member("schema", "proviso-exceptions/1")
            json.array("exceptions") {
                for record in listing.records {
                    json.object {
                        json.member("state", record.state.rawValue)
                        json.member("file", record.file)
                        json.member("line", record.line)
                        json.member("rules", record.rules)
                        json.member("resources", record.resources)
                        json.member("files", record.files)
                        if !record.tags.isEmpty { json.member("tags", record.tags) }
                        json.member("findings", record.findings)
                        json.member("until", ifPresent: record.until)
                        json.member("owner", record.owner)
                        json.member("ticket", ifPresent: record.ticket)
                        json.member("reason", record.reason)
                    }
                }
            }
        }
        json.finish()
    }

    private static let columns: [(name: String, value: @Sendable (ExceptionListing.Record) -> String)] = [
        ("state", { $0.state.rawValue }), ("rules", { $0.rules.joined(separator: ", ") }),
        ("resources", { ($0.resources + $0.tags).joined(separator: ", ") }),
        ("files", { $0.files.joined(separator: ", ") }),
        ("findings", { String($0.findings) }), ("until", { $0.until ?? "" }), ("owner", { $0.owner }),
        ("ticket", { $0.ticket ?? "" }), ("reason", { $0.reason }), ("place", { "\($0.file):\($0.line)" }),
    ]

    private func writeCSV(to stream: ReportStream) {
        stream.write(CSVReport.line(Self.columns.map(\.name)))
        for record in listing.records { stream.write(CSVReport.line(Self.columns.map { $0.value(record) })) }
    }

    private func writeMarkdown(to stream: ReportStream) {
        stream.write("## Exceptions\n\n")
        let records = listing.records
        guard !records.isEmpty else { return stream.write("There are none.\n") }
        func row(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |\n" }
        stream.write(row(Self.columns.map(\.name)) + row(Self.columns.map { _ in "---" }))
        for record in records { stream.write(row(Self.columns.map { MarkdownReport.escaped($0.value(record)) })) }
    }
}
