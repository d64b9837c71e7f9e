import Engine
import Policies
import Resources

/// How what is deployed differs from what is written: templates, plans and Terraform files.
public struct Drift: Sendable {
    /// What the two sides say of one rule.
    public enum Kind: String, CaseIterable, Sendable {
        /// As written it complies, as deployed it does not: somebody changed it, or it was not deployed since.
        case drifted
        /// Neither complies: it has to be mended where it is written.
        case both
        /// As deployed it does not comply, and what is written cannot be judged.
        case undecided
        /// As deployed it does not comply, and the rule says nothing of what is written.
        case inapplicable
        /// As written it does not comply, and as deployed it does or the rule does not apply: the next deployment undoes that.
        case pending
        /// As written it does not comply, and it is not deployed.
        case notDeployed
    }

    /// A rule that fails on one of the sides at least.
    public struct Item: Sendable {
        public var kind: Kind
        public var rule: String
        public var severity: String
        public var message: String
        public var type: String
        /// What is deployed; nil for what is not.
        public var live: LiveResource?
        /// Where it is written.
        public var code: CodePlace
    }

    /// Something that was found in an account.
    public struct LiveResource: Sendable, Hashable {
        public var type: String
        public var id: String
        public var name: String
        public var account: String
        public var region: String
        public var owner: String?
        /// How many findings it has.
        public var findings = 0
        /// Why nobody can say whether it is written somewhere; nil for what is not.
        public var doubt: String?
    }

    /// Where something is written, and how it was found.
    public struct CodePlace: Sendable, Hashable {
        public var file: String
        public var line: Int
        public var name: String
        /// In words, such as `by name`; nil for what is not deployed.
        public var basis: String?
    }

    /// What was given as written.
    public var expected: [String]
    /// How many deployed resources are written somewhere.
    public var matched: Int
    public var items: [Item]
    /// Deployed, of a type that templates can declare, and written nowhere.
    public var notInCode: [LiveResource]
    /// Of these nobody can say.
    public var doubtful: [LiveResource]
    /// Written, and not found although everything of their types was seen.
    public var notDeployed: [CodePlace]
    /// Written, and not found where not everything was seen, so that nobody can say whether it is deployed.
    public var notSeen: [CodePlace]

    public func items(_ kind: Kind) -> [Item] { items.filter { $0.kind == kind } }
}

/// One side of a comparison: its resources and what the rules say of them.
struct JudgedResources {
    var resources: [Resource]
    private var findings: [Key: [Finding]] = [:]
    private let settled: SettledVerdicts

    private struct Key: Hashable {
        /// The file; for a resource of an account, where it is.
        var place: String
        var type: String
        var id: String
    }

    /// - Parameter result: of a run that keeps its resources, and its passes or settled verdicts.
    init(_ result: RunResult) {
        resources = result.resources
        settled = result.settled
        for finding in result.findings {
            let place = finding.livePlace?.text ?? finding.judgedFile
            let key = Key(place: place, type: finding.resource.type, id: finding.resource.id)
            findings[key, default: []].append(finding)
        }
    }

    func findings(of resource: Resource) -> [Finding] {
        let place = resource.livePlace?.text ?? resource.source.name
        return findings[Key(place: place, type: resource.type, id: resource.id)] ?? []
    }

    /// What a rule says of a resource.
    enum Outcome: Hashable {
        case complies, fails, undecided
        /// It is not about the resource.
        case saysNothing
    }

    func outcome(of rule: String, on resource: Resource) -> Outcome {
        let found = findings(of: resource).filter { $0.rule == rule }
        let verdicts = found.map(\.verdict)
        switch [Verdict.error, .fail, .suppressed, .unknown, .pass].first(where: verdicts.contains) {
        case .fail?, .suppressed?: return .fails
        case .error?, .unknown?: return .undecided
        // A pass has a reason where it holds only for the values that are named.
        case .pass?: return found.contains { $0.reason != nil } ? .undecided : .complies
        case nil: break
        }
        // Of what is written, all that a rule says is a finding.
        guard let place = resource.livePlace else { return .saysNothing }
        return switch settled.outcome(rule: rule, at: place, id: resource.id) {
        case .complies?: .complies
        case .fails?: .fails
        case .doesNotApply?: .saysNothing
        case nil: .undecided
        }
    }
}
