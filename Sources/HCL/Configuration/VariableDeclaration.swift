internal import Documents

/// A `variable` block.
struct VariableDeclaration {
    enum Given {
        case value(Value)
        case text(String)
        /// The root module is given no value, or a module is given a null that stands for none.
        case nothing
        /// The call of a module gives no value.
        case missing
    }

    private let declaration: ModuleFolder.Declaration
    private let name: String
    private let module: ModuleInstance

    init(_ declaration: ModuleFolder.Declaration, in module: ModuleInstance) {
        self.declaration = declaration
        self.module = module
        name = module.text(declaration.labels.last)
    }

    func value(given: Given) throws(EvaluationFailure) -> Value {
        let given = withoutNull(given)
        let type = try type()
        let isSensitive = isSecret
        do throws(EvaluationFailure) {
            let value = try plain(given, type)
            try module.context.budget.spend(value.weight)
            return try converted(value, type ?? .any).marked(isSensitive)
        } catch {
            // All who use the variable fail alike, and one place tells it once.
            guard isSensitive else {
                throw EvaluationFailure(error.message, error.place ?? place(of: given), kind: error.kind)
            }
            // The line of a secret is not shown.
            throw EvaluationFailure(
                "the value of the variable `\(name)`, which is secret, does not fit", kind: error.kind)
        }
    }

    /// Where a value is written. Lines of files of variables are not shown: others of them may be secret.
    private func place(of given: Given) -> EvaluationFailure.Place {
        let caller = module.call?.declaration
        let written: SyntaxView?
        switch given {
        case .value: written = caller?.attribute(declaration.labels.last)?.expression
        case .text: written = nil
        case .nothing, .missing: written = standard
        }
        if let written { return EvaluationFailure.Place(source: written.tree.source, range: written.range) }
        let block = if case .missing = given { caller?.block ?? declaration.block } else { declaration.block }
        return EvaluationFailure.Place(source: block.tree.source, range: block.header)
    }

    private var isSecret: Bool { module.isSecret(declaration) }

    /// Nil if none is written.
    private func type() throws(EvaluationFailure) -> ValueType? {
        guard let expression = declaration.attribute(module.context.names.type)?.expression else { return nil }
        var evaluator = Evaluator(tree: expression.tree, scope: module, budget: module.context.budget)
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
        case .value(let value): return value
        case .text(let text): return try read(text, type)
        case .nothing: return try standard.map(module.evaluateAlone) ?? open
        case .missing:
            guard let standard else {
                throw EvaluationFailure("the module is called without a value for the variable `\(name)`")
            }
            return try module.evaluateAlone(standard)
        }
    }

    /// A null is as good as no value where none may be null and there is another.
    private func withoutNull(_ given: Given) -> Given {
        guard case .value(let value) = given, value.isNull, standard != nil,
            module.flag(module.context.names.nullable, of: declaration, otherwise: true) == false
        else { return given }
        return .nothing
    }

    /// What the variable is where it is given no value; nil if nothing is written.
    private var standard: SyntaxView? { declaration.attribute(module.context.names.standard)?.expression }

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
                SourceText(name: "the value of `\(name)`", text: text), symbols: module.context.symbols,
                limits: module.configuration.options.limits)
        } catch {
            throw EvaluationFailure("the value of the variable `\(name)` cannot be read: \(error.message)")
        }
        return try module.evaluateAlone(view)
    }

    /// The values that a `validation` leaves: those of the list in `contains([...], var.x)`.
    ///
    /// Which value decides is told to whoever reads a report, so that secrets are none of them.
    func allowed() -> [Value] {
        guard !isSecret else { return [] }
        for validation in declaration.blocks(named: "validation") {
            guard let condition = validation.body?.attribute(named: "condition")?.expression, condition.kind == .call,
                condition.name == "contains", let list = condition.child, list.kind == .tuple, let looked = list.next,
                looked.written == "var.\(name)"
            else { continue }
            var values: [Value] = []
            for element in list.children {
                guard let value = try? module.evaluate(element), value.innerUnknown == nil,
                    !value.isSensitiveInside
                else { return [] }
                values.append(value)
            }
            if values.count <= 32 { return values }
        }
        return []
    }
}
