extension Parser {
    /// `has(e.f)`; nil if the call is none of a macro.
    mutating func expandGlobal(
        _ function: String, _ arguments: [ExpressionID], _ range: Range<Int>, name: Range<Int>
    ) throws(SyntaxAbort) -> ExpressionID? {
        guard options.expandsMacros, function == "has", let argument = arguments.first, arguments.count == 1 else {
            return nil
        }
        switch tree[argument] {
        case .select(let operand, let field, isOptional: false):
            return try addHas(operand, field, argument, range)
        case .index(let operand, let index, isOptional: false):
            if !options.isStrict, case .literal(.string(let key)) = tree[index] {
                return try addHas(operand, key, argument, range)
            }
        default: break
        }
        reportHasArgument(argument)
        return argument
    }

    private mutating func addHas(
        _ operand: ExpressionID, _ field: String, _ argument: ExpressionID, _ range: Range<Int>
    ) throws(SyntaxAbort) -> ExpressionID {
        try add(
            .has(operand: operand, field: field), range, name: tree.nameRange(of: argument), over: height(of: operand))
    }

    /// A macro that is called on a target; nil if the call is none.
    mutating func expandMember(
        _ target: ExpressionID, _ function: String, _ arguments: [ExpressionID], _ range: Range<Int>,
        name: Range<Int>
    ) throws(SyntaxAbort) -> ExpressionID? {
        guard options.expandsMacros else { return nil }
        if case .identifier(let namespace, _) = tree[target] {
            if namespace == "cel", function == "bind", arguments.count == 3 {
                return try bind(arguments, range, name: name)
            }
            if namespace == "math", function == "greatest" || function == "least", arguments.count > 2 {
                return try extremeOfMany(target, function, arguments, range, name: name)
            }
        }
        switch Macro.members[function] {
        case .comprehension(let kind):
            guard let roles = kind.roles(arguments: arguments.count) else { return nil }
            return try comprehension(kind, roles, target, arguments, range, name: name)
        case .optionalMap(let isFlat):
            guard arguments.count == 2 else { return nil }
            return try add(
                .optionalMap(
                    target: target, variable: variable(arguments[0]), body: arguments[1], isFlat: isFlat),
                range, name: name, over: max(height(of: target), height(of: arguments)))
        case nil: return nil
        }
    }

    private mutating func bind(
        _ arguments: [ExpressionID], _ range: Range<Int>, name: Range<Int>
    ) throws(SyntaxAbort) -> ExpressionID {
        try add(
            .bind(variable: variable(arguments[0]), value: arguments[1], body: arguments[2]), range, name: name,
            over: height(of: arguments))
    }

    /// `math.greatest(a, b, c)` is `math.greatest([a, b, c])`, for any number of arguments above two.
    private mutating func extremeOfMany(
        _ target: ExpressionID, _ function: String, _ arguments: [ExpressionID], _ range: Range<Int>,
        name: Range<Int>
    ) throws(SyntaxAbort) -> ExpressionID {
        let elements = arguments.map { Expression.Element(value: $0, isOptional: false) }
        let first = arguments.first.map { tree.range(of: $0).lowerBound } ?? range.lowerBound
        let last = arguments.last.map { tree.range(of: $0).upperBound } ?? range.upperBound
        let list = try add(.list(elements), first..<last, over: height(of: arguments))
        return try add(
            .memberCall(target: target, function: function, arguments: [list]), range, name: name,
            over: height(of: list))
    }

    private mutating func comprehension(
        _ kind: Comprehension.Kind, _ roles: [Comprehension.Kind.Role], _ target: ExpressionID,
        _ arguments: [ExpressionID], _ range: Range<Int>, name: Range<Int>
    ) throws(SyntaxAbort) -> ExpressionID {
        var variables: [String] = []
        var filter: ExpressionID?
        var body = target
        for (role, argument) in zip(roles, arguments) {
            switch role {
            case .variable: variables.append(variable(argument))
            case .filter: filter = argument
            case .body: body = argument
            }
        }
        if variables.count == 2, variables[0] == variables[1] { reportDoubleVariable(variables[0], arguments[1]) }
        var result = Comprehension(
            kind: kind, range: target, variable: variables[0], secondVariable: variables.count > 1 ? variables[1] : nil,
            filter: filter, body: body, entryKey: nil)
        if kind == .transformMapEntry { takeEntry(of: body, into: &result) }
        return try add(
            .comprehension(result), range, name: name, over: max(height(of: target), height(of: arguments)))
    }

    /// The last argument of `transformMapEntry` is written as a map of one entry.
    private mutating func takeEntry(of body: ExpressionID, into result: inout Comprehension) {
        guard case .map(let entries) = tree[body], let entry = entries.first, entries.count == 1, !entry.isOptional
        else {
            reportEntry(body)
            return
        }
        result.entryKey = entry.key
        result.body = entry.value
    }

    /// The name of a variable that a macro declares.
    private mutating func variable(_ id: ExpressionID) -> String {
        if case .identifier(let name, isRooted: false) = tree[id] { return name }
        reportMacroVariable(id)
        return "_"
    }
}
