public import Policies

/// What a report says of a rule apart from its findings.
public struct RuleSummary: Hashable, Sendable {
    public var id: String
    public var title: String
    /// Longer text for help: what the rule asks for and why.
    public var description: String?
    public var remedy: String?
    public var severity: Severity
    public var references: [String]
    public var labels: [String]

    public init(
        id: String, title: String, description: String?, remedy: String?, severity: Severity, references: [String],
        labels: [String]
    ) {
        self.id = id
        self.title = title
        self.description = description
        self.remedy = remedy
        self.severity = severity
        self.references = references
        self.labels = labels
    }
}

/// The rules of a run, in the order of their ids. What is said of them is read when a report asks for it.
public struct RuleSummaries: Sendable {
    public let ids: [String]
    private let make: @Sendable () -> [RuleSummary]

    public init(_ rules: [RuleSummary]) {
        ids = rules.map(\.id)
        make = { rules }
    }

    init(of policies: PolicySet) {
        ids = policies.entries.map(\.id)
        make = { policies.rules.map(\.summary) }
    }

    public var count: Int { ids.count }

    public var all: [RuleSummary] { make() }
}

extension CompiledRule {
    fileprivate var summary: RuleSummary {
        RuleSummary(
            id: id, title: rule.title, description: rule.description, remedy: nil, severity: rule.severity,
            references: rule.references, labels: rule.labels)
    }
}
