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
    /// Bytes of one report; nil for the usual limit.
    var limit: Int?

    /// Takes the forms of the configuration where the command line names none.
    /// - Returns: false if one is wrong; that is said on standard error.
    mutating func takeFormats(from configuration: Configuration?, console: Console) -> Bool {
        limit = configuration?.reportBytes?.value
        guard targets.isEmpty, let formats = configuration?.formats, !formats.isEmpty else { return true }
        for format in formats {
            guard let target = Target(argument: format.value) else {
                let name = String(format.value.prefix { $0 != "=" })
                let known = ReportFormat.allCases.map(\.rawValue)
                let near = Suggestion.nearest(to: name, among: known).first
                console.report(
                    format.diagnostic(
                        "`\(format.value)` is no form of report",
                        help: near.map { "did you mean `\($0)`?" } ?? "forms are \(known.joined(separator: ", "))"))
                return false
            }
            targets.append(target)
        }
        if targets.count(where: { $0.file == nil }) > 1, let last = formats.last {
            console.report(
                last.diagnostic(
                    "only one report can go to standard output", help: "give the others a file: `form=file`"))
            return false
        }
        return true
    }

    /// Asks the run for what the reports need.
    func prepare(_ request: inout CheckRequest) {
        request.includesPasses = includesPasses || targets.contains { $0.format.wantsPasses }
        request.needsLineHashes = targets.contains { $0.format == .sarif }
        request.plansFixes = request.needsLineHashes
    }

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
                try refuse(target, overInputsOf: result)
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

    /// A report in the place of what was judged would destroy it.
    private func refuse(_ target: Target, overInputsOf result: RunResult) throws(Diagnostic) {
        guard let file = target.file, let place = PathLookup.resolved(file),
            result.files.contains(where: { PathLookup.resolved($0) == place })
        else { return }
        throw Diagnostic(
            file: file, message: "this is an input of the run: the report would overwrite it",
            help: "give the report another name")
    }

    /// Text shows names as they were given; what goes to a code host counts from the root of the repository.
    private var paths: RepositoryPaths {
        targets.contains { $0.format != .text } ? .current : RepositoryPaths()
    }

    private func options(for target: Target, _ status: ExitStatus, _ console: Console) -> ReportOptions {
        var options = ReportOptions(
            version: Version.current, exitCode: Int(status.rawValue), includesPasses: includesPasses,
            unknownCountsAsFinding: status == .undetermined,
            color: target.file == nil ? console.outputColor : .never, width: console.width, paths: paths)
        options.limit = limit ?? options.limit
        return options
    }
}
