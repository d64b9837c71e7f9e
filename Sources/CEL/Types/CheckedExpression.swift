/// An expression whose names are resolved and, unless only names were asked for, whose types are known to fit.
///
/// The three arrays run parallel to `tree.expressions`. Expressions that a macro or a dotted name swallowed stay in the
/// tree without being reachable in a way that matters: their resolution is `partOfName` or `none`.
public struct CheckedExpression: Sendable {
    /// The tree as it is to be evaluated: literals that adapted to their neighbour are already rewritten.
    public internal(set) var tree: ExpressionTree
    /// The type of each expression; `dyn` throughout when types were not checked.
    public internal(set) var types: [CELType]
    public internal(set) var resolutions: [Resolution]
    public internal(set) var warnings: [Issue]
    /// How many slots the variables of comprehensions and bindings need. Every variable has a slot of its own, so a value
    /// that is computed late cannot overwrite a neighbour's.
    public internal(set) var localCount: Int

    /// The fields that are there whenever the expression is true.
    let presentFields: [FieldPath]

    public var resultType: CELType { types[Int(tree.root.rawValue)] }

    /// What a name stands for.
    public enum Resolution: Hashable, Sendable {
        /// The expression has no name to resolve.
        case none
        /// An identifier or a whole selection chain that names `declarations.variables[index]`.
        case variable(Int)
        /// A variable of a comprehension, `cel.bind` or `optMap`, by slot.
        case local(Int)
        /// An identifier or a whole selection chain that names a type.
        case typeName(CELType)
        /// A function: `declarations.function(index)` and those of its overloads that can apply, in order of declaration.
        /// `isNamespaced`: the target of the member call is part of the function's name and is not evaluated.
        case call(function: Int, overloads: [Int], isNamespaced: Bool)
        /// A comprehension, `bind` or `optionalMap`: its variable has slot `first`, a second variable `first + 1`.
        case binds(first: Int)
        /// Part of a dotted name that is resolved further up.
        case partOfName
        /// Only without type checking: nothing has this name. Evaluating it is an error.
        case unresolved
    }

    public func type(of id: ExpressionID) -> CELType { types[Int(id.rawValue)] }

    public func resolution(of id: ExpressionID) -> Resolution { resolutions[Int(id.rawValue)] }
}
