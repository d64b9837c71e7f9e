extension Prover {
    /// Why neither a proof nor a call was found.
    func reason(_ question: ActionQuestion, _ model: Solver.Model, _ witness: Witness) -> String {
        let tags = "the only requests found carry tags, for which `sagemaker:AddTags` is not surely allowed"
        // May ask for tags of the request, of which the formula then speaks.
        let oddities = question.model.oddities
        let isUsual = Formula.and(oddities.map(\.isAbsent))
        func isExcluded(_ variant: ActionQuestion.Variant, _ more: Formula) -> Bool {
            let formula = question.formula(variant) && more
            if case .unsatisfiable = Solver(question.model.vocabulary, budget: options.budget).solve(formula) {
                return true
            }
            return false
        }
        let needsTagging =
            question.tagging != nil && isExcluded(ActionQuestion.Variant(reading: .open, checksTagging: true), isUsual)
            && !isExcluded(ActionQuestion.Variant(reading: .open), isUsual)
        let unknownKeys = question.model.undocumentedVariables.filter { model.values[$0] != nil }
            .flatMap { question.model.vocabulary.variables[$0].keys }
        let unknown = Set(unknownKeys).sorted().map { "`\(spellings[$0] ?? $0)`" }
        let matters = model.openMatters.sorted()
        // That a call may name its resources in another way matters less than a key that nobody knows.
        if !matters.isEmpty, question.doubt == nil || unknown.isEmpty {
            return "it depends on " + matters.joined(separator: " and ") + (needsTagging ? ", and " + tags : "")
        }
        if !unknown.isEmpty {
            let keys = unknown.joined(separator: " and ")
            return "the service data of \(ServiceData.date) do not tell whether the request carries \(keys)"
        }
        if let reason = reasonAgainst(witness, question) { return reason }
        let plain = ActionQuestion.Variant(reading: .open)
        if isExcluded(plain, isUsual) {
            let one = oddities.first { isExcluded(plain, $0.isAbsent) }
            let descriptions = one.map { [$0.description] } ?? oddities.map(\.description)
            return "the only requests found \(descriptions.joined(separator: ", or "))"
        }
        if question.tagging != nil { return tags }
        return "a request was found that the evaluator does not confirm"
    }

    /// Why a call that was found is none that can be; nil if nothing speaks against it.
    private func reasonAgainst(_ witness: Witness, _ question: ActionQuestion) -> String? {
        if !SharedNames(witness, question.model.targets).agree {
            return "the only requests found name resources that do not belong together"
        }
        let agreeing = witness.agreeing
        if let (one, other) = agreeing.requests.lazy.compactMap({ CallerKeys(context: $0.context).contradiction }).first
        {
            return "the only requests found contradict themselves in `\(one)` and `\(other)`"
        }
        let isForeign = agreeing.requests.contains { request in
            request.account.map { !question.model.surelyReaches(account: $0) } ?? false
        }
        return isForeign
            ? "the only requests found name resources of another account, whose policies are not given" : nil
    }
}
