import Documents
import Engine
import Policies
import Reports

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What `proviso check` is to do. Options of the command line change it; these are their defaults.
struct CheckSettings {
    var request: CheckRequest
    var selection = PolicySelection()
    var gate = Gate()
    /// Whether to end with 0 also when there are findings.
    var exitsZero = false
    var output = ReportOutput()

    init(_ request: CheckRequest) { self.request = request }

    /// Does it, and says how the process is to end.
    func run() -> ExitStatus {
        let console = Console(color: output.color)
        let (set, issues) = PolicySet.load(selection, seed: Self.seed)
        for issue in issues { console.report(issue) }
        guard let set else { return .notJudged }
        let result = CheckRun.run(request, policies: set)
        let status = gate.status(of: result, isHook: request.isHook)
        let isWritten = output.write(result, status: status, console: console)
        if result.resourceCount == 0, result.errors.isEmpty, status == .notJudged { console.report(Self.nothingFound) }
        let final = isWritten ? status : .notJudged
        return exitsZero && final != .notJudged ? .clean : final
    }

    /// `PROVISO_SEED`, a number, fixes the order of hashing, so that a measurement counts the same instructions every
    /// time. For measurements only: with a known seed somebody could prepare keys that collide.
    private static var seed: UInt64? { getenv("PROVISO_SEED").flatMap { UInt64(String(cString: $0)) } }

    private static let nothingFound = Diagnostic(
        file: "input", message: "there is no resource to judge in what was given",
        help: "give templates or API output, or say `--allow-empty` if that is fine")
}
