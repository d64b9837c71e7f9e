/// What an expression may refer to. Made once, used for many expressions.
public struct Declarations: Sendable {
    public struct Variable: Hashable, Sendable {
        /// May be dotted: `variables.limit`.
        public var name: String
        public var type: CELType

        public init(_ name: String, _ type: CELType) {
            self.name = name
            self.type = type
        }
    }

    /// In the order given; a resolution refers to them by index.
    public let variables: [Variable]
    /// The namespace in which names are looked up first, innermost part first; empty for none.
    public let container: String
    public let schema: (any ObjectSchema)?

    let names: NameTable

    public init(
        variables: [Variable] = [], container: String = "", libraries: [Library] = [.standard],
        schema: (any ObjectSchema)? = nil, typeNames: [String: CELType] = [:]
    ) {
        self.variables = variables
        self.container = container
        self.schema = schema
        names = NameTable(variables: variables, container: container, libraries: libraries, typeNames: typeNames)
    }

    private init(extending base: Declarations, with added: [Variable]) {
        variables = base.variables + added
        container = base.container
        schema = base.schema
        names = NameTable(extending: base.names, with: added, from: base.variables.count)
    }

    /// These declarations with more variables, whose slots follow those that are there.
    ///
    /// The functions are shared, so that many scopes can be made from one: the cost is that of the variables.
    public func adding(_ variables: [Variable]) -> Declarations {
        Declarations(extending: self, with: variables)
    }

    /// The function that a resolution names.
    public func function(_ index: Int) -> FunctionGroup { names.functions[index] }
}
