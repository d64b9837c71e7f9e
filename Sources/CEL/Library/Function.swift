/// A function by name, with overloads that are built only when an expression uses it.
public struct Function: Sendable {
    /// The name as written; of a namespaced function with its dots, such as `math.greatest`.
    public var name: String
    public var overloads: @Sendable () -> [Overload]
    /// The result depends on the arguments alone, so that a call with constant arguments is computed once.
    public var isPure = true

    public init(_ name: String, isPure: Bool = true, _ overloads: @escaping @Sendable () -> [Overload]) {
        self.name = name
        self.isPure = isPure
        self.overloads = overloads
    }
}

/// Functions that belong together, and the type names and macros that come with them.
public struct Library: Sendable {
    public var name: String
    public var functions: [Function]

    public init(name: String, functions: [Function]) {
        self.name = name
        self.functions = functions
    }
}
