public import Documents

/// Renders problems of inputs, policies and usage for people: the one place that does.
///
/// ```
/// error: unknown severity `hihg`: expected one of info, low, medium, high, critical
///  --> policies/compute.yaml:9:15
///   |
/// 9 |     severity: hihg
///   |               ^^^^
///   |
///   = help: did you mean `high`?
/// ```
public struct DiagnosticRenderer: Sendable {
    private let color: ColorMode
    private let width: Int

    public init(color: ColorMode, width: Int = 80) {
        self.color = color
        self.width = width
    }

    /// The text of a diagnostic, each line ended by a line break.
    public func render(_ diagnostic: Diagnostic) -> String {
        var lines = TextLines(color: color)
        MessageBlockRenderer(color: color, width: width).write(block(of: diagnostic), to: &lines)
        return String(decoding: lines.bytes, as: UTF8.self)
    }

    func lines(of diagnostic: Diagnostic) -> [String] {
        MessageBlockRenderer(color: color, width: width).lines(of: block(of: diagnostic))
    }

    private func block(of diagnostic: Diagnostic) -> MessageBlock {
        MessageBlock(
            label: diagnostic.severity.rawValue, style: style(of: diagnostic.severity), message: diagnostic.message,
            file: diagnostic.file, position: diagnostic.region?.start, excerpt: diagnostic.excerpt,
            notes: diagnostic.help.map { [MessageBlock.Note("help", $0)] } ?? [])
    }

    private func style(of severity: Diagnostic.Severity) -> Style {
        switch severity {
        case .error: .red
        case .warning: .yellow
        case .note: .cyan
        }
    }
}
