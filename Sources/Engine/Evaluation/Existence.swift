public import Resources

extension Resource {
    /// Whether there is any deployment that has the resource; one that nobody can rule out counts.
    public var mayExist: Bool {
        let scenario = Scenario()
        let judgement = existence(in: scenario)
        guard judgement.mayDependOnChoices, !scenario.questions.isEmpty else { return !judgement.isNotApplicable }
        return !ScenarioSearch.run(judgement, scenario, of: self, existence).isNotApplicable
    }

    private func existence(in scenario: Scenario) -> Judgement {
        let holds = exists(in: scenario)
        if !scenario.isOpen, (scenario.refusal ?? resolver?.refusal(of: scenario)) != nil { return .notApplicable }
        return switch holds {
        case true?: .pass
        case false?: .notApplicable
        case nil: .unknown(reason: "", place: Place(range: anchor, path: ""))
        }
    }
}
