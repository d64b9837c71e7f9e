/// One signature of a function and how to compute it.
public struct Overload: Sendable {
    public typealias Unary = @Sendable (FramePointer, Val) -> Val
    public typealias Binary = @Sendable (FramePointer, Val, Val) -> Val
    public typealias Ternary = @Sendable (FramePointer, Val, Val, Val) -> Val
    public typealias Variadic = @Sendable (FramePointer, UnsafeBufferPointer<Val>) -> Val

    /// Functions get arguments that are neither errors nor unknown themselves, and whose kinds fit the parameters.
    /// Elements of lists and maps may still be unknown.
    public enum Implementation: Sendable {
        case unary(Unary)
        case binary(Binary)
        case ternary(Ternary)
        case variadic(Variadic)
        /// The compiler generates the code: operators, and functions that do not evaluate every argument.
        case intrinsic
    }

    public var id: String
    /// Called as `receiver.name(...)`; the receiver is then the first parameter.
    public var isMember: Bool
    public var parameters: [CELType]
    public var result: CELType
    public var implementation: Implementation
    /// For functions of regular expressions.
    var pattern: PatternParameter?

    /// A parameter that is a regular expression: one that is constant is compiled with the program.
    struct PatternParameter: Sendable {
        /// Its index among the parameters.
        var index: Int
        /// What keeps the function from using an expression; nil if nothing does.
        var objection: @Sendable (RegularExpression) -> String? = { _ in nil }
        /// The function for the expression.
        var implementation: @Sendable (PatternArgument) -> Implementation
    }

    public init(
        _ id: String, isMember: Bool = false, _ parameters: [CELType], _ result: CELType,
        _ implementation: Implementation
    ) {
        self.id = id
        self.isMember = isMember
        self.parameters = parameters
        self.result = result
        self.implementation = implementation
    }

    /// A global function.
    public static func global(
        _ id: String, _ parameters: [CELType], _ result: CELType, _ implementation: Implementation
    ) -> Overload {
        Overload(id, isMember: false, parameters, result, implementation)
    }

    /// A function called on a receiver, which is the first parameter.
    public static func member(
        _ id: String, _ parameters: [CELType], _ result: CELType, _ implementation: Implementation
    ) -> Overload {
        Overload(id, isMember: true, parameters, result, implementation)
    }

    /// This overload, whose implementation is that for a pattern known during evaluation only.
    func taking(pattern: PatternParameter) -> Overload {
        var overload = self
        overload.pattern = pattern
        return overload
    }
}
