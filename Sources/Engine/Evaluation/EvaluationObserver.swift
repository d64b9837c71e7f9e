import CEL
import Policies

/// Sees every evaluation of the expressions that decide a rule, with all its steps. For tests of policies and for
/// explanations: a run has none, and each evaluation costs many times what it costs there.
final class EvaluationObserver {
    struct Evaluation {
        var program: Program
        var explanation: Explanation
        /// What was read that nobody may see.
        var secrets: Set<String>
    }

    private(set) var evaluations: [Evaluation] = []

    func note(_ program: Program, in activation: Activation, _ context: RuleContext) {
        let explanation = program.explain(in: activation)
        evaluations.append(Evaluation(program: program, explanation: explanation, secrets: context.secrets))
    }

    /// What was seen since the last call.
    func drain() -> [Evaluation] {
        defer { evaluations = [] }
        return evaluations
    }
}
