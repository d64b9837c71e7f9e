public import Engine

/// Findings as JSON, each on a line, as they are found: what the findings of `JSONReport` say, with the account.
public struct JSONLinesReport: Sendable {
    private let report: JSONReport
    private let includesPasses: Bool

    public init(options: ReportOptions) {
        report = JSONReport(options: options)
        includesPasses = options.includesPasses
    }

    public func write(_ findings: [Finding], to stream: ReportStream) {
        let json = JSONWriter(stream: stream)
        for finding in findings where includesPasses || finding.verdict != .pass {
            json.object(layout: .inline) {
                json.member("account", ifPresent: finding.account)
                report.write(finding, to: json)
            }
            json.finish()
        }
    }
}
