public import Documents
import Policies
public import Resources

/// Everything a run found out: what reports are made from.
public struct RunResult: Sendable {
    /// In stable order: by file, position, rule.
    public var findings: [Finding]
    /// Inputs and policies that could not be judged.
    public var errors: [Diagnostic]
    /// What is doubtful but did not stop anything.
    public var warnings: [Diagnostic]
    public var skipped: [SkippedFile]
    public var fileCount: Int
    public var resourceCount: Int
    /// The rules that ran.
    public var rules: RuleSummaries
    public var verdicts: [Verdict: Int]
    /// The failures of the start of the change that are gone, where a change is judged.
    public var fixed: [Finding] = []
    /// The fingerprints of what was there at the start of the change, and is in no baseline.
    public internal(set) var unchanged: Set<String> = []
    /// The suppressions that the inputs hold.
    public var suppressions: [InlineSuppression] = []
    /// The files that were read as inputs, as they were named.
    public var files: [String] = []
    /// The resources of the inputs, as far as the run was asked for them.
    public var resources: [Resource] = []
    /// Those that were judged by themselves, as `CheckRequest.judgedAlone` has them.
    var alone: Set<String> = []
    /// What the bill says as a whole, where it was given.
    public var bill: BillTotals?
    /// The places of accounts of which every resource was seen, as `AccountPlace.text` has them.
    var seenPlaces: Set<String> = []
    /// Which rules were settled on which resources of accounts, as far as the run was asked for it.
    public internal(set) var settled = SettledVerdicts()
    /// The signal that ended the run before everything was judged.
    public private(set) var signal: Int32?
    public internal(set) var work = WorkCount()
    /// Whether a plan was read after which everything is as before, so that a run without resources is whole.
    var changesNothing = false
    /// The parameters that templates declare, where deployments give parameters.
    var parameterNames: Set<String> = []

    public init(
        findings: [Finding], errors: [Diagnostic], warnings: [Diagnostic], skipped: [SkippedFile], fileCount: Int,
        resourceCount: Int, rules: RuleSummaries, verdicts: [Verdict: Int]
    ) {
        self.findings = findings
        self.errors = errors
        self.warnings = warnings
        self.skipped = skipped
        self.fileCount = fileCount
        self.resourceCount = resourceCount
        self.rules = rules
        self.verdicts = verdicts
    }
}

extension RunResult {
    /// Says that a signal ended the run early; not if all was done by then.
    mutating func interrupt(by signal: Int32, unfinished: [String], of count: Int) {
        guard let first = unfinished.first else { return }
        self.signal = signal
        let verb = unfinished.count == 1 ? "was" : "were"
        let files = count == 1 ? "the file was" : "\(unfinished.count) of \(count) files \(verb)"
        errors.append(
            Diagnostic(
                file: first, message: "the run was interrupted: \(files) not judged to the end",
                help: "what is reported is incomplete; run again"))
    }
}

public struct SkippedFile: Hashable, Sendable {
    public var file: String
    public var reason: String

    public init(file: String, reason: String) {
        self.file = file
        self.reason = reason
    }
}
