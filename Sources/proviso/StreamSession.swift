import Documents
import Engine
import Policies
import Reports

/// `proviso check --stream`: findings leave as soon as an account is judged.
struct StreamSession {
    let console: Console
    let output: ReportOutput

    func run(_ job: ConfiguredJob, _ exitsZero: Bool) -> ExitStatus {
        var job = job
        job.request.stop = Signals.catching()
        job.request.includesPasses = output.includesPasses
        let sink = DescriptorSink.standardOutput
        let options = ReportOptions(version: Version.current, exitCode: 0, includesPasses: output.includesPasses)
        let report = JSONLinesReport(options: options)
        var problems: [Diagnostic] = []
        let (summary, issues) = job.stream { findings in
            let stream = ReportStream(sink: sink, limit: .max)
            report.write(findings, to: stream)
            do throws(Diagnostic) {
                try stream.finish()
                return true
            } catch {
                if !sink.hasLostReader { problems.append(error) }
                return false
            }
        } warn: {
            console.report($0)
        }
        Signals.release()
        (issues + (summary?.errors ?? []) + problems).forEach(console.report)
        guard let summary else { return .notJudged }
        if let signal = job.request.stop?.number { return ExitStatus(rawValue: 128 + signal) ?? .notJudged }
        let status = status(of: summary, job, hasProblems: !problems.isEmpty)
        return exitsZero && status.isWhole ? .clean : status
    }

    private func status(of summary: StreamRun.Summary, _ job: ConfiguredJob, hasProblems: Bool) -> ExitStatus {
        if hasProblems || !summary.errors.isEmpty || summary.verdicts[.error, default: 0] > 0 { return .notJudged }
        if summary.resources == 0, !job.gate.allowsEmpty {
            console.report(CheckSettings.nothingFound)
            return .notJudged
        }
        return summary.hasFindings ? .findings : summary.isUndetermined ? .undetermined : .clean
    }
}
