import CEL

extension ExpressionTree {
    /// The tree in prefix notation, so that a test can show what a text was read as.
    var outline: String { outline(of: root) }

    private func outline(of id: ExpressionID) -> String {
        func list(_ ids: [ExpressionID]) -> String { ids.map { " " + outline(of: $0) }.joined() }
        switch self[id] {
        case .literal(let literal): return literal.outline
        case .identifier(let name, let isRooted): return (isRooted ? "." : "") + name
        case .select(let operand, let field, let isOptional):
            return "(\(isOptional ? ".?" : ".") \(outline(of: operand)) \(field))"
        case .has(let operand, let field): return "(has \(outline(of: operand)) \(field))"
        case .index(let operand, let index, let isOptional):
            return "(\(isOptional ? "[?]" : "[]")\(list([operand, index])))"
        case .call(let function, let arguments): return "(\(function)\(list(arguments)))"
        case .memberCall(let target, let function, let arguments):
            return "(\(outline(of: target)).\(function)\(list(arguments)))"
        case .and(let operands): return "(&&\(list(operands)))"
        case .or(let operands): return "(||\(list(operands)))"
        case .conditional(let condition, let then, let otherwise): return "(?:\(list([condition, then, otherwise])))"
        case .list(let elements):
            return "[" + elements.map { ($0.isOptional ? "?" : "") + outline(of: $0.value) }.joined(separator: " ")
                + "]"
        case .map(let entries):
            let parts = entries.map { entry in
                (entry.isOptional ? "?" : "") + outline(of: entry.key) + ":" + outline(of: entry.value)
            }
            return "{" + parts.joined(separator: " ") + "}"
        case .comprehension(let loop):
            let variables = [loop.variable, loop.secondVariable].compactMap { $0 }.joined(separator: ",")
            let parts = [loop.filter, loop.entryKey, loop.body].compactMap { $0 }
            return "(\(loop.kind) \(variables) in \(outline(of: loop.range))\(list(parts)))"
        case .bind(let variable, let value, let body): return "(bind \(variable)\(list([value, body])))"
        case .optionalMap(let target, let variable, let body, let isFlat):
            return "(\(isFlat ? "optFlatMap" : "optMap") \(variable)\(list([target, body])))"
        }
    }
}

extension Literal {
    var outline: String {
        switch self {
        case .null: "null"
        case .bool(let value): "\(value)"
        case .int(let value): "\(value)"
        case .uint(let value): "\(value)u"
        case .double(let value): "\(value)"
        case .string(let value): "'\(value)'"
        case .bytes(let value): "b\(value)"
        }
    }
}
