/// One audit, as far as the history keeps it.
public struct AuditRecord: Sendable, Hashable {
    /// When the snapshot was collected, in seconds since 1970.
    public var time: Int64
    /// The hash of the snapshot.
    public var snapshot: String
    /// The hash of the rules that judged it.
    public var policies: String
    /// The version of the program.
    public var tool: String
    /// Whether everything that was asked for was seen.
    public var isComplete: Bool
    public var resources: Int
    /// What the resources with failures cost, each resource once; one sum for each currency.
    public var costs: [AuditCost]

    public init(
        time: Int64, snapshot: String, policies: String, tool: String, isComplete: Bool, resources: Int,
        costs: [AuditCost] = []
    ) {
        self.time = time
        self.snapshot = snapshot
        self.policies = policies
        self.tool = tool
        self.isComplete = isComplete
        self.resources = resources
        self.costs = costs
    }
}

/// What something costs in a month.
public struct AuditCost: Sendable, Hashable {
    public var currency: String
    public var monthly: Double
    /// What can be saved of it.
    public var avoidable: Double

    public init(currency: String, monthly: Double, avoidable: Double) {
        self.currency = currency
        self.monthly = monthly
        self.avoidable = avoidable
    }
}

/// A failure that an audit found, as far as the history keeps it.
public struct KnownFinding: Sendable, Hashable {
    public var fingerprint: String
    public var rule: String
    public var severity: String
    public var type: String
    /// The ARN of the resource, or what else tells it from others.
    public var resource: String
    public var name: String
    public var account: String
    public var region: String
    public var message: String
    public var owner: String?
    /// What the resource costs, where that is known.
    public var cost: AuditCost?

    public init(
        fingerprint: String, rule: String, severity: String, type: String, resource: String, name: String,
        account: String,
        region: String, message: String, owner: String? = nil, cost: AuditCost? = nil
    ) {
        self.fingerprint = fingerprint
        self.rule = rule
        self.severity = severity
        self.type = type
        self.resource = resource
        self.name = name
        self.account = account
        self.region = region
        self.message = message
        self.owner = owner
        self.cost = cost
    }
}

/// What one audit could see: only what was looked at again can be found resolved.
public struct AuditScope: Sendable {
    /// Why a finding that was not found again is resolved; nil where nobody can say that it is.
    public var resolution: @Sendable (KnownFinding) -> Resolution?

    public init(resolution: @escaping @Sendable (KnownFinding) -> Resolution?) {
        self.resolution = resolution
    }
}

/// Why a finding is resolved.
public enum Resolution: String, Sendable, CaseIterable {
    /// The rule was evaluated on the resource again, and it complies.
    case complies
    /// What was found is mended, and the rule fails elsewhere on the resource.
    case failsOtherwise
    /// The resource is there no more.
    case gone
    /// The rule is not about the resource any more, by what is known of it.
    case doesNotApply
}

/// What became of a finding from one audit to the next.
public enum FindingState: String, Sendable, CaseIterable {
    /// Seen for the first time.
    case new
    /// Seen before and again.
    case open
    /// Was resolved and is back.
    case reopened
    /// Looked for and not found any more.
    case resolved
    /// Was open, and was not looked at this time.
    case unseen
}

/// A finding with what the history says of it, as of one audit.
public struct TrackedFinding: Sendable, Hashable {
    public var finding: KnownFinding
    public var state: FindingState
    /// Seconds since 1970.
    public var firstSeen: Int64
    public var lastSeen: Int64
    /// Why it is resolved; only of those that are, and not of audits that earlier versions of the program took down.
    public var resolution: Resolution?

    public init(
        finding: KnownFinding, state: FindingState, firstSeen: Int64, lastSeen: Int64, resolution: Resolution? = nil
    ) {
        self.finding = finding
        self.state = state
        self.resolution = resolution
        self.firstSeen = firstSeen
        self.lastSeen = lastSeen
    }

    /// Whole days between the first time it was seen and an audit.
    public func age(at time: Int64) -> Int64 { max(0, time - firstSeen) / 86_400 }
}

/// One audit and how many findings had which state.
public struct AuditPoint: Sendable {
    public var audit: AuditRecord
    public var counts: [FindingState: Int]
    /// How many of the findings that were there had which severity.
    public var severities: [String: Int]

    public init(audit: AuditRecord, counts: [FindingState: Int], severities: [String: Int]) {
        self.audit = audit
        self.counts = counts
        self.severities = severities
    }

    /// Findings that were there, as far as was seen.
    public var open: Int { FindingState.allCases.reduce(0) { $0 + ($1.isPresent ? counts[$1, default: 0] : 0) } }
}

extension FindingState {
    /// Whether the finding is there, as far as is known.
    public var isPresent: Bool { self != .resolved }
}
