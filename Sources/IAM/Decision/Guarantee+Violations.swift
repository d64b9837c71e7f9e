extension Guarantee {
    /// The conditions that a request does not satisfy, for sure.
    public func violations(of request: Request) -> [Condition] {
        let evaluator = ConditionEvaluator(context: request.context)
        return onlyWhen.filter { evaluator.holds([$0]) == .no }
    }
}
