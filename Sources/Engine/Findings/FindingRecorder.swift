import Documents
import Policies
import Readers
import Resources

/// Turns the judgements on one input into findings, and counts verdicts.
struct FindingRecorder {
    private let today: CalendarDate
    private let includesPasses: Bool
    private let needsLineHashes: Bool
    /// How often each verdict was reached; passes, which nearly all are, beside the others.
    private var others: [Verdict: Int] = [:]
    private var passes = 0
    private var findings: [Finding] = []
    private var fingerprints = Fingerprints()
    /// What instances cost, for resources of which no bill speaks.
    var prices: PricedInput?
    /// Whether findings hold the tags of their resources.
    var keepsTags = false
    /// What of resources of accounts no finding says; nil where nobody asked.
    var settled: SettledVerdicts?
    private let limit: Int
    private let repository: RepositoryPaths?
    private var texts = FindingTexts()

    init(
        source: SourceText, today: CalendarDate, includesPasses: Bool, needsLineHashes: Bool, limit: Int = .max,
        repository: RepositoryPaths? = nil
    ) {
        self.limit = limit
        self.repository = repository
        self.today = today
        self.includesPasses = includesPasses
        self.needsLineHashes = needsLineHashes
    }

    /// How often each verdict was reached.
    var verdicts: [Verdict: Int] { passes == 0 ? others : others.merging([.pass: passes], uniquingKeysWith: +) }

    /// Whether there are as many findings as a run may have.
    var isFull: Bool { findings.count >= limit }

    mutating func record(_ judgement: Judgement, by judge: RuleJudge, of resource: Resource) {
        settled?.note(judgement, rule: judge.compiled.id, resource)
        switch judgement {
        case .notApplicable: return
        case .pass: recordPass(note: nil, judge, resource)
        case .passWhereKnown(let note): recordPass(note: note, judge, resource)
        case .fail(let violations):
            others[.fail, default: 0] += 1
            for violation in violations { add(.fail, violation, judge.compiled, resource) }
        case .unknown(let reason, let place, let scenarios):
            others[.unknown, default: 0] += 1
            let words = "\(resource.name) cannot be judged: \(reason)"
            let violation = Violation(place: place, message: words, scenarios: scenarios)
            add(.unknown, violation, judge.compiled, resource, reason: reason)
        case .error(let message, let place):
            others[.error, default: 0] += 1
            let words = "the rule could not be evaluated: \(message)"
            add(.error, Violation(place: place, message: words), judge.compiled, resource, reason: message)
        }
    }

    private mutating func recordPass(note: String?, _ judge: RuleJudge, _ resource: Resource) {
        passes += 1
        guard includesPasses else { return }
        let place = Place(range: resource.anchor, path: "")
        let rule = judge.compiled
        add(.pass, Violation(place: place, hint: note, message: rule.rule.title), rule, resource, reason: note)
    }

    private mutating func add(
        _ verdict: Verdict, _ violation: Violation, _ rule: CompiledRule, _ resource: Resource, reason: String? = nil
    ) {
        let text = texts[resource.source]
        let region = text.lines.region(of: violation.place.range)
        var message = violation.message ?? rule.rule.title
        if let hint = violation.hint { message += "; " + hint }
        let identity = ResourceIdentity(type: resource.type, name: resource.name, id: resource.id)
        let path = violation.place.path
        let place = resource.isLive ? resource.fingerprintPlace : text.stableName(repository)
        var finding =
            Finding(
                rule: rule.id, title: rule.rule.title, severity: rule.rule.severity, verdict: verdict,
                message: message, remedy: violation.remedy, resource: identity, file: text.source.name,
                path: Self.full(path), region: region, excerpt: Excerpt(region: region, lines: text.lines),
                evidence: violation.evidence.map { Evidence(path: Self.full($0.path), value: $0.value) }
                    + violation.facts,
                expected: violation.expected, scenarios: violation.scenarios,
                fingerprint: fingerprints.next(rule: rule.id, file: place, resource: identity, path: path),
                references: rule.rule.references, reason: reason,
                lineHash: verdict == .pass || !needsLineHashes ? nil : text.hashes[region.start.line],
                gates: gates(rule.rule),
                use: violation.place.use.map { text.lines.region(of: $0) })
        finding.isUnsettled = verdict == .unknown || verdict == .error || violation.isBesideUnknown
        finding.account = resource.account
        finding.owner = resource.owner
        finding.livePlace = resource.livePlace
        if keepsTags { finding.tags = resource.literalTags }
        if verdict == .fail { finding.cost = FindingCost(of: resource, share: rule.rule.avoidable, prices: prices) }
        finding.fix = violation.fix.map { ProposedFix($0, lines: text.lines) }
        finding.related = texts.related(resource.calls)
        findings.append(finding)
    }

    private static func full(_ path: String) -> String { path.isEmpty ? "" : "Properties.\(path)" }

    /// Whether a failure counts today.
    private func gates(_ rule: Rule) -> Bool {
        guard !rule.isReportOnly else { return false }
        guard let effective = rule.effective.flatMap({ CalendarDate($0) }) else { return true }
        return effective <= today
    }

    /// The findings by file and position, then by rule.
    func finish() -> [Finding] { findings.inOrder }
}

extension [Finding] {
    /// By file and position, then by rule. Places are sorted, as findings are large.
    var inOrder: [Finding] { indices.sorted(by: isBefore).map { self[$0] } }

    private func isBefore(_ left: Int, _ right: Int) -> Bool {
        if self[left].file != self[right].file { return self[left].file < self[right].file }
        let (leftStart, rightStart) = (self[left].region.start.offset, self[right].region.start.offset)
        if leftStart != rightStart { return leftStart < rightStart }
        return (self[left].rule, self[left].path, self[left].resource.id)
            < (self[right].rule, self[right].path, self[right].resource.id)
    }
}

extension Resource {
    /// Where a resource of an account is: the same name in another account or region is another resource. An ARN says it.
    fileprivate var fingerprintPlace: String {
        id.hasPrefix("arn:") ? "" : "\(account ?? "") \(region ?? "")"
    }

    fileprivate var literalTags: [String: String] {
        let known = tags.shown.filter {
            !$0.value.node.flags.contains(.deferred) && !$0.value.node.flags.contains(.secret)
        }
        return Dictionary(known.map { ($0.keyText, $0.value.text ?? "") }) { first, _ in first }
    }

    /// The literal value of the tag that names who is responsible, whatever its case.
    fileprivate var owner: String? {
        guard case .known(let tags, _, _) = tags else { return nil }
        let tag = tags.first { $0.keyText.utf8.count == 5 && $0.keyText.lowercased() == "owner" }
        guard let value = tag?.value, !value.node.flags.contains(.deferred), !value.node.flags.contains(.secret),
            let text = value.text, !text.allSatisfy(\.isWhitespace)
        else { return nil }
        return text
    }
}
