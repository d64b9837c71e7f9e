public import Documents

/// Makes the fixes of a run: as long as there are any that leave no verdict worse than it was.
///
/// Nothing is written. Each fix is judged with everything else that the run judges, and is refused if the check still fails
/// or if any other verdict got worse.
public struct FixRun: Sendable {
    public struct Change: Sendable {
        public var file: String
        public var text: EditedText
    }

    public struct Refusal: Sendable {
        public var finding: Finding
        public var reason: String
    }

    public private(set) var changes: [Change] = []
    public private(set) var fixed: [Finding] = []
    public private(set) var refusals: [Refusal] = []
    /// The outcome before anything was changed; nil if it could not be judged.
    public private(set) var before: CheckOutcome?
    /// The outcome with all fixes made.
    public private(set) var after: CheckOutcome?
    public private(set) var issues: [Diagnostic]

    private let job: ConfiguredJob
    /// The texts as they are by now, of the files that are changed.
    private var texts: [String: EditedText] = [:]
    private var originals: [String: EditedText] = [:]
    private var rejected: [FixTarget: String] = [:]

    private var timesFixed: [FixTarget: Int] = [:]
    private var attempts = 0

    /// What has to be fixed again more often than this is undone by another fix.
    private static let longestChain = 8
    /// Each attempt judges everything anew.
    private static let mostAttempts = 512

    public init(_ job: ConfiguredJob) {
        var job = job
        job.request.plansFixes = true
        self.job = job
        (before, issues) = job.run()
        after = before
        while let outcome = after, round(outcome) {}
        changes = texts.filter { $0.value.bytes != $0.value.original }.map { Change(file: $0.key, text: $0.value) }
        changes.sort { $0.file < $1.file }
        collectRefusals()
    }

    /// Makes the fixes that one outcome proposes.
    /// - Returns: whether another round may find more to do.
    private mutating func round(_ outcome: CheckOutcome) -> Bool {
        let candidates = outcome.result.findings.filter { finding in
            let target = FixTarget(finding)
            return finding.verdict == .fail && rejected[target] == nil
                && timesFixed[target, default: 0] < Self.longestChain && !(finding.fix?.replacements.isEmpty ?? true)
        }
        let chosen = Self.compatible(candidates)
        guard !chosen.isEmpty, attempts < Self.mostAttempts else { return false }
        var order: [FixTarget] = []
        var groups: [FixTarget: [Finding]] = [:]
        for finding in chosen {
            let target = FixTarget(finding)
            if groups[target] == nil { order.append(target) }
            groups[target, default: []].append(finding)
        }
        var accepted: [Finding] = []
        settle(order.map { groups[$0] ?? [] }[...], on: outcome, from: texts, &accepted)
        fixed += accepted
        for finding in accepted { timesFixed[FixTarget(finding), default: 0] += 1 }
        return !accepted.isEmpty || chosen.count < candidates.count
    }

    /// Makes as many fixes as can be made beside the accepted ones. Those that cannot are found by halves: few of many are
    /// refused.
    ///
    /// - Parameters:
    ///   - groups: the fixes of one target each.
    ///   - start: the texts to which the places of the outcome belong.
    private mutating func settle(
        _ groups: ArraySlice<[Finding]>, on outcome: CheckOutcome, from start: [String: EditedText],
        _ accepted: inout [Finding]
    ) {
        guard let first = groups.first?.first, attempts < Self.mostAttempts else { return }
        attempts += 1
        let findings = groups.flatMap(\.self)
        guard let reason = attempt(accepted + findings, on: outcome, from: start) else {
            accepted += findings
            return
        }
        guard groups.count > 1 else {
            rejected[FixTarget(first)] = reason
            return
        }
        settle(groups.prefix(groups.count / 2), on: outcome, from: start, &accepted)
        settle(groups.dropFirst(groups.count / 2), on: outcome, from: start, &accepted)
    }

