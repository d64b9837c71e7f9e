import CEL

/// Sees every evaluation of the expressions that decide a rule, with all its steps. For tests of policies and for
/// explanations: a run has none, and each evaluation costs many times what it costs there.
final class EvaluationObserver {
    struct Evaluation {
        var program: Program
        var explanation: Explanation
    }

    private(set) var evaluations: [Evaluation] = []

    func note(_ program: Program, in activation: Activation) {
        evaluations.append(Evaluation(program: program, explanation: program.explain(in: activation)))
    }

    /// What was seen since the last call.
    func drain() -> [Evaluation] {
        defer { evaluations = [] }
        return evaluations
    }
}
