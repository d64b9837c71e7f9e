import CEL
public import Documents
public import Engine

/// Writes what an expression gave.
///
/// ```
/// false
/// type:  bool
/// steps: 4
///
/// note: `Count` is 9
///  --> notebook.json:1:11
///   |
/// 1 | {"Count": 9}
///   |           ^
/// ```
public struct ExpressionReport {
    /// Whom a report is for.
    public enum Format: String, Sendable, CaseIterable {
        /// People.
        case text
        /// Programs: the value alone, in the form of `TypedJSON`.
        case json
    }

    private let format: Format
    private let renderer: DiagnosticRenderer

    public init(format: Format, color: ColorMode, width: Int = 80) {
        self.format = format
        renderer = DiagnosticRenderer(color: color, width: width)
    }

    /// Writes a value.
    /// - Throws: what the sink refuses.
    public func write(_ result: ExpressionResult, to sink: any ByteSink) throws(Diagnostic) {
        let stream = ReportStream(sink: sink)
        switch format {
        case .json: stream.write(TypedJSON.text(of: result.value) + "\n")
        case .text: writeText(result, to: stream)
        }
        try stream.finish()
    }

    /// Writes why there is no value. People are told elsewhere: on standard error.
    /// - Throws: what the sink refuses.
    public func write(_ failure: ExpressionFailure, to sink: any ByteSink) throws(Diagnostic) {
        guard format == .json else { return }
        let stream = ReportStream(sink: sink)
        stream.write(TypedJSON.text(ofError: failure.message) + "\n")
        try stream.finish()
    }

    private func writeText(_ result: ExpressionResult, to stream: ReportStream) {
        let lines = [
            result.value.description, "type:  \(result.value.typeName)", "steps: \(result.steps)",
        ]
        for line in lines { stream.write(PrintableText.withoutCommands(line) + "\n") }
        for reason in result.reasons { stream.write("\n" + renderer.render(reason)) }
    }
}
