/// Answers a claim about a policy set.
///
/// For each action the question is put as a formula that is true for more requests than are allowed and bad, never for
/// fewer: if nothing satisfies it, the claim is proved. A model of it becomes a concrete call, which counts only if the
/// evaluator, who knows nothing of formulas, says that it is allowed and bad. If it is not, the question is put once
/// more so that every matter is read against the model; if that finds nothing either, the answer is unknown.
final class Prover {
    let authorization: Authorization
    let claim: Claim
    let options: DecisionOptions
    /// The partitions of the accounts that are asked about.
    let partitions: [String]
    private let quantifiedKeys: Set<String>
    /// How the keys about which anything asks are written, by their names in lower case.
    let spellings: [String: String]
    private lazy var tagging = ActionQuestion.Tagging(authorization)

    init(_ set: PolicySet, claim: Claim, options: DecisionOptions) {
        authorization = Authorization(set)
        self.claim = claim
        self.options = options
        partitions = options.partition.map { [$0] } ?? Partitions.asked(of: authorization, claim)
        quantifiedKeys = authorization.quantifiedKeys.union(claim.quantifiedKeys)
        spellings = authorization.spellings.merging(claim.spellings) { own, _ in own }
    }

    /// What was found for one action.
    struct Finding {
        var answer: ActionAnswer
        /// The questions behind it, and the numbers of the statements that deny in them.
        var questions: [ActionQuestion]
        /// Set if the action was settled without any, although the policies may allow it.
        var unasked: ServiceAction?
    }

    private func outlines(of action: ServiceAction) -> [ActionOutline] {
        partitions.map { ActionOutline.of(action, partition: $0) }
    }

    /// The questions about an action, one for each way in which a call names resources.
    func questions(about action: ServiceAction) -> [ActionQuestion] {
        let relevant = authorization.relevant(to: action)
        return outlines(of: action).flatMap(\.calls).map {
            ActionQuestion(
                authorization: authorization, claim: claim, alternative: $0, relevant: relevant, tagging: nil,
                quantifiedKeys: quantifiedKeys)
        }
    }

    func examine(_ action: ServiceAction) -> Finding {
        let relevant = authorization.relevant(to: action)
        var finding = Finding(
            answer: ActionAnswer(action: action.qualifiedName, verdict: .proved, counterexample: nil, reason: nil),
            questions: [])
        // Where nothing can allow there is nothing to ask.
        guard authorization.set.hasUnknownIdentity || relevant.contains(where: { $0.entry.grants }) else {
            return finding
        }
        let outlines = outlines(of: action)
        if case .guarantee(let guarantee) = claim, outlines.allSatisfy({ $0.keeps(guarantee) }) {
            finding.unasked = action
            return finding
        }
        let check = outlines.contains(where: \.checksTagging) ? tagging?.check(of: action) : nil
        for alternative in outlines.flatMap(\.calls) {
            var question = ActionQuestion(
                authorization: authorization, claim: claim, alternative: alternative, relevant: relevant,
                tagging: check, quantifiedKeys: quantifiedKeys)
            var result = examine(question)
            if result.verdict == .unknown, let denied = question.relyingOnTagging, isProved(denied) {
                question = denied
                result.verdict = .proved
                result.reason = nil
            }
            finding.questions.append(question)
            switch result.verdict {
            case .proved: continue
            case .counterexample:
                finding.answer = result
                return finding
            case .unknown: finding.answer = result
            }
        }
        return finding
    }

    /// False if it is certain that no request for the action is allowed.
    func mayAllow(_ action: ServiceAction) -> Bool {
        questions(about: action).contains { question in
            let formula = question.formula(ActionQuestion.Variant(reading: .open, ignoresClaim: true))
            if case .unsatisfiable = Solver(question.model.vocabulary, budget: options.budget).solve(formula) {
                return false
            }
            return true
        }
    }

