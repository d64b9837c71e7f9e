import Documents
public import Engine

/// The report for people: what fails with its source, then in few lines what could not be decided, what went wrong and
/// a summary.
public struct TextReport: Sendable {
    private let options: ReportOptions

    public init(options: ReportOptions) { self.options = options }

    public func write(_ result: RunResult, to stream: ReportStream) {
        var page = TextPage(stream: stream)
        let secrets = SecretLines(of: result.findings)
        writeFailures(of: result, secrets: secrets, to: &page)
        UnknownSection(color: options.color, width: options.width).write(result.findings, to: &page)
        let problems = DiagnosticRenderer(color: options.color, width: options.width)
        for var diagnostic in result.warnings + result.errors {
            diagnostic.excerpt = secrets.safe(diagnostic.excerpt, of: diagnostic.file)
            page.section(problems.lines(of: diagnostic))
        }
        page.section(SummarySection(color: options.color, width: options.width).lines(of: result))
    }

    private struct Remedy: Hashable {
        var rule: String
        var text: String?
    }

    private func writeFailures(of result: RunResult, secrets: SecretLines, to page: inout TextPage) {
        let palette = Palette(mode: options.color)
        let renderer = FindingRenderer(color: options.color, width: options.width, secrets: secrets)
        let failures = result.findings.filter(\.isDue)
        for (file, findings) in failures.grouped(by: \.file) {
            let failed = findings.filter { $0.verdict == .fail }
            let errors = findings.count - failed.count
            let counts = [Counting.severities(of: failed), errors == 0 ? "" : Counting.count(errors, "error")]
            page.section([
                palette.paint(PrintableText.line(file), .strong) + ": "
                    + counts.filter { !$0.isEmpty }.joined(separator: ", ")
            ])
            var rules: Set<String> = []
            var remedies: Set<Remedy> = []
            for finding in findings {
                let isRepeated = !rules.insert(finding.rule).inserted
                let isSaid = !remedies.insert(Remedy(rule: finding.rule, text: finding.remedy)).inserted
                page.section(renderer.lines(of: finding, isRepeated: isRepeated, isSaid: isSaid))
            }
        }
    }
}

/// Puts sections of lines below each other with one empty line between them.
struct TextPage {
    private let stream: ReportStream
    private var isEmpty = true

    init(stream: ReportStream) { self.stream = stream }

    mutating func section(_ lines: [String]) {
        guard !lines.isEmpty else { return }
        if !isEmpty { stream.write("\n") }
        isEmpty = false
        for line in lines {
            stream.write(PrintableText.withoutCommands(line))
            stream.write("\n")
        }
    }
}
