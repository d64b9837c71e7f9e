import AccessQuestions
import CommandOptions
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
    var job: CheckJob
    /// Whether to end with 0 also when there are findings.
    var exitsZero = false
    var output = ReportOutput()
    /// What happens to the fixes of the rules.
    var fixing = Fixing.no

    /// Whether resources come line by line, and findings go so.
    var isStream = false

    enum Fixing {
        case no, write, show
    }

    init(_ request: CheckRequest) { self.init(CheckJob(request)) }

    init(_ job: CheckJob) {
        self.job = job
        self.job.choice = ConfigurationChoice(option: nil, isOff: false, variable: ConfigurationOptions.variable)
    }

    /// Does it, and says how the process is to end.
    func run() -> ExitStatus {
        let console = Console(color: output.color)
        var job = job
        let log = ReadingLog()
        if output.writesFiles { job.request.contents = .noted(log, over: job.request.contents) }
        job.selection.needsFixes = fixing != .no || output.targets.contains { $0.format == .sarif }
        let (configured, configurationIssues) = job.configured(seed: Self.seed)
        configurationIssues.forEach(console.report)
        guard var configured else { return .notJudged }
        var output = output
        guard output.takeFormats(from: configured.configuration, console: console) else { return .notJudged }
        guard output.hasPlaces(saying: console) else { return .notJudged }
        output.prepare(&configured.request)
        guard configured.readAccess(saying: console) else { return .notJudged }
        if isStream { return StreamSession(console: console, output: output).run(configured, exitsZero) }
        if fixing != .no {
            let session = FixSession(console: console, output: output, isStaged: job.isStaged, log: log)
            return session.run(configured, fixing, exitsZero)
        }
        configured.request.stop = Signals.catching()
        let (outcome, issues) = configured.run()
        Signals.release()
        issues.forEach(console.report)
        guard let outcome else { return .notJudged }
        let (result, status) = (outcome.result, outcome.status)
        let isWritten = output.write(
            result, status: status, sparing: log.files(besides: result.skipped), console: console)
        if result.resourceCount == 0, result.errors.isEmpty, status == .notJudged { console.report(Self.nothingFound) }
        let final = isWritten || !status.isWhole ? status : .notJudged
        return exitsZero && final.isWhole ? .clean : final
    }

    /// The time, in seconds since 1970.
    static var now: Int64 { Int64(time(nil)) }

    /// `PROVISO_SEED`, a number, fixes the order of hashing, so that a measurement counts the same instructions every
    /// time. For measurements only: with a known seed somebody could prepare keys that collide.
    private static var seed: UInt64? { getenv("PROVISO_SEED").flatMap { UInt64(String(cString: $0)) } }

    static let nothingFound = Diagnostic(
        file: "input", message: "there is no resource to judge in what was given",
        help: "give templates or API output, or say `--allow-empty` if that is fine")
}

extension ConfiguredJob {
    /// Reads the policies that limit principals.
    /// - Returns: false if they cannot be read; that is said on standard error.
    mutating func readAccess(saying console: Console) -> Bool {
        do throws(Diagnostic) {
            let (limits, warnings) = try AccessLimits.read(accessFiles, from: decidingContents)
            request.access = limits
            warnings.forEach(console.report)
            return true
        } catch {
            console.report(error)
            return false
        }
    }
}
