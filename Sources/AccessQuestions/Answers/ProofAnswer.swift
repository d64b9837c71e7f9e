public import IAM
public import Reports

/// The answer to `proviso iam prove`: whether a guarantee holds for everything that a policy set can allow.
public struct ProofAnswer: AnswerOutput {
    private static let shownActions = 8

    public let answer: Answer
    private let guarantee: Guarantee
    private let policies: LoadedPolicies

    public init(_ guarantee: Guarantee, policies: LoadedPolicies, options: DecisionOptions = DecisionOptions()) {
        self.guarantee = guarantee
        self.policies = policies
        var answer = policies.set.decide(guarantee, options: options)
        if answer.verdict == .proved, let doubt = policies.reasonForDoubt {
            answer.verdict = .unknown
            answer.reason = doubt
            answer.carriers = []
        }
        self.answer = answer
    }

    public var exitCode: Int32 {
        switch answer.verdict {
        case .proved: 0
        case .counterexample: 1
        case .unknown: 3
        }
    }

    /// Why, in one sentence.
    public var reason: String {
        switch answer.verdict {
        case .proved where answer.isVacuous: "these policies allow no request of these actions at all"
        case .proved: "no request that these policies allow breaks the guarantee"
        case .counterexample: "these policies allow a request that breaks the guarantee"
        case .unknown: answer.reason ?? "it could not be decided"
        }
    }

    private var assumptions: [String] { policies.assumptions + answer.assumptions }

    public func write(to page: inout AnswerPage) {
        let tone: AnswerPage.Tone = answer.verdict == .proved ? .good : answer.verdict == .counterexample ? .bad : .open
        page.headline(answer.verdict.rawValue, tone, reason)
        if let counterexample = answer.counterexample { write(counterexample, to: &page) }
        for carrier in answer.carriers {
            let view = StatementView(carrier, in: policies)
            page.diagnostic(
                view.diagnostic(
                    "\(view.name) carries the proof: without it the guarantee would not hold", pointsAtCondition: true))
        }
        page.gap()
        if !answer.carriersAreFewest {
            page.fact("carriers", "none can be left out, but fewer others might do: there were too many to try all")
        }
        writeActions(to: &page)
        page.list("assumed", assumptions)
    }

    private func write(_ counterexample: Counterexample, to page: inout AnswerPage) {
        page.gap()
        RequestView(counterexample.request).write(to: &page)
        let broken = guarantee.violations(of: counterexample.request)
        page.list("breaks", broken.map { Self.words(for: $0, in: counterexample.request) })
        if guarantee.onlyWhen.isEmpty { page.fact("breaks", "the guarantee says that no such request is allowed") }
        page.list(
            "also",
            counterexample.alongside.map {
                "the same call is checked for \($0.action) on \($0.resource)\(RequestView($0).conditions), which is allowed"
            })
        page.needs(counterexample.notes)
        guard let reference = counterexample.statement else { return }
        let view = StatementView(reference, in: policies)
        page.diagnostic(view.diagnostic("\(view.name) allows it", action: counterexample.request.action))
    }

    /// What a condition asks, and what the request says instead.
    private static func words(for condition: Condition, in request: Request) -> String {
        let values = condition.values.map { "\"\($0.text)\"" }.joined(separator: ", ")
        let demand = "\(condition.operatorText) on \(condition.key): \(values)"
        return request.context[condition.key] == nil ? demand + "; the request does not carry the key" : demand
    }

    private func writeActions(to page: inout AnswerPage) {
        let total = answer.actions.count
        func names(_ verdict: Answer.Verdict) -> [String] {
            answer.actions.filter { $0.verdict == verdict }.map(\.action)
        }
        func listed(_ names: [String]) -> String {
            names.prefix(Self.shownActions).joined(separator: ", ")
                + (names.count > Self.shownActions ? " and \(names.count - Self.shownActions) more" : "")
        }
        let (failing, open) = (names(.counterexample), names(.unknown))
        var rows = ["\(total) looked at" + (failing.isEmpty && open.isEmpty ? ", the guarantee holds for each" : "")]
        if !failing.isEmpty { rows.append("\(failing.count) can break it: \(listed(failing))") }
        if !open.isEmpty { rows.append("\(open.count) not decided: \(listed(open))") }
        page.list("actions", rows)
    }

    public func write(to json: JSONWriter) {
        json.member("verdict", answer.verdict.rawValue)
        if let counterexample = answer.counterexample {
            RequestView(counterexample.request).write("request", to: json)
        } else {
            json.object("request") {}
        }
        if let reference = answer.counterexample?.statement {
            StatementView(reference, in: policies).write("statement", to: json)
        } else {
            json.object("statement") {}
        }
        json.member("reason", reason)
        json.array("assumptions") { assumptions.forEach(json.element) }
        json.array("alongside") {
            for request in answer.counterexample?.alongside ?? [] { RequestView(request).write(nil, to: json) }
        }
        json.member("notes", answer.counterexample?.notes ?? [])
        json.array("carriers") {
            for carrier in answer.carriers { StatementView(carrier, in: policies).write(nil, to: json) }
        }
        json.member("carriersAreFewest", answer.carriersAreFewest)
        json.array("actions") {
            for action in answer.actions {
                json.object(layout: .inline) {
                    json.member("action", action.action)
                    json.member("verdict", action.verdict.rawValue)
                    json.member("reason", ifPresent: action.reason)
                }
            }
        }
    }
}
