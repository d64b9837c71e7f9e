internal import Documents

extension Evaluator {
    /// Reads a type constraint, such as `map(object({ a = optional(string, "x") }))`.
    /// - Throws: an error if it is none.
    mutating func type(_ id: SyntaxID) throws(EvaluationFailure) -> ValueType {
        do throws(EvaluationFailure) {
            return try read(id)
        } catch {
            // The innermost place is the one to show, and never that of what uses the type.
            throw error.place == nil ? EvaluationFailure(error.message, place(of: id), kind: error.kind) : error
        }
    }

    private mutating func read(_ id: SyntaxID) throws(EvaluationFailure) -> ValueType {
        let node = tree[id]
        switch node.kind {
        case .variable, .name: return try primitive(tree.name(of: id))
        // As JSON has it, and as it was written before version 0.12.
        case .string: return try quoted(SyntaxView(tree: tree, id: id).literal ?? "")
        case .parentheses: return try type(node.first)
        case .call: return try constructed(id)
        default: throw EvaluationFailure("this is no type: expected one such as `string` or `list(string)`")
        }
    }

    private func quoted(_ text: String) throws(EvaluationFailure) -> ValueType {
        let expression: SyntaxView
        do throws(Diagnostic) {
            expression = try HCLParser.parseExpression(SourceText(name: "type", text: text), symbols: tree.symbols)
        } catch {
            throw EvaluationFailure("`\(Diagnostic.shown(text))` is not a type")
        }
        var evaluator = Evaluator(tree: expression.tree, scope: scope, budget: budget)
        guard expression.kind != .string else { return try primitive(text) }
        do throws(EvaluationFailure) {
            return try evaluator.type(expression.id)
        } catch {
            // A place in the text is none of the file.
            throw EvaluationFailure(error.message, kind: error.kind)
        }
    }

    private func primitive(_ name: String) throws(EvaluationFailure) -> ValueType {
        switch name {
        case "string": return .string
        case "number": return .number
        case "bool": return .bool
        case "any": return .any
        case "list": return .list(.any)
        case "map": return .map(.any)
        case "set": return .set(.any)
        default: throw EvaluationFailure("`\(Diagnostic.shown(name))` is not a type")
        }
    }

    private mutating func constructed(_ id: SyntaxID) throws(EvaluationFailure) -> ValueType {
        budget.depth += 1
        defer { budget.depth -= 1 }
        guard budget.depth < EvaluationBudget.deepest else { throw EvaluationFailure("the type is nested too deeply") }
        let argument = tree.child(id)
        guard argument != .none else { throw EvaluationFailure("a type stands in the parentheses") }
        switch tree.name(of: id) {
        case "list": return .list(try type(argument))
        case "set": return .set(try type(argument))
        case "map": return .map(try type(argument))
        case "tuple":
            var types: [ValueType] = []
            for element in tree.children(of: argument) { types.append(try type(element)) }
            return .tuple(types)
        case "object":
            var attributes: [ValueType.Attribute] = []
            for item in tree.children(of: argument) { attributes.append(try attribute(item)) }
            return .object(attributes)
        default: throw EvaluationFailure("`\(tree.name(of: id))` is not a type")
        }
    }

    private mutating func attribute(_ item: SyntaxID) throws(EvaluationFailure) -> ValueType.Attribute {
        let key = tree.child(item)
        let type = tree.sibling(key)
        let keyView = SyntaxView(tree: tree, id: key)
        let name = keyView.literal ?? keyView.name
        guard tree[type].kind == .call, tree.name(of: type) == "optional" else {
            return ValueType.Attribute(name: name, type: try self.type(type), isOptional: false)
        }
        let inner = tree.child(type)
        guard inner != .none else { throw EvaluationFailure("`optional` has a type in its parentheses") }
        let fallback = tree.sibling(inner)
        return ValueType.Attribute(
            name: name, type: try self.type(inner), isOptional: true,
            fallback: fallback == .none ? nil : try evaluate(fallback))
    }
}
