import Documents
public import Engine
public import IAM
import Policies

/// Lints the policies of files.
public struct LintRun {
    private var result = RunResult(
        findings: [], errors: [], warnings: [], skipped: [], fileCount: 0, resourceCount: 0, rules: LintRun.rules,
        verdicts: [:])

    private init() {}

    /// - Parameter kind: what documents are for that do not say it by where they stand.
    /// - Returns: What was found, as the result of a check: every report can show it.
    public static func run(_ paths: [String], as kind: PolicyKind? = nil) -> RunResult {
        var run = LintRun()
        let inputs = InputPaths(paths)
        run.result.errors += inputs.problems
        for path in inputs.files { run.lint(path.path, isNamed: path.isNamed, as: kind) }
        return run.result
    }

    private mutating func lint(_ path: String, isNamed: Bool, as kind: PolicyKind?) {
        do throws(Diagnostic) {
            let file = try PolicyFile(path: path)
            result.fileCount += 1
            for diagnostic in file.diagnostics {
                if diagnostic.severity == .error {
                    result.errors.append(diagnostic)
                } else {
                    result.warnings.append(diagnostic)
                }
            }
            var recorder = LintRecorder(file.source)
            let own = file.policies.filter { !$0.isContext }
            for policy in own { recorder.lint(policy, as: kind) }
            result.resourceCount += own.count
            result.findings += recorder.finish()
            result.verdicts.merge(recorder.verdicts, uniquingKeysWith: +)
        } catch {
            if isNamed {
                result.errors.append(error)
            } else {
                result.skipped.append(SkippedFile(file: path, reason: "no IAM policy"))
            }
        }
    }

    static let rules = RuleSummaries(
        LintCatalog.entries.map {
            RuleSummary(
                id: "iam/\($0.id)", title: LintRecorder.title(of: $0.id), description: nil, remedy: nil,
                severity: LintRecorder.severity(of: $0.severity), references: [], labels: ["iam"])
        } + [
            RuleSummary(
                id: "iam/refused", title: LintRecorder.title(of: "refused"),
                description: "IAM refuses a document that does not follow its grammar.",
                remedy: nil, severity: .high, references: [], labels: ["iam"])
        ])
}
