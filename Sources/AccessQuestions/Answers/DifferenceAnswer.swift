public import IAM
public import Reports

/// The answer to `proviso iam diff`: what a policy set allows that an earlier one did not.
public struct DifferenceAnswer: AnswerOutput {
    public let answer: Answer
    private let policies: LoadedPolicies
    /// How many requests the text shows.
    private let limit: Int

    public init(
        from old: LoadedPolicies, to new: LoadedPolicies, limit: Int = 5, options: DecisionOptions = DecisionOptions()
    ) {
        var options = options
        options.explainsProofs = false
        policies = new
        self.limit = max(limit, 1)
        var answer = new.set.decideNothingNew(since: old.set, options: options)
        if answer.verdict == .proved, let doubt = new.reasonForDoubt ?? old.reasonForDoubt {
            answer.verdict = .unknown
            answer.reason = doubt
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

    private var news: [Counterexample] { answer.actions.compactMap(\.counterexample) }
    private var open: [ActionAnswer] { answer.actions.filter { $0.verdict == .unknown } }

    /// Why, in one sentence.
    public var reason: String {
        switch answer.verdict {
        case .proved: "the new policies allow nothing that the old ones did not"
        case .counterexample:
            "the new policies allow what the old ones did not: \(news.count) action\(news.count == 1 ? "" : "s")"
        case .unknown: answer.reason ?? "it could not be decided"
        }
    }

    public func write(to page: inout AnswerPage) {
        switch answer.verdict {
        case .proved: page.headline("NOTHING NEW", .good, reason)
        case .counterexample: page.headline("NEW ACCESS", .bad, reason)
        case .unknown: page.headline("UNKNOWN", .open, reason)
        }
        var shown: Set<StatementReference> = []
        for counterexample in news.prefix(limit) {
            page.gap()
            RequestView(counterexample.request).write(to: &page)
            page.needs(counterexample.notes)
            guard let reference = counterexample.statement else { continue }
            let view = StatementView(reference, in: policies)
            guard shown.insert(reference).inserted else {
                page.fact("by", "\(view.name)")
                continue
            }
            page.diagnostic(view.diagnostic("\(view.name) allows it now", action: counterexample.request.action))
        }
        page.gap()
        if news.count > limit {
            let rest = news.dropFirst(limit).map(\.request.action)
            page.fact(
                "also new",
                rest.prefix(20).joined(separator: ", ") + (rest.count > 20 ? " and \(rest.count - 20) more" : ""))
        }
        page.list("open", open.prefix(limit).map { "\($0.action): \($0.reason ?? "not decided")" })
        page.list("assumed", policies.assumptions + answer.assumptions)
    }

    public func write(to json: JSONWriter) {
        json.member(
            "verdict",
            answer.verdict == .proved ? "NOTHING_NEW" : answer.verdict == .counterexample ? "NEW_ACCESS" : "UNKNOWN")
        json.member("reason", reason)
        json.array("new") {
            for counterexample in news {
                json.object {
                    RequestView(counterexample.request).write("request", to: json)
                    if let reference = counterexample.statement {
                        StatementView(reference, in: policies).write("statement", to: json)
                    }
                    json.member("notes", counterexample.notes)
                }
            }
        }
        json.array("undecided") {
            for action in open {
                json.object(layout: .inline) {
                    json.member("action", action.action)
                    json.member("reason", action.reason ?? "")
                }
            }
        }
        json.array("assumptions") { (policies.assumptions + answer.assumptions).forEach(json.element) }
    }
}
