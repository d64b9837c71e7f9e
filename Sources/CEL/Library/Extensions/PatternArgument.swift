/// The regular expression that a function gets: a text, or what the program has compiled from a constant one.
enum PatternArgument: Sendable {
    case text(Val)
    /// Kept by the program.
    case compiled(Unmanaged<RegularExpression>)

    /// Calls a function with the expression.
    /// - Returns: its result, or the error of a text that is no regular expression.
    @inline(__always)
    func with(_ frame: FramePointer, _ body: (RegularExpression) -> Val) -> Val {
        switch self {
        case .compiled(let expression): return expression._withUnsafeGuaranteedRef(body)
        case .text(let pattern):
            switch RegularExpressions.compiled(frame, pattern.text) {
            case .success(let expression): return body(expression)
            case .failure(let failure): return failure.value
            }
        }
    }
}
