import Documents
public import Engine
public import IAM
import Policies

/// Lints the policies of files.
public struct LintRun {
    private var result = RunResult(
        findings: [], errors: [], warnings: [], skipped: [], fileCount: 0, resourceCount: 0, rules: LintRun.rules,
        verdicts: [:])

    /// The files of the run, so that none is linted once more as the nested stack of another.
    private var paths: Set<String> = []

    private init() {}

    /// - Parameter kind: what documents are for that do not say it by where they stand.
    /// - Returns: What was found, as the result of a check: every report can show it.
    public static func run(_ paths: [String], as kind: PolicyKind? = nil) -> RunResult {
        var run = LintRun()
        let inputs = InputPaths(paths)
        run.result.errors += inputs.problems
        run.paths = Set(inputs.files.map(\.path))
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
            let own = file.policies.filter { policy in
                let text = policy.text.file.name
                return !policy.isContext && (text == path || !paths.contains(text))
            }
            result.resourceCount += own.count
            var rest = own[...]
            while let first = rest.first {
                let text = first.text.file
                var recorder = LintRecorder(text)
                for policy in rest where policy.text.file.name == text.name { recorder.lint(policy, as: kind) }
                rest = rest.filter { $0.text.file.name != text.name }[...]
                result.findings += recorder.finish()
                result.verdicts.merge(recorder.verdicts, uniquingKeysWith: +)
            }
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
