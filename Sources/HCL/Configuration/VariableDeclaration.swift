internal import Documents

/// A `variable` block.
struct VariableDeclaration {
    enum Given {
        case value(Value)
        case text(String)
        /// The root module is given no value.
        case nothing
        /// The call of a module gives no value.
        case missing
    }

    private let declaration: ModuleFolder.Declaration
    private let name: String
    private let module: ModuleInstance

    init(_ declaration: ModuleFolder.Declaration, in module: ModuleInstance) {
        self.declaration = declaration
        name = declaration.labels.first?.name ?? ""
        self.module = module
    }

    func value(given: Given) throws(EvaluationFailure) -> Value {
        let type = try type()
        // What is ephemeral must not be kept anywhere, so it is not shown either.
        let isSensitive = flag("sensitive") ?? false || flag("ephemeral") ?? false
        do throws(EvaluationFailure) {
            let value = try plain(given, type)
            try module.configuration.budget.spend(value.weight)
            return try converted(value, type ?? .any).marked(isSensitive)
        } catch {
            guard isSensitive else { throw error }
            throw EvaluationFailure(
                "the value of the variable `\(name)`, which is secret, does not fit", kind: error.kind)
        }
    }

    private func flag(_ attribute: String) -> Bool? {
        switch declaration.attribute(attribute)?.expression?.kind {
        case .true: true
        case .false: false
        default: nil
        }
    }

    /// Nil if none is written.
    private func type() throws(EvaluationFailure) -> ValueType? {
        guard let expression = declaration.attribute("type")?.expression else { return nil }
        var evaluator = Evaluator(tree: expression.tree, scope: module, budget: module.configuration.budget)
        return try evaluator.type(expression.id)
    }

    private func converted(_ value: Value, _ type: ValueType) throws(EvaluationFailure) -> Value {
        do throws(EvaluationFailure) {
            return try value.converted(to: type)
        } catch {
            throw EvaluationFailure(
                "the value of the variable `\(name)` does not fit: \(error.message)", error.place, kind: error.kind)
        }
    }

    private func plain(_ given: Given, _ type: ValueType?) throws(EvaluationFailure) -> Value {
        switch given {
        case .value(let value):
            // A null is as good as no value where none may be null.
            if value.isNull, flag("nullable") == false, let standard = try standard() { return standard }
            return value
        case .text(let text): return try read(text, type)
        case .nothing: return try standard() ?? open
        case .missing:
            guard let standard = try standard() else {
                throw EvaluationFailure("the module is called without a value for the variable `\(name)`")
            }
            return standard
        }
    }

    private func standard() throws(EvaluationFailure) -> Value? {
        guard let expression = declaration.attribute("default")?.expression else { return nil }
        return try module.evaluate(expression)
    }

    private var open: Value {
        let choices: Set<String> = module.call == nil && !allowed().isEmpty ? [name] : []
        return Value(.unknown(Unknown("variable `\(name)` has no value", choices: choices)))
    }

    /// A text of the command line: as it is where a plain value is expected or nothing is said, else an expression.
    private func read(_ text: String, _ type: ValueType?) throws(EvaluationFailure) -> Value {
        switch type {
        case nil, .string?, .number?, .bool?: return .string(text)
        default: break
        }
        let view: SyntaxView
        do throws(Diagnostic) {
            view = try HCLParser.parseExpression(
                SourceText(name: "the value of `\(name)`", text: text), symbols: module.configuration.symbols,
                limits: module.configuration.options.limits)
        } catch {
            throw EvaluationFailure("the value of the variable `\(name)` cannot be read: \(error.message)")
        }
        return try module.evaluate(view)
    }

    /// The values that a `validation` leaves: those of the list in `contains([...], var.x)`.
    func allowed() -> [Value] {
        for validation in declaration.blocks(named: "validation") {
            guard let condition = validation.body?.attribute(named: "condition")?.expression, condition.kind == .call,
                condition.name == "contains", let list = condition.child, list.kind == .tuple, let looked = list.next,
                looked.written == "var.\(name)"
            else { continue }
            var values: [Value] = []
            for element in list.children {
                guard let value = try? module.evaluate(element), value.innerUnknown == nil else { return [] }
                values.append(value)
            }
            if values.count <= 32 { return values }
        }
        return []
    }
}
