/// A field below a variable, as written: `resource.Config.Limit`.
struct FieldPath: Sendable {
    /// The variable and the fields with a separator that no name has; a local variable by its slot.
    private(set) var text: String

    init(root: String) { text = root }

    func appending(_ field: String) -> FieldPath {
        var path = self
        path.text += "\u{1}" + field
        return path
    }

    func appending(index: Int64) -> FieldPath {
        var path = self
        path.text += "\u{2}\(index)"
        return path
    }
}

/// Which fields are known to be there because something asked for them.
extension Checker {
    /// The fields that are there if the condition has this outcome.
    func facts(when outcome: Bool, _ condition: ExpressionID) -> [FieldPath] {
        switch tree[condition] {
        case .has(let operand, let field):
            guard outcome, let path = path(operand) else { return [] }
            return [path.appending(field)]
        case .call("!_", let operands):
            return operands.first.map { facts(when: !outcome, $0) } ?? []
        case .call("@in", let operands):
            guard outcome, operands.count == 2, case .literal(.string(let field)) = tree[operands[0]],
                let path = path(operands[1])
            else { return [] }
            return [path.appending(field)]
        case .memberCall(let target, "hasValue", _):
            guard outcome, case .select(let operand, let field, isOptional: true) = tree[target],
                let path = path(operand)
            else { return [] }
            return [path.appending(field)]
        case .and(let operands): return outcome ? operands.flatMap { facts(when: true, $0) } : []
        case .or(let operands): return outcome ? [] : operands.flatMap { facts(when: false, $0) }
        default: return []
        }
    }

    /// The path of a plain selection chain; nil for anything else.
    private func path(_ id: ExpressionID) -> FieldPath? {
        switch tree[id] {
        case .identifier(let name, let isRooted):
            if isRooted { return FieldPath(root: "." + name) }
            return FieldPath(root: local(name).map { "#\($0.slot)" } ?? name)
        case .select(let operand, let field, isOptional: false): return path(operand)?.appending(field)
        case .index(let operand, let index, isOptional: false):
            switch tree[index] {
            case .literal(.string(let field)): return path(operand)?.appending(field)
            case .literal(.int(let position)): return path(operand)?.appending(index: position)
            default: return nil
            }
        default: return nil
        }
    }

    /// Selecting a field that may be absent is an error of the evaluation when it is.
    mutating func warnOfUnguarded(_ id: ExpressionID, _ operand: ExpressionID, _ field: String, _ type: TypeRef) {
        guard checksTypes else { return }
        if let path = path(id) {
            if facts[path.text] != nil || !warned.insert(path.text).inserted { return }
        }
        let object = sourceText(operand)
        issues.append(
            Issue(
                .warning, "`\(field)` may be absent: expected a guard or a default",
                help: "write `has(\(object).\(field)) && ...`, or `\(object).?\(field).orValue(\(standIn(type)))`",
                at: tree.nameRange(of: id)))
    }

    /// A default that has the type.
    private func standIn(_ type: TypeRef) -> String {
        switch table.resolve(type) {
        case .bool: return "false"
        case .int: return "0"
        case .uint: return "0u"
        case .double: return "0.0"
        case .string: return "''"
        case let type:
            switch table.kind(type) {
            case .list: return "[]"
            case .map, .object: return "{}"
            default: return "..."
            }
        }
    }

    func sourceText(_ id: ExpressionID) -> String {
        let range = tree.range(of: id)
        let text = tree.source.utf8.dropFirst(range.lowerBound).prefix(range.count)
        return range.count <= 80 ? String(Substring(text)) : "..."
    }
}
