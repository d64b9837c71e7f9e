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

    private let body: SyntaxView?
    private let name: String
    private let module: ModuleInstance

    init(_ block: SyntaxView, in module: ModuleInstance) {
        body = block.body
        name = block.labels.first?.name ?? ""
        self.module = module
    }

    func value(given: Given) throws(EvaluationFailure) -> Value {
        let type = try type()
        let isSensitive = flag("sensitive") ?? false
        let value = try plain(given, type)
        return try converted(value, type).marked(isSensitive)
    }

    private func flag(_ attribute: String) -> Bool? {
        switch body?.attribute(named: attribute)?.expression?.kind {
        case .true: true
        case .false: false
        default: nil
        }
    }

    private func type() throws(EvaluationFailure) -> ValueType {
        guard let expression = body?.attribute(named: "type")?.expression else { return .any }
        var evaluator = Evaluator(tree: expression.tree, scope: module, budget: module.configuration.budget)
        return try evaluator.type(expression.id)
    }

    private func converted(_ value: Value, _ type: ValueType) throws(EvaluationFailure) -> Value {
        do throws(EvaluationFailure) {
            return try value.converted(to: type)
        } catch {
            throw EvaluationFailure("the value of the variable `\(name)` does not fit: \(error.message)", error.place)
        }
    }

    private func plain(_ given: Given, _ type: ValueType) throws(EvaluationFailure) -> Value {
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
        guard let expression = body?.attribute(named: "default")?.expression else { return nil }
        return try module.evaluate(expression)
    }

    private var open: Value {
        let choices: Set<String> = module.call == nil && !allowed().isEmpty ? [name] : []
        return Value(.unknown(Unknown("variable `\(name)` has no value", choices: choices)))
    }

    /// A text of the command line: as it is for a text, else an expression.
    private func read(_ text: String, _ type: ValueType) throws(EvaluationFailure) -> Value {
        switch type {
        case .any, .string, .number, .bool: return .string(text)
        default: break
        }
        let view: SyntaxView
        do throws(Diagnostic) {
            view = try HCLParser.parseExpression(
                SourceText(name: "the value of `\(name)`", text: text), symbols: module.configuration.symbols)
        } catch {
            throw EvaluationFailure("the value of the variable `\(name)` cannot be read: \(error.message)")
        }
        return try module.evaluate(view)
    }

    /// The values that a `validation` leaves: those of the list in `contains([...], var.x)`.
    func allowed() -> [Value] {
        for validation in body?.blocks(named: "validation") ?? [] {
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
