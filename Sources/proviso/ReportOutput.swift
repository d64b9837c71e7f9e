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

    var writesFiles: Bool { targets.contains { $0.file != nil } }

    /// Asks the run for what the reports need.
    func prepare(_ request: inout CheckRequest) {
        request.includesPasses = includesPasses || targets.contains { $0.format.wantsPasses }
        request.needsLineHashes = targets.contains { $0.format == .sarif }
        request.plansFixes = request.needsLineHashes
    }

    /// Writes every report that was asked for, or the text if none was.
    /// - Parameter read: the files that the run has read, which no report may overwrite.
    /// - Returns: false if one could not be written; the reason is said on standard error.
    func write(_ result: RunResult, status: ExitStatus, sparing read: [String], console: Console) -> Bool {
        var isWritten = true
        let targets = targets.isEmpty ? [Target(format: .text, file: nil)] : targets
        let standardOutput = DescriptorSink.standardOutput
        let kept = writesFiles ? Set(read.map { Self.place(of: $0) }) : []
        // Whoever looks at the terminal alone must see why nothing could be judged.
        if !targets.contains(where: { $0.format == .text && $0.file == nil }) { result.errors.forEach(console.report) }
        for target in targets {
            do throws(Diagnostic) {
                try refuse(target, over: kept)
                let writer = ReportWriter(format: target.format, options: options(for: target, status, console))
                if let file = target.file {
                    try ReportFile(path: file).write { (sink) throws(Diagnostic) in try writer.write(result, to: sink) }
                } else {
                    try writer.write(result, to: standardOutput)
                }
                if target.format == .github { try summarize(result, status, console) }
            } catch {
                // A reader such as `head` that has seen enough is no failure of the run.
                if target.file == nil, standardOutput.hasLostReader { continue }
                console.report(error)
                isWritten = false
            }
        }
        return isWritten
    }

    /// Annotations are few and short: in a job of GitHub Actions its summary gets the rest, unless somebody else takes care of it.
    private func summarize(_ result: RunResult, _ status: ExitStatus, _ console: Console) throws(Diagnostic) {
        guard !targets.contains(where: { $0.format == .markdown }), let summary = StepSummary() else { return }
        let target = Target(format: .markdown, file: "summary")
        let writer = ReportWriter(format: .markdown, options: options(for: target, status, console))
        try summary.add { (sink) throws(Diagnostic) in try writer.write(result, to: sink) }
    }

    /// Whether every report has a file of its own; if not, that is said on standard error.
    func hasPlaces(saying console: Console) -> Bool {
        var places: Set<String> = []
        for file in targets.compactMap(\.file) where !places.insert(Self.place(of: file)).inserted {
            console.report(
                Diagnostic(
                    file: file, message: "two reports would go here, of which the last would remain",
                    help: "name two files"))
            return false
        }
        return true
    }

    /// The one name of a file, whether it exists yet or not.
    private static func place(of file: String) -> String {
        let directory = PathLookup.directory(of: file)
        return PathLookup.resolved(file)
            ?? PathLookup.joined(PathLookup.resolved(directory) ?? directory, PathLookup.name(of: file))
    }

    /// A report in the place of what was judged, or of what decided, would destroy it.
    private func refuse(_ target: Target, over files: Set<String>) throws(Diagnostic) {
        guard let file = target.file, files.contains(Self.place(of: file)) || PathLookup.isStandardInput(file) else {
            return
        }
        throw Diagnostic(
            file: file, message: "the run has read this file: the report would overwrite it",
            help: "give the report another name")
    }

    /// Text shows names as they were given; what goes to a code host counts from the root of the repository.
    private var paths: RepositoryPaths {
        targets.contains { $0.format != .text } ? .current : RepositoryPaths()
    }

    private func options(for target: Target, _ status: ExitStatus, _ console: Console) -> ReportOptions {
        var options = ReportOptions(
            version: Version.current, exitCode: Int(status.rawValue), includesPasses: includesPasses,
            color: target.file == nil ? console.outputColor : .never, width: console.width, paths: paths)
        options.limit = limit ?? options.limit
        return options
    }
}

extension ReadingLog {
    /// What the run goes by. A file that was passed over, as the report of an earlier run is, may be written anew.
    func files(besides skipped: [SkippedFile]) -> [String] { Array(files.subtracting(skipped.map(\.file))) }
}
