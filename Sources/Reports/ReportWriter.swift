public import Documents
public import Engine

/// Writes a result in one of the formats.
public struct ReportWriter: Sendable {
    public let format: ReportFormat
    public let options: ReportOptions

    public init(format: ReportFormat, options: ReportOptions) {
        self.format = format
        self.options = options
    }

    /// Writes the whole report.
    /// - Throws: what the sink refuses, or what the format cannot express.
    public func write(_ result: RunResult, to sink: any ByteSink) throws(Diagnostic) {
        let stream = ReportStream(sink: sink, limit: options.limit)
        switch format {
        case .text: TextReport(options: options).write(result, to: stream)
        case .json: JSONReport(options: options).write(result, to: stream)
        case .sarif: try SARIFReport(options: options).write(result, to: stream)
        case .junit: JUnitReport(options: options).write(result, to: stream)
        case .github: GitHubReport(options: options).write(result, to: stream)
        case .gitlab: try GitLabReport(options: options).write(result, to: stream)
        case .markdown: MarkdownReport(options: options).write(result, to: stream)
        case .html: HTMLReport(options: options).write(result, to: stream)
        case .csv: CSVReport(options: options).write(result, to: stream)
        }
        try stream.finish()
    }
}
