internal import Documents

/// One use of a module: the root, or what a `module` block makes of a folder.
final class ModuleInstance: EvaluationScope {
    let folder: ModuleFolder
    /// Empty for the root, else such as `module.a[0]`.
    let address: String
    /// Owns all modules.
    unowned let configuration: Configuration
    let context: EvaluationContext
    /// How it is called; nil for the root.
    let call: ModuleCall?
    /// What was computed of declarations and local values, by their numbers. A folder may declare a hundred thousand and be
    /// used ten thousand times: only what is asked for takes memory.
    private var states: [Int: State] = [:]

    struct ModuleCall {
        let declaration: ModuleFolder.Declaration
        let scope: InstanceScope
        /// Why it is not known how many such modules there are; nil when it is.
        let repetition: Unknown?
        var parent: ModuleInstance { scope.module }
    }

    private enum State {
        case underWay
        case known(Value)
        case failed(EvaluationFailure)
        case expanded(Expansion)
    }

    init(folder: ModuleFolder, address: String, configuration: Configuration, call: ModuleCall?) {
        self.folder = folder
        self.address = address
        self.configuration = configuration
        context = configuration.context
        self.call = call
    }

    var host: any FunctionHost { configuration }

    // References.

    func value(
        of root: Symbol, _ steps: ReferenceNames, in evaluator: borrowing Evaluator
    ) throws(EvaluationFailure) -> (Value, consumed: Int) {
        let names = context.names
        let first = steps.first
        switch root {
        case names.variable:
            guard let first else { throw EvaluationFailure("`var` alone is no value: expected a name behind it") }
            return (try variable(first), 1)
        case names.local:
            guard let first else { throw EvaluationFailure("`local` alone is no value: expected a name behind it") }
            return (try local(first), 1)
        case names.module:
            guard let first else { throw EvaluationFailure("`module` alone is no value: expected a name behind it") }
            return (try module(first), 1)
        case names.path: return (path(first), first == nil ? 0 : 1)
        case names.terraform:
            guard first == names.workspace else {
                return (.unknown("what Terraform is about to do is not known"), first == nil ? 0 : 1)
            }
            let value = configuration.options.workspace.map { Value.string($0) }
            return (value ?? .unknown("the workspace is not given"), 1)
        case names.ephemeral:
            let value = Value(.unknown(Unknown("ephemeral values are read when Terraform runs")), isSensitive: true)
            return (value, min(steps.count, 2))
        case names.data:
            guard let first, let second = steps.second else {
                throw EvaluationFailure("`data` alone is no value: expected a type and a name behind it")
            }
            return (try resource(.init(type: first, name: second), isData: true), 2)
        case names.each, names.count, names.own:
            throw EvaluationFailure("`\(text(root))` means something only where a resource or a module is repeated")
        default:
            guard let first else {
                throw EvaluationFailure("`\(text(root))` alone is no value: a text stands in quotes")
            }
            return (try resource(.init(type: root, name: first), isData: false), 1)
        }
    }

    func text(_ symbol: Symbol) -> String { context.symbols.text(of: symbol) }

    /// A name that is not declared. In a folder that could not be read as a whole it may be all the same.
    private func undeclared(
        _ what: String, _ names: some Collection<Symbol>, _ name: Symbol
    ) throws(EvaluationFailure) -> Value {
        if folder.isIncomplete { return .unknown("\(what) `\(text(name))` is not seen: a file is broken") }
        let near = configuration.suggestion(for: text(name), among: names)
        throw EvaluationFailure("\(what) `\(text(name))` is not declared" + near)
    }

    private func path(_ name: Symbol?) -> Value {
        switch name.map({ text($0) }) {
        case "module": .string(configuration.relative(folder.path))
        case "root": .string(".")
        default: .unknown("the working directory is not known")
        }
    }

    // Values that are computed once.

    private func once(_ slot: Int, _ compute: () throws(EvaluationFailure) -> Value) throws(EvaluationFailure) -> Value
    {
        switch states[slot] {
        case .known(let value)?: return value
        case .failed(let failure)?: throw failure
        case .underWay?: throw EvaluationFailure("the value depends on itself")
        case .expanded?, nil: break
        }
        states[slot] = .underWay
        do throws(EvaluationFailure) {
            let value = try compute()
            states[slot] = .known(value)
            return value
        } catch {
            states[slot] = .failed(error)
            throw error
        }
    }

    func evaluate(_ expression: SyntaxView) throws(EvaluationFailure) -> Value {
        var evaluator = Evaluator(tree: expression.tree, scope: self, budget: context.budget)
        return try evaluator.evaluate(expression.id)
    }

    /// The value of an expression that may refer to nothing.
    func evaluateAlone(_ expression: SyntaxView) throws(EvaluationFailure) -> Value {
        var evaluator = Evaluator(
            tree: expression.tree, scope: NamelessScope(host: configuration), budget: context.budget)
        return try evaluator.evaluate(expression.id)
    }

