public import Policies

/// What the exit code of a run says.
public enum ExitStatus: Int32, Sendable {
    /// Nothing at or above the threshold.
    case clean = 0
    case findings = 1
    /// Something that was asked for could not be judged.
    case notJudged = 2
    /// Only undetermined verdicts, when those were asked to fail.
    case undetermined = 3
    /// Ended early by SIGINT, such as Ctrl-C.
    case interrupted = 130
    /// Ended early by SIGTERM.
    case terminated = 143

    /// Whether the run did what it was asked to do.
    public var isWhole: Bool { self == .clean || self == .findings || self == .undetermined }
}

/// When a run counts as failed.
public struct Gate: Sendable {
    /// The lowest severity of a failing rule that counts.
    public var failOn = Severity.medium
    /// Whether unknown verdicts count.
    public var failsOnUnknown = false
    /// Whether a run without any resource is fine.
    public var allowsEmpty = false
    /// The cost in a month of all resources with failures from which on the run fails; nil where cost decides nothing.
    public var failOnCost: Double?
    /// What holds instead for the findings of a file, by its name.
    var stricter: [String: Strictness] = [:]

    struct Strictness: Sendable {
        var failOn: Severity
        var failsOnUnknown: Bool

        init(_ gate: Gate) {
            failOn = gate.failOn
            failsOnUnknown = gate.failsOnUnknown
        }
    }

    public init(failOn: Severity = .medium, failsOnUnknown: Bool = false, allowsEmpty: Bool = false) {
        self.failOn = failOn
        self.failsOnUnknown = failsOnUnknown
        self.allowsEmpty = allowsEmpty
    }

    /// Where several apply, what could not be judged goes before findings, and findings before what is undetermined.
    /// - Parameter isHook: a hook gets every changed file, so that none of them being an input is nothing to report.
    public func status(of result: RunResult, isHook: Bool = false) -> ExitStatus {
        if let signal = result.signal { return ExitStatus(rawValue: 128 + signal) ?? .notJudged }
        let hasErrors = !result.errors.isEmpty || result.verdicts[.error, default: 0] > 0
        if hasErrors { return .notJudged }
        if result.resourceCount == 0, !allowsEmpty, !isHook, !result.changesNothing { return .notJudged }
        if result.findings.contains(where: counts) || isTooDear(costs(of: result.findings)) { return .findings }
        if result.findings.contains(where: leavesOpen) { return .undetermined }
        return .clean
    }

    /// What the resources that fail cost in a month, by currency; nothing where that decides nothing.
    func costs(of findings: [Finding]) -> [String: Double] {
        guard failOnCost != nil else { return [:] }
        return Dictionary(uniqueKeysWithValues: CostTotals.of(findings).map { ($0.currency, $0.total.monthly) })
    }

    /// Whether resources cost too much together. Currencies cannot be added: each counts alone.
    func isTooDear(_ costs: [String: Double]) -> Bool {
        guard let failOnCost else { return false }
        return costs.values.contains { $0 >= failOnCost }
    }

    /// Whether a finding alone keeps the run from being clean.
    func isDecisive(_ finding: Finding) -> Bool { counts(finding) || leavesOpen(finding) }

    private func leavesOpen(_ finding: Finding) -> Bool {
        finding.isUndetermined && finding.status == .new && failsOnUnknown(in: finding.file)
    }

    private func failsOnUnknown(in file: String) -> Bool { stricter[file]?.failsOnUnknown ?? failsOnUnknown }

    /// Says of each finding that is unknown whether that decides anything.
    func settle(_ findings: inout [Finding]) {
        for index in findings.indices where findings[index].isUndetermined {
            findings[index].gates = failsOnUnknown(in: findings[index].file)
        }
    }

    /// Whether a finding alone makes the run fail. What the baseline knows does not.
    public func counts(_ finding: Finding) -> Bool {
        finding.verdict == .fail && finding.gates && finding.status == .new
            && finding.severity >= stricter[finding.file]?.failOn ?? failOn
    }
}
