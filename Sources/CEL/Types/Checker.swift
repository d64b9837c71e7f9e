extension CheckedExpression {
    public enum Mode: Sendable {
        /// Names must be known and types must fit, as far as they are known before evaluation.
        case types
        /// Names are looked up; what is unknown or does not fit is an error of the evaluation.
        case namesOnly
    }

    /// Resolves the names of an expression and checks its types.
    ///
    /// - Parameter conditions: expressions over the same declarations that are known to be true when this one is
    ///   evaluated; what they ask for with `has` is taken to be there.
    public init(
        checking tree: ExpressionTree, against declarations: Declarations, mode: Mode = .types,
        after conditions: [CheckedExpression] = []
    ) throws(CompilationError) {
        var checker = Checker(tree: tree, declarations: declarations, checksTypes: mode == .types)
        checker.assume(conditions.flatMap(\.presentFields))
        _ = checker.check(tree.root)
        let presentFields = declarations.schema == nil ? [] : checker.facts(when: true, tree.root)
        if checker.errorCount > 0 {
            throw CompilationError(issues: checker.issues)
        }
        self.init(checker, presentFields: presentFields)
    }

    private init(_ checker: consuming Checker, presentFields: [FieldPath]) {
        localCount = checker.localCount
        types = checker.declaredTypes()
        tree = checker.tree
        resolutions = checker.resolutions
        warnings = checker.issues
        self.presentFields = presentFields
    }
}

/// Walks a tree from the leaves up, giving each expression a type and each name its meaning.
struct Checker {
    struct Local {
        var name: String
        var slot: Int
        var type: TypeRef
    }

    var tree: ExpressionTree
    let declarations: Declarations
    let checksTypes: Bool
    var table = TypeTable()
    var types: [TypeRef]
    var resolutions: [CheckedExpression.Resolution]
    var issues: [Issue] = []
    var errorCount = 0
    /// The variables in scope, innermost last.
    var locals: [Local] = []
    var localCount = 0
    /// Fields that are known to be there where the check has arrived.
    private(set) var facts: [String: Int] = [:]
    /// Fields that were warned of already.
    var warned: Set<String> = []

    init(tree: ExpressionTree, declarations: Declarations, checksTypes: Bool) {
        self.tree = tree
        self.declarations = declarations
        self.checksTypes = checksTypes
        types = Array(repeating: .dyn, count: tree.expressions.count)
        resolutions = Array(repeating: .none, count: tree.expressions.count)
    }

    func declaredTypes() -> [CELType] {
        table.declared(types)
    }

    /// Checks an expression and gives its type, which may be a variable.
    @discardableResult
    mutating func check(_ id: ExpressionID) -> TypeRef {
        let type = type(of: id)
        let known = checksTypes ? type : .dyn
        types[Int(id.rawValue)] = known
        return known
    }

    /// Checks an expression and gives what its type stands for.
    mutating func checkResolved(_ id: ExpressionID) -> TypeRef {
        // The check must have ended before the table is read: it adds to it.
        let type = check(id)
        return table.resolve(type)
    }

    private mutating func type(of id: ExpressionID) -> TypeRef {
        switch tree[id] {
        case .literal(let literal): return literal.type
        case .identifier(let name, let isRooted): return identifier(id, name, isRooted: isRooted)
        case .select(let operand, let field, let isOptional):
            return select(id, operand, field, isOptional: isOptional)
        case .has(let operand, let field): return has(id, operand, field)
        case .index(let operand, let index, let isOptional): return self.index(id, operand, index, isOptional)
        case .call(let function, let arguments): return call(id, function, arguments)
        case .memberCall(let target, let function, let arguments):
            return memberCall(id, target, function, arguments)
        case .and(let operands): return logic(id, operands, isAnd: true)
        case .or(let operands): return logic(id, operands, isAnd: false)
        case .conditional(let condition, let then, let otherwise):
            return conditional(id, condition, then, otherwise)
        case .list(let elements): return list(elements)
        case .map(let entries): return map(entries)
        case .comprehension(let comprehension): return self.comprehension(id, comprehension)
        case .bind(let variable, let value, let body):
            let slot = reserveSlots(1, for: id)
            let type = check(value)
            return withLocals([Local(name: variable, slot: slot, type: type)]) { $0.check(body) }
        case .optionalMap(let target, let variable, let body, let isFlat):
            return optionalMap(id, target, variable, body, isFlat: isFlat)
        }
    }

    // MARK: Scopes

    /// Every variable has a slot of its own; `cel.bind` computes its value late, among the variables of its body.
    mutating func reserveSlots(_ count: Int, for id: ExpressionID) -> Int {
        let first = localCount
        localCount += count
        resolutions[Int(id.rawValue)] = .binds(first: first)
        return first
    }

    mutating func withLocals(_ added: [Local], _ body: (inout Checker) -> TypeRef) -> TypeRef {
        let count = locals.count
        locals.append(contentsOf: added)
        defer { locals.removeSubrange(count...) }
        return body(&self)
    }

    mutating func withFacts(_ added: [FieldPath], _ body: (inout Checker) -> TypeRef) -> TypeRef {
        guard !added.isEmpty else { return body(&self) }
        assume(added)
        defer {
            for fact in added {
                guard let count = facts[fact.text] else { continue }
                facts[fact.text] = count > 1 ? count - 1 : nil
            }
        }
        return body(&self)
    }

    /// Takes fields to be there: how often each was asked for, since scopes lie inside each other.
    fileprivate mutating func assume(_ added: [FieldPath]) {
        for fact in added { facts[fact.text, default: 0] += 1 }
    }

    // MARK: Logic

    private mutating func logic(_ id: ExpressionID, _ operands: [ExpressionID], isAnd: Bool) -> TypeRef {
        // A decisive operand wins over an error in any other, so a guard counts wherever it stands.
        let guards = declarations.schema == nil ? [] : operands.flatMap { facts(when: isAnd, $0) }
        return withFacts(guards) { checker in
            for operand in operands {
                checker.require(.bool, operand, for: isAnd ? "`&&` joins conditions" : "`||` joins conditions")
            }
            return .bool
        }
    }

    private mutating func conditional(
        _ id: ExpressionID, _ condition: ExpressionID, _ then: ExpressionID, _ otherwise: ExpressionID
    ) -> TypeRef {
        require(.bool, condition, for: "`?` needs a condition")
        let hasSchema = declarations.schema != nil
        let first = withFacts(hasSchema ? facts(when: true, condition) : []) { $0.check(then) }
        let second = withFacts(hasSchema ? facts(when: false, condition) : []) { $0.check(otherwise) }
        guard checksTypes else { return .dyn }
        if table.isAssignable(first, second) { return table.mostGeneral(first, second) }
        if adaptLiteral(then, beside: second) { return .double }
        if adaptLiteral(otherwise, beside: first) { return .double }
        reportBranches(id, first, second)
        return .error
    }

    /// Checks an expression that must have a certain type.
    mutating func require(_ wanted: TypeRef, _ id: ExpressionID, for purpose: @autoclosure () -> String) {
        let type = check(id)
        if !table.isAssignable(type, wanted) {
            report(
                "\(purpose()): expected \(name(wanted)), found \(name(type))", help: conditionHelp(wanted, type, id),
                at: id)
        }
    }
}

extension Literal {
    var type: TypeRef {
        switch self {
        case .null: .null
        case .bool: .bool
        case .int: .int
        case .uint: .uint
        case .double: .double
        case .string: .string
        case .bytes: .bytes
        }
    }
}
