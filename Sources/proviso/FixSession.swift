import Documents
import Engine
import Reports

/// `proviso check --fix` and `--diff`.
struct FixSession {
    let console: Console
    let output: ReportOutput
    /// Whether the next commit was judged, which fixes in the work tree do not change.
    let isStaged: Bool
    /// What the run reads.
    let log: ReadingLog

    /// Makes the fixes, writes or shows them, and says how the process is to end.
    func run(_ job: ConfiguredJob, _ fixing: CheckSettings.Fixing, _ exitsZero: Bool) -> ExitStatus {
        let run = FixRun(job)
        run.issues.forEach(console.report)
        guard let before = run.before, let after = run.after else { return .notJudged }
        for refusal in run.refusals { console.report(note(on: refusal)) }
        let final: ExitStatus
        switch fixing {
        case .show: final = show(run) ? before.status : .notJudged
        case .write, .no:
            guard write(run) else { return .notJudged }
            let read = log.files(besides: after.result.skipped)
            guard output.write(after.result, status: after.status, sparing: read, console: console) else {
                return .notJudged
            }
            final = isStaged && !run.changes.isEmpty && after.status.isWhole ? unstaged() : after.status
        }
        if after.result.resourceCount == 0, after.result.errors.isEmpty, final == .notJudged {
            console.report(CheckSettings.nothingFound)
        }
        return exitsZero && final != .notJudged ? .clean : final
    }

    private func unstaged() -> ExitStatus {
        console.report(
            Diagnostic(
                .note, file: "--staged", message: "the next commit does not have the fixes yet",
                help: "`git add` the files and commit again"))
        return .findings
    }

    private func note(on refusal: FixRun.Refusal) -> Diagnostic {
        Diagnostic(
            .note, file: refusal.finding.file, region: refusal.finding.region,
            message: "`\(refusal.finding.rule)` is not fixed: \(refusal.reason)")
    }

    private func show(_ run: FixRun) -> Bool {
        for change in run.changes {
            let diff = UnifiedDiff(file: change.file, change.text)
            do throws(Diagnostic) {
                try diff.bytes.write(to: DescriptorSink.standardOutput)
            } catch {
                console.report(error)
                return false
            }
        }
        return true
    }

    private func write(_ run: FixRun) -> Bool {
        // A file that is also reached through a link is fixed once, where it lies.
        var names: [String: String] = [:]
        var changes: [FixRun.Change] = []
        for var change in run.changes {
            let name = change.file
            change.file = PathLookup.resolved(name) ?? name
            guard let other = names[change.file] else {
                names[change.file] = name
                changes.append(change)
                continue
            }
            console.report(
                Diagnostic(.note, file: name, message: "this is `\(Diagnostic.shown(other))`, which is fixed once"))
        }
        do throws(Diagnostic) {
            for change in changes {
                // Somebody may have saved the file meanwhile.
                guard try FileReader().read(change.file).hasBytes(change.text.original) else {
                    throw Diagnostic(
                        file: names[change.file] ?? change.file, message: "the file is not as it was judged",
                        help: "run again; with `--staged`, `git add` the file first")
                }
            }
            for change in changes {
                try ReportFile(path: change.file).write { (sink) throws(Diagnostic) in
                    try change.text.bytes.write(to: sink)
                }
            }
        } catch {
            console.report(error)
            return false
        }
        guard !run.fixed.isEmpty else { return true }
        let (findings, files) = (run.fixed.count, changes.count)
        let message =
            "fixed \(findings) finding\(findings == 1 ? "" : "s") in \(files) file\(files == 1 ? "" : "s")"
        console.report(Diagnostic(.note, file: "", message: message))
        return true
    }
}

extension [UInt8] {
    fileprivate func write(to sink: any ByteSink) throws(Diagnostic) {
        let outcome = withUnsafeBytes { buffer in
            Result { () throws(Diagnostic) in try sink.write(buffer) }
        }
        try outcome.get()
    }
}