    /// Whether an argument says yes: `true`, or what becomes that.
    /// - Parameter otherwise: what counts where it is written and cannot be told.
    func flag(_ name: Symbol, of declaration: ModuleFolder.Declaration, otherwise: Bool) -> Bool? {
        guard let expression = declaration.attribute(name)?.expression else { return nil }
        guard let value = try? evaluateAlone(expression), value.unknown == nil else { return otherwise }
        return value.isNull ? nil : value.asBool ?? otherwise
    }

    /// Whether a variable or an output is never shown. What is ephemeral must not be kept anywhere, so it is not shown either.
    func isSecret(_ declaration: ModuleFolder.Declaration) -> Bool {
        let names = context.names
        return flag(names.sensitive, of: declaration, otherwise: true) ?? false
            || flag(names.ephemeral, of: declaration, otherwise: true) ?? false
    }

    private func local(_ name: Symbol) throws(EvaluationFailure) -> Value {
        guard let local = folder.locals[name], let expression = local.attribute.expression else {
            return try undeclared("local value", folder.locals.keys, name)
        }
        return try once(local.slot) { () throws(EvaluationFailure) in try evaluate(expression) }
    }

    private func variable(_ name: Symbol) throws(EvaluationFailure) -> Value {
        guard let declaration = folder.variables[name] else {
            return try undeclared("variable", folder.variables.keys, name)
        }
        return try once(declaration.slot) { () throws(EvaluationFailure) in
            try VariableDeclaration(declaration, in: self).value(given: given(name))
        }
    }

    /// The value that the module's call, or whoever runs Terraform, gives a variable.
    private func given(_ name: Symbol) throws(EvaluationFailure) -> VariableDeclaration.Given {
        guard let call else {
            switch configuration.variables.byName[text(name)] {
            case .expression(let expression)?: return .value(try evaluateAlone(expression))
            case .text(let text)?: return .text(text)
            case nil: return .nothing
            }
        }
        guard let expression = call.declaration.attribute(name)?.expression else { return .missing }
        return .value(try call.scope.evaluate(expression))
    }

    func output(_ name: Symbol) throws(EvaluationFailure) -> Value {
        guard let declaration = folder.outputs[name],
            let expression = declaration.attribute(context.names.value)?.expression
        else {
            return try undeclared("output", folder.outputs.keys, name)
        }
        return try once(declaration.slot) { () throws(EvaluationFailure) in
            let value = try evaluate(expression)
            return value.marked(isSecret(declaration))
        }
    }

    // Things that may be repeated.

    private func resource(_ name: ModuleFolder.ResourceName, isData: Bool) throws(EvaluationFailure) -> Value {
        guard let declaration = (isData ? folder.dataSources : folder.resources)[name] else {
            if folder.isIncomplete {
                return .unknown("`\(text(name.type)).\(text(name.name))` is not seen: a file is broken")
            }
            let declared = (isData ? folder.dataSources : folder.resources).keys.lazy
            let near = configuration.suggestion(
                for: text(name.name), among: declared.map { $0.type == name.type ? $0.name : .none })
            throw EvaluationFailure(
                "`\(isData ? "data." : "")\(text(name.type)).\(text(name.name))` is not declared" + near)
        }
        return try expansion(of: declaration).value
    }

    private func module(_ name: Symbol) throws(EvaluationFailure) -> Value {
        guard let declaration = folder.modules[name] else { return try undeclared("module", folder.modules.keys, name) }
        return try expansion(of: declaration).value
    }

    /// What a block makes, once for each element that it is repeated for.
    func expansion(of declaration: ModuleFolder.Declaration) throws(EvaluationFailure) -> Expansion {
        if case .expanded(let known)? = states[declaration.slot] { return known }
        guard context.budget.depth < EvaluationBudget.deepest else {
            throw .notComputed("more than \(EvaluationBudget.deepest) expressions depend on each other")
        }
        let repetition: Repetition
        do throws(EvaluationFailure) {
            repetition = try self.repetition(of: declaration)
        } catch {
            configuration.report(error)
            repetition = .unknown(Unknown("how many there are cannot be computed"))
        }
        let expansion = Expansion(declaration, repetition, in: self)
        states[declaration.slot] = .expanded(expansion)
        return expansion
    }

    private func repetition(of declaration: ModuleFolder.Declaration) throws(EvaluationFailure) -> Repetition {
        if case .underWay? = states[declaration.slot] {
            throw EvaluationFailure("the number of `\(text(declaration.labels.last))` depends on itself")
        }
        states[declaration.slot] = .underWay
        defer { states[declaration.slot] = nil }
        return try Repetition(of: declaration, in: self)
    }
}
