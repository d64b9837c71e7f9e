internal import Documents

/// A scope in which nothing has a name but what an expression or a template is given: that of templates, of defaults and of
/// files of variables.
final class NamelessScope: EvaluationScope {
    let host: any FunctionHost

    init(host: any FunctionHost) { self.host = host }

    func value(
        of root: Symbol, _ steps: ReferenceNames, in evaluator: borrowing Evaluator
    ) throws(EvaluationFailure) -> (Value, consumed: Int) {
        throw EvaluationFailure("there is nothing called `\(evaluator.tree.symbols.text(of: root))` here")
    }
}
