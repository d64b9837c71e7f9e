import Documents
public import Engine

/// The report for the test tabs of build systems: a suite for each file, a case for each verdict.
///
/// The dialect is what GitLab, Jenkins and Azure Pipelines all read. Cases that pass are there as far as the result
/// holds them (`ReportFormat.wantsPasses`), so that totals mean something.
/// - SeeAlso: https://github.com/testmoapp/junitxml
public struct JUnitReport: Sendable {
    private let options: ReportOptions

    public init(options: ReportOptions) { self.options = options }

    /// A file with what there is to say of it.
    private struct Suite {
        var file: String
        var findings: [Finding] = []
        var errors: [Diagnostic] = []
        var warnings: [Diagnostic] = []

        var caseCount: Int { findings.count + errors.count }

        func count(_ verdicts: Verdict...) -> Int { findings.count { verdicts.contains($0.verdict) } }
    }

    public func write(_ result: RunResult, to stream: ReportStream) {
        let suites = suites(of: result)
        let renderer = FindingRenderer(
            color: .never, width: options.width, secrets: SecretLines(of: result.findings))
        var xml = XMLWriter(stream: stream)
        let total: XMLWriter.Attributes = [
            "name": "proviso", "tests": String(suites.reduce(0) { $0 + $1.caseCount }),
            "failures": String(suites.reduce(0) { $0 + failureCount(of: $1) }),
            "errors": String(suites.reduce(0) { $0 + errorCount(of: $1) }),
            "skipped": String(suites.reduce(0) { $0 + skippedCount(of: $1) }),
        ]
        xml.element("testsuites", total) { xml in
            for suite in suites { write(suite, renderer, to: &xml) }
        }
    }

    private func failureCount(of suite: Suite) -> Int {
        suite.findings.count { finding in
            guard finding.status == .new else { return false }
            return finding.verdict == .fail && finding.gates
                || finding.isUndetermined
        }
    }

    private func errorCount(of suite: Suite) -> Int { suite.count(.error) + suite.errors.count }

    private func skippedCount(of suite: Suite) -> Int {
        suite.findings.count { finding in
            switch finding.verdict {
            case .suppressed: true
            case .fail: finding.isReportedOnly || finding.status == .known
            case .unknown: !finding.isUndetermined || finding.status == .known
            case .pass, .error: false
            }
        }
    }

    private func suites(of result: RunResult) -> [Suite] {
        var places: [String: Int] = [:]
        var suites: [Suite] = []
        func add(to file: String, _ change: (inout Suite) -> Void) {
            let place = places[file] ?? suites.count
            if place == suites.count {
                places[file] = place
                suites.append(Suite(file: file))
            }
            change(&suites[place])
        }
        for finding in result.findings { add(to: finding.file) { $0.findings.append(finding) } }
        for error in result.errors { add(to: error.file) { $0.errors.append(error) } }
        for warning in result.warnings { add(to: warning.file) { $0.warnings.append(warning) } }
        return suites
    }

    private func write(_ suite: Suite, _ renderer: FindingRenderer, to xml: inout XMLWriter) {
        let file = options.paths.name(of: suite.file)
        let attributes: XMLWriter.Attributes = [
            "name": file.isEmpty ? "proviso" : file, "tests": String(suite.caseCount),
            "failures": String(failureCount(of: suite)), "errors": String(errorCount(of: suite)),
            "skipped": String(skippedCount(of: suite)), "file": file.isEmpty ? nil : file,
        ]
        let problems = DiagnosticRenderer(color: .never, width: options.width)
        xml.element("testsuite", attributes) { xml in
            for finding in suite.findings { write(finding, file: file, renderer, to: &xml) }
            for error in suite.errors { write(error, file: file, to: &xml) }
            let warnings = suite.warnings.flatMap { problems.lines(of: $0.withoutExcerpt) }
            if !warnings.isEmpty { xml.element("system-err", [:], lines: warnings) }
        }
    }

    private func write(_ finding: Finding, file: String, _ renderer: FindingRenderer, to xml: inout XMLWriter) {
        let attributes: XMLWriter.Attributes = [
            "classname": file + "." + finding.resource.name,
            "name": "[\(finding.severity.rawValue)] \(finding.rule): \(finding.title)", "file": file,
            "line": String(finding.region.start.line),
        ]
        guard finding.verdict != .pass else { return xml.element("testcase", attributes) }
        xml.element("testcase", attributes) { xml in
            let reason = finding.reason ?? finding.message
            switch finding.verdict {
            case .pass: break
            case .suppressed:
                let decision = finding.suppression.map { ": " + $0.sentence } ?? ""
                xml.element("skipped", ["message": "suppressed" + decision])
            case .fail where finding.status == .known, .unknown where finding.status == .known:
                xml.element("skipped", ["message": "known, it was there before: \(reason)"])
            case .fail where finding.isReportedOnly:
                xml.element("skipped", ["message": "reported only: \(finding.message)"])
            case .unknown where !finding.isUndetermined:
                xml.element("skipped", ["message": "unknown: \(reason)"])
            case .fail, .unknown:
                let message = finding.verdict == .fail ? finding.message : "unknown: \(reason)"
                xml.element(
                    "failure", ["message": message, "type": finding.rule], lines: renderer.lines(of: finding))
            case .error:
                xml.element("error", ["message": reason, "type": finding.rule], lines: renderer.lines(of: finding))
            }
        }
    }

    private func write(_ error: Diagnostic, file: String, to xml: inout XMLWriter) {
        let problems = DiagnosticRenderer(color: .never, width: options.width)
        let attributes: XMLWriter.Attributes = [
            "classname": file.isEmpty ? "proviso" : file, "name": "can be judged", "file": file.isEmpty ? nil : file,
            "line": error.region.map { String($0.start.line) },
        ]
        xml.element("testcase", attributes) { xml in
            xml.element(
                "error", ["message": error.message, "type": "error"], lines: problems.lines(of: error.withoutExcerpt))
        }
    }
}

extension Diagnostic {
    /// The same without the source.
    fileprivate var withoutExcerpt: Diagnostic {
        var diagnostic = self
        diagnostic.excerpt = nil
        return diagnostic
    }
}
