public import Documents
public import Policies
public import Resources

/// The outcome of one rule on one resource.
public enum Verdict: String, CaseIterable, Sendable {
    case pass, fail, unknown, suppressed, error
}

/// A rule's verdict on a resource with everything a person needs to act on it.
public struct Finding: Sendable {
    /// `pack/rule`.
    public var rule: String
    public var title: String
    public var severity: Severity
    public var verdict: Verdict
    /// What is wrong with this resource, in one sentence.
    public var message: String
    public var remedy: String?
    public var resource: ResourceIdentity
    public var file: String
    /// The property path, such as `Properties.InstanceType`; empty when the resource as a whole is meant.
    public var path: String
    public var region: SourceRegion
    public var excerpt: Excerpt
    /// The values that decided the verdict.
    public var evidence: [Evidence]
    /// What was expected, in words; nil when the message says it all.
    public var expected: String?
    /// The deployments in which the finding arises: the default one first, then the smallest; empty when it always does.
    public var scenarios: [FindingScenario]
    /// Where the resource uses the value on which the finding stands, if that is elsewhere: in a parameter or a mapping.
    public var use: SourceRegion?
    /// Other places that lead to it, in the order in which a reader would follow them.
    public var related: [RelatedPlace] = []
    /// Stable when lines move; contains the path of the file.
    public var fingerprint: String
    public var references: [String]
    /// Whether it can decide the exit code. What a rule finds that is only reported, or not yet in force, does not, and what is
    /// unknown only where that was asked for.
    public var gates: Bool
    /// Why nothing can be said, in a few words, such as `parameter Env has no default`, of `unknown` and `error`; of a pass, why
    /// it does not hold for every value, if so.
    public var reason: String?
    /// Whether the rule may fail on the resource in other ways than those that it tells of.
    public var isUnsettled = false
    /// What silences the finding; only of `suppressed`.
    public var suppression: Suppression?
    public var status: Status
    /// The value of the tag `owner` of the resource, as far as the run was asked for it.
    public var owner: String?
    /// The account of the resource, where it is known.
    public var account: String?
    /// Of a resource that was read from an account, where that is.
    public var livePlace: AccountPlace?
    /// The tags of the resource whose values are known, as far as the run was asked for them.
    public var tags: [String: String] = [:]
    /// What the resource costs, where that is known; only of `fail`.
    public var cost: FindingCost?
    /// What `--fix` would do, as far as the run was asked to find that out.
    public var fix: ProposedFix?
    /// `LineHash` of the line on which the finding starts; nil when the text is not at hand.
    public var lineHash: String?

    /// The first of `scenarios`: what a parameter or condition is where the finding arises.
    public var scenario: [String: String] {
        get { scenarios.first?.values ?? [:] }
        set { scenarios = newValue.isEmpty ? [] : [FindingScenario(values: newValue, isDefault: false)] }
    }

    /// Whether a run before this one, recorded in the baseline, had the finding already.
    public enum Status: String, CaseIterable, Sendable {
        case new, known
    }

    /// Somebody's decision that a finding may stay.
    public struct Suppression: Hashable, Sendable {
        public enum Origin: String, CaseIterable, Sendable {
            /// A comment or metadata in the input itself.
            case inSource
            /// The file of central exceptions.
            case exception
            case baseline
        }

        public var origin: Origin
        public var reason: String
        /// The last day on which it counts, as `2027-03-31`; nil when it does not expire.
        public var until: String?
        /// What the verdict would be without it.
        public var verdict = Verdict.fail

        public init(origin: Origin, reason: String, until: String? = nil) {
            self.origin = origin
            self.reason = reason
            self.until = until
        }
    }

    /// The file that was judged: the plan, for a finding that points into the files from which the plan was made.
    public var judgedFile: String { related.first { $0.role == .plan }?.file ?? file }

    /// Whether somebody has to look at it: a failure or an error that no baseline knows.
    public var isDue: Bool { (verdict == .fail || verdict == .error) && status == .new }

    /// Whether somebody has to look at it because nothing could be decided.
    public var isUndetermined: Bool { verdict == .unknown && gates }

    public init(
        rule: String, title: String, severity: Severity, verdict: Verdict, message: String, remedy: String?,
        resource: ResourceIdentity, file: String, path: String, region: SourceRegion, excerpt: Excerpt,
        evidence: [Evidence], expected: String?, scenarios: [FindingScenario], fingerprint: String,
        references: [String],
        reason: String? = nil, suppression: Suppression? = nil, status: Status = .new, lineHash: String? = nil,
        gates: Bool = true, use: SourceRegion? = nil
    ) {
        self.rule = rule
        self.title = title
        self.severity = severity
        self.verdict = verdict
        self.message = message
        self.remedy = remedy
        self.resource = resource
        self.file = file
        self.path = path
        self.region = region
        self.excerpt = excerpt
        self.evidence = evidence
        self.expected = expected
        self.scenarios = scenarios
        self.use = use
        self.fingerprint = fingerprint
        self.references = references
        self.gates = gates
        self.reason = reason
        self.suppression = suppression
        self.status = status
        self.lineHash = lineHash
    }
}

/// A place that a finding has to do with, beside the one that it points at.
public struct RelatedPlace: Hashable, Sendable {
    public enum Role: String, CaseIterable, Sendable {
        /// The plan says so, of a finding that points into the files from which the plan was made.
        case plan
        /// The module in which the finding is is called here.
        case call
    }

    public var role: Role
    public var file: String
    public var region: SourceRegion
}

public struct ResourceIdentity: Hashable, Sendable {
    public var type: String
    public var name: String
    public var id: String

    public init(type: String, name: String, id: String) {
        self.type = type
        self.name = name
        self.id = id
    }
}

public struct Evidence: Hashable, Sendable {
    /// What is shown in place of a secret.
    public static let hidden = "(hidden)"

    public var path: String
    /// As shown to people; `hidden` for a secret, `(unknown)` for a value that is not known yet.
    public var value: String

    public init(path: String, value: String) {
        self.path = path
        self.value = value
    }
}