    /// True if it is certain that no request for the action on any single resource is allowed and bad.
    ///
    /// Unlike `examine` this looks at each resource by itself, as a statement does, and for no counterexample.
    func excludes(_ action: ServiceAction) -> Bool {
        let relevant = authorization.relevant(to: action)
        guard relevant.contains(where: { $0.entry.grants }) else { return true }
        let rows = action.rows
        let alternatives = partitions.flatMap { ResourceAlternative.single(of: action, rows: rows, partition: $0) }
        return alternatives.allSatisfy {
            let question = ActionQuestion(
                authorization: authorization, claim: claim, alternative: $0, relevant: relevant, tagging: nil,
                quantifiedKeys: quantifiedKeys)
            return isProved(question)
        }
    }

    private func isProved(_ question: ActionQuestion) -> Bool {
        let formula = question.formula(ActionQuestion.Variant(reading: .open))
        if case .unsatisfiable = Solver(question.model.vocabulary, budget: options.budget).solve(formula) {
            return true
        }
        return false
    }

    private func examine(_ question: ActionQuestion) -> ActionAnswer {
        let name = question.model.action.qualifiedName
        func unknown(_ reason: String) -> ActionAnswer {
            ActionAnswer(action: name, verdict: .unknown, counterexample: nil, reason: reason)
        }
        let first = question.formula(ActionQuestion.Variant(reading: .open))
        let solver = Solver(question.model.vocabulary, budget: options.budget)
        switch solver.solve(first) {
        case .unsatisfiable: return ActionAnswer(action: name, verdict: .proved, counterexample: nil, reason: nil)
        case .undecided: return unknown("the question takes more steps than the budget allows")
        case .satisfiable(let model):
            let witness = Witness(model, solver: solver, question: question, spellings: spellings)
            // A key that may not exist is no part of a counterexample, nor is a request that may not.
            let isDocumented = question.model.undocumentedVariables.allSatisfy { model.values[$0] == nil }
            if question.doubt != nil { return unknown(reason(question, model, witness)) }
            if isDocumented,
                let counterexample = counterexample(
                    witness, to: question, ActionQuestion.Variant(reading: .open))
            {
                return found(counterexample, for: name)
            }
            if let counterexample = instantiate(question, after: model) { return found(counterexample, for: name) }
            return unknown(reason(question, model, witness))
        }
    }

    private func found(_ counterexample: Counterexample, for action: String) -> ActionAnswer {
        ActionAnswer(action: action, verdict: .counterexample, counterexample: counterexample, reason: nil)
    }

    /// Looks for a call that is allowed and bad however the open matters are read.
    private func instantiate(_ question: ActionQuestion, after model: Solver.Model) -> Counterexample? {
        for substitutes in Instantiation(question, model: model).attempts {
            let variant = ActionQuestion.Variant(reading: .surely, substitutes: substitutes, checksTagging: true)
            let formula = question.formula(variant)
            if formula.isFalse { continue }
            let solver = Solver(question.model.vocabulary, budget: options.budget)
            guard case .satisfiable(let model) = solver.solve(formula) else { continue }
            let witness = Witness(model, solver: solver, question: question, spellings: spellings)
            if let counterexample = counterexample(witness, to: question, variant) { return counterexample }
        }
        return nil
    }

    /// The call as a counterexample if it is one; else one whose resources share the names of which it gives several.
    private func counterexample(
        _ witness: Witness, to question: ActionQuestion, _ variant: ActionQuestion.Variant
    ) -> Counterexample? {
        let replay = Replay(question, spellings: spellings)
        if let counterexample = replay.counterexample(witness) { return counterexample }
        for names in SharedNames(witness, question.model.targets).choices {
            var variant = variant
            variant.names = names
            let formula = question.formula(variant)
            let solver = Solver(question.model.vocabulary, budget: options.budget)
            guard !formula.isFalse, case .satisfiable(let model) = solver.solve(formula) else { continue }
            let witness = Witness(model, solver: solver, question: question, spellings: spellings)
            if let counterexample = replay.counterexample(witness) { return counterexample }
        }
        return nil
    }
}
