extension Checker {
    mutating func resolve(_ id: ExpressionID, as resolution: CheckedExpression.Resolution) {
        resolutions[Int(id.rawValue)] = resolution
    }

    func local(_ name: String) -> Local? {
        for local in locals.reversed() where local.name == name { return local }
        return nil
    }

    mutating func identifier(_ id: ExpressionID, _ name: String, isRooted: Bool) -> TypeRef {
        if !isRooted, let local = local(name) {
            resolve(id, as: .local(local.slot))
            return local.type
        }
        if let type = meaning(id, of: name, isRooted: isRooted) { return type }
        resolve(id, as: .unresolved)
        reportUnknownName(name, at: tree.nameRange(of: id))
        return .error
    }

    /// Gives an expression the meaning of a variable or type name; nil if nothing has that name.
    private mutating func meaning(_ id: ExpressionID, of name: String, isRooted: Bool) -> TypeRef? {
        switch declarations.names.meaning(of: name, isRooted: isRooted) {
        case .variable(let index):
            resolve(id, as: .variable(index))
            return table.reference(declarations.variables[index].type)
        case .type(let type):
            resolve(id, as: .typeName(type))
            return table.reference(.type(type))
        case nil: return nil
        }
    }

    /// The parts of a selection chain that may be a dotted name; nil if it begins with anything but a free name.
    func chain(_ id: ExpressionID) -> (root: String, isRooted: Bool, fields: [String])? {
        var fields: [String] = []
        var id = id
        while true {
            switch tree[id] {
            case .identifier(let root, let isRooted):
                if !isRooted, local(root) != nil { return nil }
                fields.reverse()
                return (root, isRooted, fields)
            case .select(let operand, let field, isOptional: false):
                fields.append(field)
                id = operand
            default: return nil
            }
        }
    }

    /// The root of a selection chain.
    func root(of id: ExpressionID) -> String? {
        var id = id
        while true {
            switch tree[id] {
            case .identifier(let name, _): return name
            case .select(let operand, _, isOptional: false): id = operand
            default: return nil
            }
        }
    }

    /// Reads a whole selection chain as one name, if there is such a name.
    private mutating func dottedName(_ id: ExpressionID) -> TypeRef? {
        guard let root = root(of: id), declarations.names.mayBeginName(root), let chain = chain(id) else { return nil }
        let name = ([chain.root] + chain.fields).joined(separator: ".")
        guard let type = meaning(id, of: name, isRooted: chain.isRooted) else { return nil }
        markParts(below: id)
        return type
    }

    /// Reports a chain that begins like a dotted name and is none, as a whole. Nil if some beginning of it has a meaning.
    private mutating func unknownDottedName(_ id: ExpressionID) -> TypeRef? {
        guard checksTypes, let root = root(of: id), declarations.names.mayBeginName(root), let chain = chain(id) else {
            return nil
        }
        var name = chain.root
        for field in [""] + chain.fields {
            name += field.isEmpty ? "" : "." + field
            if declarations.names.meaning(of: name, isRooted: chain.isRooted) != nil { return nil }
        }
        markParts(below: id)
        resolve(id, as: .unresolved)
        reportUnknownName(name, at: tree.range(of: id))
        return .error
    }

    mutating func markParts(below id: ExpressionID) {
        var id = id
        while case .select(let operand, _, _) = tree[id] {
            resolve(operand, as: .partOfName)
            id = operand
        }
    }

    // MARK: Selection

    mutating func select(_ id: ExpressionID, _ operand: ExpressionID, _ field: String, isOptional: Bool) -> TypeRef {
        if !isOptional, let type = dottedName(id) ?? unknownDottedName(id) { return type }
        let operandType = checkResolved(operand)
        guard let selected = fieldType(operandType, field, id) else { return .error }
        if table.kind(operandType) == .optional { return table.optional(unwrapped(selected.type)) }
        if isOptional { return table.optional(selected.type) }
        if selected.isOptional { warnOfUnguarded(id, operand, field, selected.type) }
        return selected.type
    }

    /// A selection from an optional gives an optional, but never an optional of an optional.
    private func unwrapped(_ type: TypeRef) -> TypeRef {
        let type = table.resolve(type)
        return table.kind(type) == .optional ? table.part(type, 0) : type
    }

    mutating func has(_ id: ExpressionID, _ operand: ExpressionID, _ field: String) -> TypeRef {
        _ = fieldType(checkResolved(operand), field, id)
        return .bool
    }

    /// The type of a field; nil, after a message, if the type has none.
    private mutating func fieldType(
        _ operand: TypeRef, _ field: String, _ id: ExpressionID
    ) -> (type: TypeRef, isOptional: Bool)? {
        guard operand.isKnown else { return (operand, false) }
        switch table.kind(operand) {
        case .map: return (table.part(operand, 1), false)
        case .optional: return fieldType(table.resolve(table.part(operand, 0)), field, id)
        case .wrapper: return fieldType(table.resolve(table.part(operand, 0)), field, id)
        case .object: return objectField(operand, field, id)
        case .variable:
            _ = table.isAssignable(.dyn, operand)
            return (.dyn, false)
        default:
            reportNoFields(operand, field, id)
            return nil
        }
    }

    private mutating func objectField(
        _ operand: TypeRef, _ field: String, _ id: ExpressionID
    ) -> (type: TypeRef, isOptional: Bool)? {
        guard let schema = declarations.schema, let object = table.name(operand) else { return (.dyn, false) }
        if let found = schema.field(field, of: object) { return (table.reference(found.type), found.isOptional) }
        guard let known = schema.fieldNames(of: object) else { return (.dyn, false) }
        reportUnknownField(field, of: object, known: known, id)
        return nil
    }

    mutating func index(
        _ id: ExpressionID, _ operand: ExpressionID, _ index: ExpressionID, _ isOptional: Bool
    ) -> TypeRef {
        let operandType = checkResolved(operand)
        let indexType = check(index)
        let isWrapped = table.kind(operandType) == .optional
        let container = isWrapped ? table.resolve(table.part(operandType, 0)) : operandType
        guard let element = elementType(container, index, indexType, id) else { return .error }
        if element.isOptional, !isOptional, !isWrapped, case .literal(.string(let field)) = tree[index] {
            warnOfUnguarded(id, operand, field, element.type)
        }
        if isWrapped { return table.optional(unwrapped(element.type)) }
        return isOptional ? table.optional(element.type) : element.type
    }

    private mutating func elementType(
        _ container: TypeRef, _ index: ExpressionID, _ indexType: TypeRef, _ id: ExpressionID
    ) -> (type: TypeRef, isOptional: Bool)? {
        guard container.isKnown else { return (container, false) }
        switch table.kind(container) {
        case .list:
            if !table.isAssignable(indexType, .int) {
                report("a list is indexed by int: found \(name(indexType))", at: index)
            }
            return (table.part(container, 0), false)
        case .map:
            let key = table.part(container, 0)
            if !table.isAssignable(indexType, key) {
                report("the keys of this map are \(name(key)): found \(name(indexType))", at: index)
            }
            return (table.part(container, 1), false)
        case .object:
            guard case .literal(.string(let field)) = tree[index] else { return (.dyn, false) }
            return objectField(container, field, id)
        case .variable:
            _ = table.isAssignable(.dyn, container)
            return (.dyn, false)
        default:
            report(
                "\(name(container)) cannot be indexed: expected a list or a map", range: tree.nameRange(of: id))
            return nil
        }
    }
}
