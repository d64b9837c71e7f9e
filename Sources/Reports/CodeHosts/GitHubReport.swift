import Documents
public import Engine
import Policies

/// The report as workflow commands, which GitHub shows as annotations beside the code.
///
/// GitHub takes ten of each kind from a step: the gravest come first, and a last line says how many are left out. The
/// Markdown report is the one for the summary of the job.
/// - SeeAlso: https://docs.github.com/actions/reference/workflow-commands-for-github-actions
public struct GitHubReport: Sendable {
    /// How many annotations of a kind GitHub takes from one step.
    private static let limit = 10

    /// How many of the values that decided a verdict are listed.
    private static let evidenceLimit = 6

    /// How many characters GitHub keeps of a message.
    /// - SeeAlso: `_maxIssueMessageLength` in `src/Runner.Worker/ExecutionContext.cs` of actions/runner
    private static let messageLimit = 4_000
    /// How many it shows of a title.
    private static let titleLimit = 250

    private let options: ReportOptions

    public init(options: ReportOptions) { self.options = options }

    private struct Annotation {
        var kind: Kind
        var file: String
        var region: SourceRegion?
        var title: String
        var message: String

        enum Kind: String {
            case error, warning, notice

            init(_ severity: Severity) {
                switch severity {
                case .critical, .high: self = .error
                case .medium: self = .warning
                case .low, .info: self = .notice
                }
            }
        }
    }

    public func write(_ result: RunResult, to stream: ReportStream) {
        let annotations = problems(of: result) + findings(of: result)
        var omitted = 0
        for (_, annotations) in annotations.grouped(by: \.kind) {
            for annotation in annotations.prefix(Self.limit) { stream.write(command(for: annotation) + "\n") }
            omitted += max(0, annotations.count - Self.limit)
        }
        if omitted > 0 {
            stream.write(Counting.count(omitted, "more finding") + " not shown: a step has ten annotations of a kind\n")
        }
        for line in SummarySection(color: .never, width: options.width).lines(of: result) {
            stream.write(PrintableText.withoutCommands(line) + "\n")
        }
    }

    private func problems(of result: RunResult) -> [Annotation] {
        (result.errors + result.warnings).map { diagnostic in
            Annotation(
                kind: diagnostic.severity == .error ? .error : .warning, file: diagnostic.file,
                region: diagnostic.region, title: "proviso",
                message: diagnostic.message + (diagnostic.help.map { "\nhelp: " + $0 } ?? ""))
        }
    }

    private func findings(of result: RunResult) -> [Annotation] {
        let shown = result.findings.enumerated().filter { _, finding in
            switch finding.verdict {
            case .fail, .error: finding.isDue
            case .unknown: finding.isUndetermined && finding.status == .new
            case .pass, .suppressed: false
            }
        }
        let ranked = shown.sorted { ($1.element.severity, $0.offset) < ($0.element.severity, $1.offset) }
        return ranked.map { _, finding in
            var lines = [finding.verdict == .fail ? finding.message : finding.reason ?? finding.message]
            lines.append("resource: " + finding.resource.description)
            lines += finding.evidence.prefix(Self.evidenceLimit).map { evidence in
                "value: " + (evidence.path == finding.path ? "" : "\(evidence.path) = ") + evidence.value
            }
            if let expected = finding.expected { lines.append("expected: " + expected) }
            if !finding.scenarios.isEmpty { lines.append("when: " + finding.scenarioText) }
            if let remedy = finding.remedy { lines.append("help: " + remedy) }
            return Annotation(
                kind: kind(of: finding), file: finding.file,
                region: finding.tightRegion, title: finding.rule,
                message: lines.joined(separator: "\n"))
        }
    }

    private func kind(of finding: Finding) -> Annotation.Kind {
        if finding.isReportedOnly { return .notice }
        return finding.verdict == .error ? .error : Annotation.Kind(finding.severity)
    }

    private func command(for annotation: Annotation) -> String {
        var properties: [(String, String)] = []
        if options.paths.place(of: annotation.file) != .nowhere {
            properties.append(("file", options.paths.name(of: annotation.file)))
            if let region = annotation.region {
                properties.append(("line", String(region.start.line)))
                properties.append(("endLine", String(region.end.line)))
                // GitHub refuses columns of a region that spans lines.
                if region.start.line == region.end.line {
                    properties.append(("col", String(region.start.column)))
                    properties.append(("endColumn", String(region.end.column)))
                }
            }
        }
        properties.append(("title", PrintableText.cut(annotation.title, to: Self.titleLimit)))
        let list = properties.map { "\($0)=\(escaped($1, alsoIn: ":,"))" }.joined(separator: ",")
        let message = PrintableText.cut(annotation.message, to: Self.messageLimit)
        let lines = message.split(separator: "\n").map { escaped(String($0), alsoIn: "") }
        return "::\(annotation.kind.rawValue) \(list)::\(lines.joined(separator: "%0A"))"
    }

    /// The text with the characters that mean something in a command written as their codes.
    private func escaped(_ text: String, alsoIn others: String) -> String {
        var escaped = ""
        for scalar in PrintableText.withoutMarks(PrintableText.line(text)).unicodeScalars {
            if scalar == "%" || others.unicodeScalars.contains(scalar) {
                escaped += "%" + String(scalar.value, radix: 16, uppercase: true)
            } else {
                escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}