    /// Those that touch different places, the first come first.
    private static func compatible(_ findings: [Finding]) -> [Finding] {
        var taken: [String: DisjointRanges] = [:]
        return findings.filter { finding in
            taken[finding.file, default: DisjointRanges()].add(finding.fix?.replacements.map(\.edit.range) ?? [])
        }
    }

    /// Makes some fixes together.
    /// - Returns: nil when that is an improvement; else why it is not, and nothing is changed.
    private mutating func attempt(
        _ findings: [Finding], on outcome: CheckOutcome, from start: [String: EditedText]
    ) -> String? {
        var attempted = start
        for (file, findings) in Dictionary(grouping: findings, by: \.file) {
            guard let text = start[file] ?? original(of: file) else {
                return "the file is not UTF-8, or cannot be read"
            }
            let edits = findings.flatMap { $0.fix?.replacements.map(\.edit) ?? [] }
            guard let edited = text.applying(edits) else { return "two changes touch the same place" }
            attempted[file] = edited
        }
        var trial = job
        trial.request.contents = .edited(attempted.mapValues(\.bytes), over: job.request.contents)
        guard let result = trial.run().outcome else { return "the policies cannot be read any more" }
        let comparison = OutcomeComparison(before: outcome.result, after: result.result)
        if let reason = comparison.worsening { return reason }
        for finding in findings where comparison.stillFails(FixTarget(finding)) {
            return "the check would still fail"
        }
        texts = attempted
        after = result
        return nil
    }

    private mutating func original(of file: String) -> EditedText? {
        if let known = originals[file] { return known }
        guard let source = try? job.request.contents.read(file) else { return nil }
        let bytes = source.copiedBytes
        // Positions in UTF-16 are those of converted text.
        guard !bytes.contains(0) else { return nil }
        let text = EditedText(bytes)
        originals[file] = text
        return text
    }

    private mutating func collectRefusals() {
        for finding in after?.result.findings ?? [] where finding.verdict == .fail {
            guard let fix = finding.fix else { continue }
            let left =
                attempts < Self.mostAttempts
                ? "it would be undone by another fix" : "too many fixes were refused before it: run again"
            let reason = rejected[FixTarget(finding)] ?? fix.refusal ?? left
            refusals.append(Refusal(finding: finding, reason: reason))
        }
    }
}

/// What a fix is for.
struct FixTarget: Hashable {
    var rule: String
    var file: String
    var resource: String

    init(_ finding: Finding) {
        rule = finding.rule
        file = finding.file
        resource = finding.resource.id
    }
}

/// Compares two outcomes of one run.
private struct OutcomeComparison {
    private let before: RunResult
    private let after: RunResult
    private let old: [FixTarget: Int]
    private let new: [FixTarget: Int]

    init(before: RunResult, after: RunResult) {
        self.before = before
        self.after = after
        old = Self.ranks(of: before)
        new = Self.ranks(of: after)
    }

    private static func ranks(of result: RunResult) -> [FixTarget: Int] {
        var ranks: [FixTarget: Int] = [:]
        for finding in result.findings {
            let target = FixTarget(finding)
            ranks[target] = max(ranks[target] ?? 0, finding.verdict.rank)
        }
        return ranks
    }

    /// What got worse, in a few words.
    var worsening: String? {
        if after.errors.count > before.errors.count { return "the file could not be read any more" }
        if after.resourceCount != before.resourceCount { return "the file would hold other resources" }
        let worse = new.filter { $0.value > old[$0.key, default: 0] }.keys
        return worse.min { ($0.rule, $0.resource) < ($1.rule, $1.resource) }.map {
            "`\($0.rule)` would then not be satisfied by `\(Diagnostic.shown($0.resource))`"
        }
    }

    func stillFails(_ target: FixTarget) -> Bool { new[target, default: 0] >= Verdict.fail.rank }
}

extension Verdict {
    fileprivate var rank: Int {
        switch self {
        case .pass, .suppressed: 0
        case .unknown: 1
        case .fail: 2
        case .error: 3
        }
    }
}
