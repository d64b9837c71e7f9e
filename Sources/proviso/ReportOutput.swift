import Documents
import Engine
import Policies
import Reports

/// Where the reports of a run go, and in which form.
struct ReportOutput {
    struct Target {
        var format: ReportFormat
        /// Nil for standard output.
        var file: String?
    }

    var targets: [Target] = []
    var color: ColorMode.Option = .auto
    var includesPasses = false

    /// Writes every report that was asked for, or the text if none was.
    /// - Returns: false if one could not be written; the reason is said on standard error.
    func write(_ result: RunResult, status: ExitStatus, console: Console) -> Bool {
        var isWritten = true
        let targets = targets.isEmpty ? [Target(format: .text, file: nil)] : targets
        let standardOutput = DescriptorSink.standardOutput
        // Whoever looks at the terminal alone must see why nothing could be judged.
        if !targets.contains(where: { $0.format == .text && $0.file == nil }) { result.errors.forEach(console.report) }
        for target in targets {
            do throws(Diagnostic) {
                let writer = ReportWriter(format: target.format, options: options(for: target, status, console))
                if let file = target.file {
                    try ReportFile(path: file).write { (sink) throws(Diagnostic) in try writer.write(result, to: sink) }
                } else {
                    try writer.write(result, to: standardOutput)
                }
            } catch {
                // A reader such as `head` that has seen enough is no failure of the run.
                if target.file == nil, standardOutput.hasLostReader { continue }
                console.report(error)
                isWritten = false
            }
        }
        return isWritten
    }

    private func options(for target: Target, _ status: ExitStatus, _ console: Console) -> ReportOptions {
        ReportOptions(
            version: Version.current, exitCode: Int(status.rawValue), includesPasses: includesPasses,
            unknownCountsAsFinding: status == .undetermined,
            color: target.file == nil ? console.outputColor : .never, width: console.width)
    }
}
