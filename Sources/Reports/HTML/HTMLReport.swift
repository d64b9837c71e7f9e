import Documents
public import Engine
import Policies

/// The report for people as one page: no other file is loaded, and without JavaScript all of it can be read.
public struct HTMLReport: Sendable {
    private let options: ReportOptions

    public init(options: ReportOptions) { self.options = options }

    public func write(_ result: RunResult, to stream: ReportStream) {
        let shown = result.findings.filter { $0.verdict != .pass || options.includesPasses }
        let secrets = SecretLines(of: result.findings)
        stream.write(HTMLPage.head(title: "Proviso report"))
        stream.write("<header><h1>Proviso report</h1><p>\(headline(of: shown))</p></header>\n<main>\n")
        writeSummary(of: result, to: stream)
        writeCharts(of: shown, to: stream)
        stream.write(HTMLCost(totals: CostTotals.of(result.findings), bill: result.bill).html)
        writeFilters(of: shown, to: stream)
        stream.write("<section id=\"findings\" aria-label=\"Findings\">\n<h2>Findings</h2>\n")
        stream.write(shown.isEmpty ? "<p>Nothing to report.</p>\n" : "<p id=\"none\" hidden>No finding matches.</p>\n")
        let cards = HTMLFinding(paths: options.paths, secrets: secrets)
        for (file, findings) in shown.grouped(by: \.file) {
            let name = HTML.text(options.paths.name(of: file))
            stream.write("<details class=\"file\" open><summary>\(name) <span>\(findings.count)</span></summary>\n")
            for finding in Self.gravestFirst(findings) { stream.write(cards.html(of: finding)) }
            stream.write("</details>\n")
        }
        stream.write("</section>\n")
        writeProblems("Errors", result.errors, to: stream)
        writeProblems("Warnings", result.warnings, to: stream)
        writeSkipped(result.skipped, to: stream)
        stream.write(
            "</main>\n<footer>proviso \(HTML.text(options.version))</footer>\n\(HTMLPage.script)</body>\n</html>\n")
    }

    private static func gravestFirst(_ findings: [Finding]) -> [Finding] {
        findings.enumerated().sorted { left, right in
            (left.element.verdict.order, right.element.severity, left.offset)
                < (right.element.verdict.order, left.element.severity, right.offset)
        }.map(\.element)
    }

    private func headline(of findings: [Finding]) -> String {
        let failures = findings.filter { $0.verdict == .fail }
        guard !failures.isEmpty else { return "No violations." }
        let files = Set(failures.map(\.file)).count
        return HTML.text(
            "\(Counting.count(failures.count, "violation")) in \(Counting.count(files, "file")): "
                + Counting.list(failures.map(\.severity)) + ".")
    }

    private func writeSummary(of result: RunResult, to stream: ReportStream) {
        let verdicts = Verdict.allCases.map { ($0.rawValue, result.verdicts[$0, default: 0]) }
        let counts =
            [("files", result.fileCount), ("resources", result.resourceCount), ("rules", result.rules.count)] + verdicts
        stream.write("<dl class=\"summary\" aria-label=\"Summary\">\n")
        for (name, count) in counts {
            stream.write("<div class=\"v-\(name)\"><dt>\(name)</dt><dd>\(count)</dd></div>\n")
        }
        stream.write("</dl>\n")
        stream.write(
            "<p class=\"note\">A verdict is of one rule on one resource; one that fails may have several violations.</p>\n"
        )
    }

    private func writeCharts(of findings: [Finding], to stream: ReportStream) {
        let failures = findings.filter { $0.verdict == .fail }
        guard !failures.isEmpty else { return }
        let severities = Severity.allCases.reversed().map { severity in
            HTMLChart.Bar(name: severity.rawValue, count: failures.count { $0.severity == severity })
        }
        stream.write("<section class=\"charts\" aria-label=\"Charts\">\n")
        stream.write(HTMLChart(title: "By severity", bars: severities.filter { $0.count > 0 }).html)
        stream.write(HTMLChart(title: "By pack", counting: failures.map { String($0.rule.prefix { $0 != "/" }) }).html)
        stream.write(HTMLChart(title: "By owner", counting: failures.map { $0.owner ?? "(none)" }).html)
        stream.write(HTMLChart(title: "By account", counting: failures.map { $0.account ?? "(not known)" }).html)
        stream.write("</section>\n")
    }

    /// Shown by the script, without which they could do nothing.
    private func writeFilters(of findings: [Finding], to stream: ReportStream) {
        guard !findings.isEmpty else { return }
        stream.write(
            "<form id=\"filters\" hidden aria-label=\"Filters\">\n<label>Search <input type=\"search\" id=\"q\"></label>\n"
        )
        let severities = Severity.allCases.reversed().filter { severity in findings.contains { $0.severity == severity }
        }
        writeChoices("severity", severities.map(\.rawValue), to: stream)
        let verdicts = Verdict.allCases.filter { verdict in findings.contains { $0.verdict == verdict } }
        writeChoices("verdict", verdicts.map(\.rawValue), to: stream)
        stream.write("<output id=\"count\"></output>\n</form>\n")
    }

    private func writeChoices(_ name: String, _ values: [String], to stream: ReportStream) {
        stream.write("<fieldset><legend>\(name)</legend>\n")
        for value in values {
            stream.write(
                "<label><input type=\"checkbox\" name=\"\(name)\" value=\"\(value)\" checked> \(value)</label>\n")
        }
        stream.write("</fieldset>\n")
    }

    private func writeProblems(_ title: String, _ problems: [Diagnostic], to stream: ReportStream) {
        guard !problems.isEmpty else { return }
        stream.write("<section>\n<h2>\(title)</h2>\n<ul>\n")
        for problem in problems {
            let place = options.paths.name(of: problem.file) + (problem.region.map { ":\($0.start.line)" } ?? "")
            let help = problem.help.map { "<br><small>\(HTML.text($0))</small>" } ?? ""
            stream.write("<li>\(HTML.text(problem.message)) <code>\(HTML.text(place))</code>\(help)</li>\n")
        }
        stream.write("</ul>\n</section>\n")
    }

    private func writeSkipped(_ skipped: [SkippedFile], to stream: ReportStream) {
        guard !skipped.isEmpty else { return }
        stream.write("<details><summary>\(Counting.count(skipped.count, "file")) not judged</summary>\n<ul>\n")
        for file in skipped {
            let name = options.paths.name(of: file.file)
            stream.write("<li><code>\(HTML.text(name))</code> \(HTML.text(file.reason))</li>\n")
        }
        stream.write("</ul>\n</details>\n")
    }
}

extension Verdict {
    /// The order in which people want to see them.
    fileprivate var order: Int {
        switch self {
        case .error: 0
        case .fail: 1
        case .unknown: 2
        case .suppressed: 3
        case .pass: 4
        }
    }
}

/// Text as HTML.
package enum HTML {
    /// The text on one line, as the content of an element or the value of an attribute in double quotes.
    package static func text(_ text: String) -> String {
        var escaped = ""
        for scalar in PrintableText.line(text).unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&#39;"
            // Build systems that print the page would take these for the start of a command.
            case "#", ":": escaped += "&#\(scalar.value);"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}
