/// How an expression is read, and how much of it.
public struct ParserOptions: Sendable {
    /// Whether `all`, `has`, `cel.bind` and the like are macros; otherwise they are calls of functions.
    public var expandsMacros = true
    /// Refuse what other implementations of the language do not accept: `has(map['key'])`.
    public var isStrict = false
    /// The deepest nesting, of the text as well as of the tree.
    public var maximumDepth = 250
    /// The longest source in code points.
    public var maximumLength = 100_000
    /// Reading stops after so many errors.
    public var maximumErrors = 20

    public init() {}
}
