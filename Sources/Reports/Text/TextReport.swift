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
        page.section(CostSection(color: options.color, width: options.width).lines(of: result.findings))
        page.section(SummarySection(color: options.color, width: options.width).lines(of: result))
    }

    private func writeFailures(of result: RunResult, secrets: SecretLines, to page: inout TextPage) {
        let palette = Palette(mode: options.color)
        let renderer = FindingRenderer(color: options.color, width: options.width, secrets: secrets)
        // By position, as findings are large.
        let failures = result.findings.indices.filter { result.findings[$0].isDue }
        for (file, failures) in failures.grouped(by: { result.findings[$0].file }) {
            let failed = failures.filter { result.findings[$0].verdict == .fail }
            let errors = failures.count - failed.count
            let severities = Counting.list(failed.map { result.findings[$0].severity })
            let counts = [severities, errors == 0 ? "" : Counting.count(errors, "error")]
            page.section([
                palette.paint(PrintableText.line(file), .strong) + ": "
                    + counts.filter { !$0.isEmpty }.joined(separator: ", ")
            ])
            var rules: Set<String> = []
            var remedies: Set<String> = []
            for index in failures {
                let (rule, remedy) = (result.findings[index].rule, result.findings[index].remedy)
                let isRepeated = !rules.insert(rule).inserted
                let isSaid = remedy.map { !remedies.insert(rule + "\n" + $0).inserted } ?? true
                page.section(color: options.color) { lines in
                    renderer.write(result.findings[index], isRepeated: isRepeated, isSaid: isSaid, to: &lines)
                }
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
        section(color: .never) { section in
            for line in lines {
                section.add(line)
                section.end()
            }
        }
    }

    /// A section of one line at least.
    mutating func section(color: ColorMode, _ write: (inout TextLines) -> Void) {
        var lines = TextLines(color: color)
        write(&lines)
        if !isEmpty { stream.write("\n") }
        isEmpty = false
        stream.write(lines.bytes)
    }
}
