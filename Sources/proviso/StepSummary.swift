import Documents
import Reports

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The summary of a job of GitHub Actions, to which each step adds.
/// - SeeAlso: https://docs.github.com/actions/reference/workflow-commands-for-github-actions#adding-a-job-summary
struct StepSummary {
    private let path: String

    /// Nil outside of a job.
    init?() {
        guard let path = getenv("GITHUB_STEP_SUMMARY").map({ String(cString: $0) }), !path.isEmpty else { return nil }
        self.path = path
    }

    func add(_ write: (DescriptorSink) throws(Diagnostic) -> Void) throws(Diagnostic) {
        let descriptor = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else {
            throw Diagnostic(
                file: "GITHUB_STEP_SUMMARY",
                message: "the summary of the job cannot be written: \(String(cString: strerror(errno)))",
                help: "the variable names a file of GitHub Actions; unset it elsewhere")
        }
        defer { close(descriptor) }
        try write(DescriptorSink(descriptor: descriptor, name: path))
    }
}
