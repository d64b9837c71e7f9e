public import IAM
public import Reports

/// The answer to `proviso iam can`: whether one request is allowed.
public struct AccessAnswer: AnswerOutput {
    public let outcome: Outcome
    private let question: RequestText
    private let policies: LoadedPolicies

    public init(_ question: RequestText, policies: LoadedPolicies) {
        self.question = question
        self.policies = policies
        var outcome = policies.set.decide(question.request)
        if outcome.verdict == .implicitlyDenied, outcome.layer == .identity, let doubt = policies.reasonForDoubt {
            outcome.verdict = .unclear
            outcome.reason = doubt
        }
        if question.guessesRolePath, Self.asksForPath(policies.set, question.request, outcome) {
            outcome.verdict = .unclear
            outcome.reason =
                "it depends on the path of the session's role, which the ARN of a session does not tell: give `--context aws:PrincipalArn=`"
        }
        self.outcome = outcome
    }

    /// Whether a statement that may matter looks at the ARN of the role, beside the one that surely denies.
    private static func asksForPath(_ set: PolicySet, _ request: Request, _ outcome: Outcome) -> Bool {
        let key = "aws:principalarn"
        func asks(_ statement: Statement) -> Bool {
            let texts = (statement.resources?.values ?? []) + statement.conditions.flatMap(\.values)
            return statement.conditions.contains { $0.key.lowercased() == key }
                || texts.contains { $0.text.lowercased().contains("${" + key) }
        }
        let asking = everyPolicy(of: set).map { ($0, $0.statements.filter(asks)) }.filter { !$0.1.isEmpty }
        if outcome.verdict == .explicitlyDenied, let decided = outcome.statement {
            let isOpen = asking.contains { $0.0.name == decided.policy && $0.1.contains { $0.index == decided.index } }
            if !isOpen { return false }
        }
        return asking.contains { $0.1.contains { speaks($0, of: request.action) } }
    }

    private static func everyPolicy(of set: PolicySet) -> [Policy] {
        set.identity + set.serviceControl.flatMap(\.self) + set.resourceControl.flatMap(\.self) + set.resource
            + [set.boundary, set.session].compactMap(\.self)
    }

    private static func speaks(_ statement: Statement, of action: String) -> Bool {
        let isListed = statement.actions.values.contains { Glob(pattern: $0.text, ignoringCase: true).matches(action) }
        return isListed != statement.actions.isNegated
    }

    public var exitCode: Int32 {
        switch outcome.verdict {
        case .allowed: 0
        case .explicitlyDenied, .implicitlyDenied: 1
        case .unclear: 3
        }
    }

    private var verdict: String {
        switch outcome.verdict {
        case .allowed: "ALLOWED"
        case .explicitlyDenied, .implicitlyDenied: "DENIED"
        case .unclear: "UNCLEAR"
        }
    }

    /// What a reader should know about the answer: what was added to the request, and which keys policies ask for.
    private var notes: [String] {
        let missing = missingKeys
        let about =
            missing.isEmpty
            ? []
            : [
                "the request is taken not to carry \(missing.joined(separator: ", ")), which statements about the action ask for"
            ]
        let unseen = policies.missing.map { "`\($0)`, which the principal also has, is not given" }
        return question.notes + about + unseen + policies.assumptions
    }

    private var missingKeys: [String] {
        var seen: Set<String> = []
        return Self.everyPolicy(of: policies.set).flatMap(\.statements).filter {
            Self.speaks($0, of: question.request.action)
        }.flatMap(\.conditions).filter {
            question.request.context[$0.key] == nil && seen.insert($0.normalizedKey).inserted
        }
        .map { "`\($0.key)`" }
    }

    public func write(to page: inout AnswerPage) {
        page.headline(
            verdict, outcome.verdict == .allowed ? .good : outcome.verdict == .unclear ? .open : .bad, outcome.reason)
        page.gap()
        RequestView(question.request).write(to: &page)
        if let reference = outcome.statement {
            let view = StatementView(reference, in: policies)
            let does =
                outcome.verdict == .unclear ? "may decide it" : outcome.verdict == .allowed ? "allows it" : "denies it"
            page.diagnostic(view.diagnostic("\(view.name) \(does)", action: question.request.action))
        }
        page.gap()
        page.list("note", notes)
    }

    public func write(to json: JSONWriter) {
        json.member("verdict", verdict)
        RequestView(question.request).write("request", to: json)
        if let reference = outcome.statement {
            StatementView(reference, in: policies).write("statement", to: json)
        } else {
            json.object("statement") {}
        }
        json.member("decidedBy", outcome.layer.name)
        json.member("isExplicit", outcome.verdict == .explicitlyDenied)
        json.member("reason", outcome.reason)
        json.member("notes", notes)
    }
}
