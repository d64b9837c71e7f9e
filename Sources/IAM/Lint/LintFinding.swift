public import Documents

/// Something in a policy that is probably not meant so.
public struct LintFinding: Hashable, Sendable {
    public enum Severity: String, Comparable, Sendable {
        /// It cannot work as written.
        case error
        /// It permits or forbids other than it seems.
        case warning
        /// It is harmless, but could be clearer.
        case note

        public static func < (left: Severity, right: Severity) -> Bool { left.rank < right.rank }

        private var rank: Int { self == .note ? 0 : self == .warning ? 1 : 2 }
    }

    /// Immutable, kebab-case, such as `missing-set-operator`.
    public var id: String
    public var severity: Severity
    public var message: String
    public var help: String?
    /// The bytes of the policy's source that the message is about.
    public var range: Range<Int>
    /// The number of the statement, counted from 0; nil for the policy as a whole.
    public var statement: Int?

    public init(id: String, severity: Severity, message: String, help: String?, range: Range<Int>, statement: Int?) {
        self.id = id
        self.severity = severity
        self.message = message
        self.help = help
        self.range = range
        self.statement = statement
    }

    public func diagnostic(in source: SourceText) -> Diagnostic {
        let severity: Diagnostic.Severity =
            self.severity == .error ? .error : self.severity == .warning ? .warning : .note
        return Diagnostic(severity, in: source, at: range, message, help: help)
    }
}

/// One thing that is looked for.
struct LintRule: Sendable {
    let id: String
    let severity: LintFinding.Severity
    let check: @Sendable (LintSubject) -> [LintMatch]
}

/// Where a rule strikes, and why.
struct LintMatch {
    var message: String
    var help: String?
    var range: Range<Int>
    var statement: Int?
}

/// The policy that rules look at, with what several of them need.
struct LintSubject {
    let policy: Policy
    let kind: PolicyKind
    /// For each statement the documented actions that its patterns cover; nil where they are too many to list.
    let actions: [[ServiceAction]?]

    /// More actions than this are no list that somebody wrote down.
    static let actionLimit = 1000

    init(_ policy: Policy, kind: PolicyKind) {
        self.policy = policy
        self.kind = kind
        actions = policy.statements.map { Self.actions(of: $0) }
    }

    private static func actions(of statement: Statement) -> [ServiceAction]? {
        let clause = statement.actions
        guard !clause.isNegated,
            clause.values.allSatisfy({ !$0.template.isUnknown && $0.text != "*" && $0.text != "*:*" })
        else { return nil }
        var seen: Set<String> = []
        var actions: [ServiceAction] = []
        for value in clause.values {
            actions += ServiceData.actions(matching: value.text).filter { seen.insert($0.qualifiedName).inserted }
            if actions.count > actionLimit { return nil }
        }
        return actions
    }

    /// The first documented action of a statement that passes a test; nil, too, if the input does not give all its actions.
    ///
    /// For statements about more actions than can be listed: it looks at one service after the other.
    static func firstAction(of statement: Statement, where test: (ServiceAction) -> Bool) -> ServiceAction? {
        guard givesActions(statement) else { return nil }
        let names = names(statement)
        for service in ServiceData.prefixes.lazy.compactMap({ ServiceData.service($0) }) {
            if let found = service.actions.first(where: { names($0) && test($0) }) { return found }
        }
        return nil
    }

    /// True if the input gives all actions of a statement.
    static func givesActions(_ statement: Statement) -> Bool {
        !statement.actions.values.contains { $0.template.isUnknown }
    }

    /// Whether a statement names an action, as far as the input says so.
    static func names(_ statement: Statement) -> (ServiceAction) -> Bool {
        let known = statement.actions.values.filter { !$0.template.isUnknown }
        let patterns = Authorization.ActionPatterns(known.map(\.text))
        let isNegated = statement.actions.isNegated
        return { patterns.matches($0) != isNegated }
    }

    func match(_ statement: Statement, _ message: String, help: String? = nil, at range: Range<Int>) -> LintMatch {
        LintMatch(message: message, help: help, range: range, statement: statement.index)
    }
}

extension Policy {
    /// Looks for mistakes that IAM accepts.
    ///
    /// - Parameter ids: The rules to apply; nil for all.
    /// - Returns: What was found, in the order of the source.
    public func lint(as kind: PolicyKind = .unspecified, only ids: [String]? = nil) -> [LintFinding] {
        let subject = LintSubject(self, kind: kind)
        let rules = ids.map { ids in LintCatalog.rules.filter { ids.contains($0.id) } } ?? LintCatalog.rules
        return rules.flatMap { rule in
            rule.check(subject).map {
                LintFinding(
                    id: rule.id, severity: rule.severity, message: $0.message, help: $0.help, range: $0.range,
                    statement: $0.statement)
            }
        }.sorted { ($0.range.lowerBound, $0.id, $0.message) < ($1.range.lowerBound, $1.id, $1.message) }
    }
}

/// Every rule of the linter.
public enum LintCatalog {
    static let rules: [LintRule] =
        DocumentRules.rules + ActionRules.rules + KeyRules.rules + OperatorRules.rules + SetOperatorRules.rules
        + TagRules.rules + ReachRules.rules

    public static func contains(_ id: String) -> Bool { rules.contains { $0.id == id } }

    /// The ids of all rules, sorted.
    public static var ids: [String] { rules.map(\.id).sorted() }

    /// The rules by id, each with its severity.
    public static var entries: [(id: String, severity: LintFinding.Severity)] {
        rules.map { ($0.id, $0.severity) }.sorted { $0.id < $1.id }
    }
}
