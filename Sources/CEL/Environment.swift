public import Documents

/// What expressions are compiled against: variables, functions and the options of evaluation.
///
/// ```swift
/// let environment = Environment(Declarations(variables: [.init("a", .dyn)]))
/// let program = try environment.compile("a.b > 3")
/// let activation = Activation(environment)
/// activation.bind("a", .map([.init(.string("b"), .int(4))]))
/// program.value(in: activation)  // .bool(true)
/// ```
public struct Environment: Sendable {
    /// Computes a field that host objects have beside those of their mapping; `absent` if this object has none.
    public typealias VirtualField = @Sendable (FramePointer, Val) -> Val

    public private(set) var declarations: Declarations
    /// The table in which the field names of expressions are interned. Documents whose tables extend it are evaluated
    /// in place; others are copied when they are bound.
    public let symbols: SymbolTable
    /// A member whose value is null counts as missing.
    public var nullIsAbsent = false
    /// Fields of values of kind `object` that the host computes, such as `type` and `name`.
    public var virtualFields: [String: VirtualField] = [:]
    public var options = CompilationOptions()

    public init(_ declarations: Declarations = Declarations(), symbols: SymbolTable = SymbolTable()) {
        self.declarations = declarations
        self.symbols = symbols
    }

    /// This environment with more variables, whose slots follow those that are there.
    ///
    /// Programs of both may share an activation. Far cheaper than an environment from nothing.
    public func adding(_ variables: [Declarations.Variable]) -> Environment {
        var extended = self
        extended.declarations = declarations.adding(variables)
        return extended
    }

    /// The slot of a declared variable.
    public func slot(of variable: String) -> Int? {
        declarations.variables.firstIndex { $0.name == variable }
    }

    /// Parses, checks and compiles an expression.
    public func compile(_ source: String) throws(CompilationError) -> Program {
        let tree = try ExpressionTree(parsing: source)
        return try compile(try CheckedExpression(checking: tree, against: declarations))
    }

    /// Compiles a checked expression.
    /// - Throws: what is wrong with its constant patterns: they would fail whenever they are evaluated.
    public func compile(_ checked: CheckedExpression) throws(CompilationError) -> Program {
        let pool = ConstantPool()
        var compiler = Compiler(checked, environment: self, options: options, pool: pool)
        let code = compiler.code(checked.tree.root)
        guard compiler.issues.isEmpty else { throw CompilationError(issues: compiler.issues) }
        return Program(checked, environment: self, code: code, height: compiler.height, pool: pool)
    }
}
