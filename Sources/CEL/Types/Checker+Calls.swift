/// Calls of functions and operators.
extension Checker {
    /// A call with its operands in order: the receiver of a member call comes first.
    struct Call {
        var id: ExpressionID
        var function: Int
        var operands: [ExpressionID]
        var isMember: Bool
        var isNamespaced = false
    }

    mutating func call(_ id: ExpressionID, _ function: String, _ arguments: [ExpressionID]) -> TypeRef {
        let isRooted = function.utf8.first == UInt8(ascii: ".")
        let name = isRooted ? String(function.dropFirst()) : function
        let types = checkAll(arguments)
        guard let index = declarations.names.function(named: name, isRooted: isRooted) else {
            return unknownFunction(id, name)
        }
        return apply(Call(id: id, function: index, operands: arguments, isMember: false), types)
    }

    mutating func memberCall(
        _ id: ExpressionID, _ target: ExpressionID, _ function: String, _ arguments: [ExpressionID]
    ) -> TypeRef {
        if let index = namespacedFunction(target, function) {
            resolve(target, as: .partOfName)
            markParts(below: target)
            let types = checkAll(arguments)
            return apply(
                Call(id: id, function: index, operands: arguments, isMember: false, isNamespaced: true), types)
        }
        guard let index = declarations.names.function(named: function, isRooted: false) else {
            // The arguments of a macro that is not called rightly are no expressions of their own.
            _ = checkAll(Macro.members[function] != nil && checksTypes ? [target] : [target] + arguments)
            return unknownFunction(id, function)
        }
        let operands = [target] + arguments
        let types = checkAll(operands)
        return apply(Call(id: id, function: index, operands: operands, isMember: true), types)
    }

    private mutating func checkAll(_ ids: [ExpressionID]) -> [TypeRef] {
        var types: [TypeRef] = []
        types.reserveCapacity(ids.count)
        for id in ids { types.append(check(id)) }
        return types
    }

    /// The global function that a member call names, if its target is a namespace and no variable.
    private func namespacedFunction(_ target: ExpressionID, _ function: String) -> Int? {
        guard let root = root(of: target), declarations.names.mayBeginFunction(root), let chain = chain(target) else {
            return nil
        }
        let namespace = ([chain.root] + chain.fields).joined(separator: ".")
        if case .variable = declarations.names.meaning(of: namespace, isRooted: chain.isRooted) { return nil }
        return declarations.names.function(named: namespace + "." + function, isRooted: chain.isRooted)
    }

    private mutating func unknownFunction(_ id: ExpressionID, _ name: String) -> TypeRef {
        resolve(id, as: .unresolved)
        reportUnknownFunction(id, name)
        return .error
    }

    // MARK: Overloads

    /// Keeps every overload that the operands fit; several with different results make the result dyn.
    private mutating func apply(_ call: Call, _ types: [TypeRef]) -> TypeRef {
        let fitting = fittingOverloads(call, types)
        if !fitting.overloads.isEmpty {
            let resolution = CheckedExpression.Resolution.call(
                function: call.function, overloads: fitting.overloads, isNamespaced: call.isNamespaced)
            resolve(call.id, as: resolution)
            return types.contains(.error) ? .error : fitting.result
        }
        resolve(call.id, as: .unresolved)
        guard checksTypes else { return .dyn }
        if let adapted = adaptLiterals(call, types) { return apply(call, adapted) }
        if !types.contains(.error) { reportMismatch(call, types) }
        return .error
    }

    private mutating func fittingOverloads(
        _ call: Call, _ types: [TypeRef]
    ) -> (overloads: [Int], result: TypeRef) {
        var fitting: [Int] = []
        var result: TypeRef?
        let overloads = declarations.function(call.function).overloads
        for index in overloads.indices {
            guard overloads[index].isMember == call.isMember, overloads[index].parameters.count == types.count else {
                continue
            }
            if !checksTypes {
                fitting.append(index)
            } else if let type = outcome(overloads[index].parameters, overloads[index].result, for: types) {
                fitting.append(index)
                result = result.map { table.isSame($0, type) ? $0 : .dyn } ?? type
            }
        }
        return (fitting, result ?? .dyn)
    }

    /// The result of a signature for these operands; nil if they do not fit.
    private mutating func outcome(_ parameters: [CELType], _ result: CELType, for types: [TypeRef]) -> TypeRef? {
        var variables: [(name: String, variable: TypeRef)] = []
        let mark = table.mark
        for (parameter, type) in zip(parameters, types) {
            let wanted = TypeTable.simple(parameter) ?? table.instantiate(parameter, &variables)
            guard table.isAssignable(type, wanted) else {
                table.undo(to: mark)
                return nil
            }
        }
        return table.instantiate(result, &variables)
    }

    // MARK: Literals that adapt

    /// An int literal beside a double is meant as a double: `ratio <= 1`. Nil if there is none.
    private mutating func adaptLiterals(_ call: Call, _ types: [TypeRef]) -> [TypeRef]? {
        guard types.count == 2, !call.isMember, !call.isNamespaced else { return nil }
        let isMembership = declarations.function(call.function).name == "@in"
        let left = table.resolve(types[0])
        let right = table.resolve(types[1])
        if isMembership {
            if adaptLiteral(call.operands[0], beside: table.resolve(table.part(right, 0))) { return [.double, right] }
            guard left == .double, adaptLiteral(call.operands[1], beside: table.list(of: .double)) else { return nil }
            return [left, type(known: call.operands[1])]
        }
        if adaptLiteral(call.operands[0], beside: right) { return [type(known: call.operands[0]), right] }
        if adaptLiteral(call.operands[1], beside: left) { return [left, type(known: call.operands[1])] }
        return nil
    }

    private func type(known id: ExpressionID) -> TypeRef { types[Int(id.rawValue)] }

    /// Makes an int literal, or a list of them, a literal of the double or list of doubles that stands beside it.
    mutating func adaptLiteral(_ id: ExpressionID, beside type: TypeRef) -> Bool {
        guard canAdapt(id, to: type) else { return false }
        switch tree[id] {
        case .literal(.int(let value)):
            tree.expressions[Int(id.rawValue)] = .literal(.double(Double(value)))
            types[Int(id.rawValue)] = .double
        case .list(let elements):
            for element in elements { _ = adaptLiteral(element.value, beside: .double) }
            types[Int(id.rawValue)] = table.list(of: .double)
        default: break
        }
        return true
    }

    private func canAdapt(_ id: ExpressionID, to type: TypeRef) -> Bool {
        let type = table.resolve(type)
        switch tree[id] {
        case .literal(.int(let value)):
            let isDouble = type == .double || (table.kind(type) == .wrapper && table.part(type, 0) == .double)
            return isDouble && Double(exactly: value) != nil
        case .list(let elements):
            guard table.kind(type) == .list, table.resolve(table.part(type, 0)) == .double else { return false }
            // A list that has no int any more has been adapted, and does not fit all the same.
            var hasInt = false
            let fits = elements.allSatisfy { element in
                if case .literal(.double) = tree[element.value] { return true }
                hasInt = true
                return !element.isOptional && canAdapt(element.value, to: .double)
            }
            return fits && hasInt
        default: return false
        }
    }
}
