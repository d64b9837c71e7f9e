public import Documents
public import Engine
import Policies

/// The report that GitLab shows as Code Quality beside the code.
/// - SeeAlso: https://docs.gitlab.com/ci/testing/code_quality/
public struct GitLabReport: Sendable {
    private let options: ReportOptions

    public init(options: ReportOptions) { self.options = options }

    private struct Issue {
        var check: String
        var description: String
        var severity: String
        var file: String
        var line: Int
        var fingerprint: String
    }

    /// - Throws: when something is to be said of an input without a name; nothing is written then.
    public func write(_ result: RunResult, to stream: ReportStream) throws(Diagnostic) {
        let issues = errors(of: result) + findings(of: result)
        guard issues.allSatisfy({ options.paths.place(of: $0.file) != .nowhere }) else {
            throw ReportFormat.nameIsMissing
        }
        let json = JSONWriter(stream: stream)
        var occurrences: [String: Int] = [:]
        json.array {
            for issue in issues {
                let ordinal = occurrences[issue.fingerprint, default: 0] + 1
                occurrences[issue.fingerprint] = ordinal
                json.object { write(issue, ordinal: ordinal, to: json) }
            }
        }
        json.finish()
    }

    /// Issues with equal fingerprints are one for GitLab: further ones get a number.
    private func write(_ issue: Issue, ordinal: Int, to json: JSONWriter) {
        json.member("description", issue.description)
        json.member("check_name", issue.check)
        json.member("fingerprint", ordinal == 1 ? issue.fingerprint : "\(issue.fingerprint)#\(ordinal)")
        json.member("severity", issue.severity)
        json.object("location", layout: .inline) {
            json.member("path", options.paths.name(of: issue.file))
            json.object("lines") { json.member("begin", issue.line) }
        }
    }

    /// An error that no file is to blame for has no place in this format; the exit code tells it.
    private func errors(of result: RunResult) -> [Issue] {
        result.errors.filter { !$0.file.isEmpty }.map { error in
            Issue(
                check: "proviso", description: error.message, severity: "blocker", file: error.file,
                line: error.region?.start.line ?? 1, fingerprint: "error:\(error.file):\(error.message)")
        }
    }

    private func findings(of result: RunResult) -> [Issue] {
        let shown = result.findings.filter { finding in
            switch finding.verdict {
            // GitLab compares with what the target branch has: what is left out here would count as mended.
            case .fail, .error: finding.status == .new || result.unchanged.contains(finding.fingerprint)
            case .unknown:
                finding.isUndetermined
                    && (finding.status == .new || result.unchanged.contains(finding.fingerprint))
            case .pass, .suppressed: false
            }
        }
        return shown.map { finding in
            Issue(
                check: finding.rule,
                description: finding.verdict == .fail ? finding.message : finding.reason ?? finding.message,
                severity: finding.isReportedOnly ? "info" : finding.severity.codeQuality, file: finding.file,
                line: finding.region.start.line,
                fingerprint: finding.fingerprint)
        }
    }
}

extension Severity {
    /// The name that Code Quality has for it.
    fileprivate var codeQuality: String {
        switch self {
        case .info: "info"
        case .low: "minor"
        case .medium: "major"
        case .high: "critical"
        case .critical: "blocker"
        }
    }
}
