public import CEL
public import Documents

/// What an expression gave.
public struct ExpressionResult: Sendable {
    public var value: Value
    /// The steps that the evaluation took: the same in every run.
    public var steps: Int
    /// What decided the outcome, each as a note that points into the data, or into the expression for what was computed.
    public var reasons: [Diagnostic]
    /// What is doubtful about the expression or its data.
    public var warnings: [Diagnostic]
}
