import Documents

/// What the checker has to say, in one place.
extension Checker {
    private static let maximumErrors = 50

    /// Whether a further error is of use; also asked before looking for suggestions, which takes time.
    private var isReporting: Bool { checksTypes && errorCount < Self.maximumErrors }

    mutating func report(_ message: String, help: String? = nil, range: Range<Int>) {
        guard isReporting else { return }
        errorCount += 1
        issues.append(Issue(.error, message, help: help, at: range))
    }

    mutating func report(_ message: String, help: String? = nil, at id: ExpressionID) {
        report(message, help: help, range: tree.range(of: id))
    }

    /// A type as messages name it.
    func name(_ type: TypeRef) -> String { table.declared(type).description }

    // MARK: Names

    mutating func reportUnknownName(_ name: String, at range: Range<Int>) {
        guard isReporting else { return }
        let help: String
        if let meant = UnknownName.variables[name] {
            help = meant
        } else if declarations.names.function(named: name, isRooted: false) != nil {
            help = "`\(name)` is a function: call it as `\(name)(...)`"
        } else if let close = Suggestion.nearest(to: name, among: locals.map(\.name) + declarations.names.knownNames)
            .first
        {
            help = "did you mean `\(close)`?"
        } else {
            help = "known are \(list(locals.map(\.name) + declarations.variables.map(\.name)))"
        }
        report("nothing is named `\(name)`", help: help, range: range)
    }

    private func list(_ names: [String]) -> String {
        let limit = 8
        let shown = names.prefix(limit).map { "`\($0)`" }.joined(separator: ", ")
        return names.isEmpty ? "no variables" : names.count > limit ? shown + ", ..." : shown
    }

    mutating func reportUnknownFunction(_ id: ExpressionID, _ name: String) {
        guard isReporting else { return }
        let help: String?
        if let meant = UnknownName.functions[name] {
            help = meant
        } else if Macro.members[name] != nil {
            help = "a macro names its variables first: `list.\(name)(x, ...)`"
        } else {
            let names = declarations.names.functions.lazy.map(\.name).filter {
                $0.utf8.first?.isIdentifierStart == true
            }
            help = Suggestion.nearest(to: name, among: names).first.map { "did you mean `\($0)`?" }
        }
        report("there is no function `\(name)`", help: help, range: tree.nameRange(of: id))
    }

    mutating func reportUnknownField(_ field: String, of object: String, known: [String], _ id: ExpressionID) {
        guard isReporting else { return }
        let help =
            Suggestion.nearest(to: field, among: known).first.map { "did you mean `\($0)`?" }
            ?? "its fields are \(list(known.sorted()))"
        report("\(object) has no field `\(field)`", help: help, range: tree.nameRange(of: id))
    }

    mutating func reportNoFields(_ operand: TypeRef, _ field: String, _ id: ExpressionID) {
        let help: String?
        switch table.kind(operand) {
        case .list: help = "ask its elements: `list.exists(x, x.\(field) == ...)` or `list.all(x, ...)`"
        default:
            let isFunction = declarations.names.function(named: field, isRooted: false) != nil
            help = isFunction ? "`\(field)` is a function: call it as `.\(field)(...)`" : nil
        }
        report("\(name(operand)) has no fields: found `.\(field)`", help: help, range: tree.nameRange(of: id))
    }

    // MARK: Types that do not fit

    mutating func reportBranches(_ id: ExpressionID, _ first: TypeRef, _ second: TypeRef) {
        if first == .error || second == .error { return }
        report(
            "the two values of a choice differ in type: \(name(first)) and \(name(second))",
            help: "convert one of them, or use `dyn(...)` where either is right", at: id)
    }

    mutating func reportRange(_ range: TypeRef, _ comprehension: Comprehension) {
        let wanted = comprehension.kind == .sortBy ? "a list" : "a list or a map"
        let help = table.kind(range) == .optional ? "write `.orValue([])` before it" : nil
        report(
            "`\(comprehension.kind.name)` runs over \(wanted): found \(name(range))", help: help,
            at: comprehension.range)
    }

    /// How to make a condition of something that is none.
    func conditionHelp(_ wanted: TypeRef, _ type: TypeRef, _ id: ExpressionID) -> String? {
        guard wanted == .bool else { return nil }
        let type = table.resolve(type)
        let text = sourceText(id)
        if type.isNumber { return "compare it: `\(text) != 0`" }
        if type == .string { return "compare it: `\(text) != ''`" }
        switch table.kind(type) {
        case .list, .map: return "compare its size: `\(text).size() > 0`"
        case .optional: return "ask for its value: `\(text).hasValue()`, or give a default with `.orValue(...)`"
        default: return nil
        }
    }

    // MARK: Calls

    mutating func reportMismatch(_ call: Call, _ types: [TypeRef]) {
        guard isReporting else { return }
        let function = declarations.function(call.function).name
        let isBinary = types.count == 2 && !call.isMember
        switch function {
        case "_==_" where isBinary, "_!=_" where isBinary: reportComparison(call, types, isEqual: function == "_==_")
        case "@in" where isBinary: reportMembership(call, types)
        default:
            if let symbol = OperatorText.symbols[function] {
                reportOperator(call, symbol, types)
            } else {
                reportArguments(call, function, types)
            }
        }
    }

    private mutating func reportComparison(_ call: Call, _ types: [TypeRef], isEqual: Bool) {
        let outcome = isEqual ? "never equal" : "always unequal"
        report(
            "\(name(types[0])) and \(name(types[1])) are \(outcome)", help: conversionHelp(call, types), at: call.id)
    }

    private func conversionHelp(_ call: Call, _ types: [TypeRef]) -> String? {
        let resolved = types.map(table.resolve)
        if let index = resolved.firstIndex(of: .null) {
            let other = call.operands[1 - index]
            guard case .select = tree[other] else { return nil }
            return "an absent value is not null: ask with `has(\(sourceText(other)))`"
        }
        if let index = resolved.firstIndex(where: { table.kind($0) == .optional }) {
            return "give a default: `\(sourceText(call.operands[index])).orValue(...)`"
        }
        for (index, type) in resolved.enumerated() {
            let other = resolved[1 - index]
            if case .literal(.string(let text)) = tree[call.operands[index]], other.isNumber, Double(text) != nil {
                return "write `\(text)` without quotes"
            }
            if case .literal = tree[call.operands[index]], other == .string, type.isNumber {
                return "write `'\(sourceText(call.operands[index]))'`"
            }
            if type.isNumber, other.isNumber, type != .double {
                return "convert: `\(name(other))(\(sourceText(call.operands[index])))`"
            }
        }
        return nil
    }

    private mutating func reportMembership(_ call: Call, _ types: [TypeRef]) {
        let container = table.resolve(types[1])
        switch table.kind(container) {
        case .list, .map:
            report(
                "\(name(types[0])) is never in \(name(types[1]))", help: conversionHelpForElement(call, types),
                at: call.id)
        default:
            let help =
                container == .string
                ? "write `\(sourceText(call.operands[1])).contains(\(sourceText(call.operands[0])))`"
                : table.kind(container) == .optional ? "give a default: `.orValue([])`" : nil
            report("`in` looks into a list or a map: found \(name(container))", help: help, at: call.operands[1])
        }
    }

    private func conversionHelpForElement(_ call: Call, _ types: [TypeRef]) -> String? {
        let part = table.resolve(table.part(table.resolve(types[1]), 0))
        if table.kind(part) == .object {
            return "ask for a field: `list.exists(x, x.field == ...)`"
        }
        return part == .string ? "the elements are strings" : nil
    }

    private mutating func reportOperator(_ call: Call, _ symbol: String, _ types: [TypeRef]) {
        let found = types.map(name).joined(separator: " and ")
        var fitting: [String] = []
        for overload in declarations.function(call.function).overloads where overload.parameters.count == types.count {
            let fits = zip(overload.parameters, types).contains { $0.description == name($1) }
            if fits || types.count == 1 { fitting.append(signature(symbol, overload)) }
        }
        let expected = fitting.isEmpty ? "" : ": expected \(fitting.prefix(4).joined(separator: ", "))"
        report(
            "`\(symbol)` does not take \(found)\(expected)",
            help: types.count == 2 ? conversionHelp(call, types) : nil, at: call.id)
    }

    private func signature(_ symbol: String, _ overload: Overload) -> String {
        let parameters = overload.parameters.map(\.description)
        return parameters.count == 1
            ? "`\(symbol)\(parameters[0])`" : "`\(parameters.joined(separator: " \(symbol) "))`"
    }

    private mutating func reportArguments(_ call: Call, _ function: String, _ types: [TypeRef]) {
        let all = declarations.function(call.function).overloads
        let sameStyle = all.filter { $0.isMember == call.isMember }
        guard !sameStyle.isEmpty else { return reportStyle(call, function, all) }
        let sameCount = sameStyle.filter { $0.parameters.count == types.count }
        let signatures = (sameCount.isEmpty ? sameStyle : sameCount).map { signature(of: function, $0) }
        let shown = signatures.prefix(4).map { "`\($0)`" }.joined(separator: ", ")
        if sameCount.isEmpty {
            let count = types.count - (call.isMember ? 1 : 0)
            let noun = count == 1 ? "argument" : "arguments"
            report(
                "`\(function)` does not take \(count) \(noun): expected \(shown)", range: tree.nameRange(of: call.id))
        } else if let culprit = types.indices.first(where: { isCulprit($0, types, sameCount) }) {
            report(
                "`\(function)` does not take \(name(types[culprit])): expected \(shown)",
                help: culpritHelp(types[culprit], call.operands[culprit]), at: call.operands[culprit])
        } else {
            let found = types.map(name).joined(separator: ", ")
            report("`\(function)` does not take (\(found)): expected \(shown)", range: tree.nameRange(of: call.id))
        }
    }

    /// Whether this operand alone fits none of the signatures.
    private mutating func isCulprit(_ index: Int, _ types: [TypeRef], _ overloads: [Overload]) -> Bool {
        for overload in overloads {
            let mark = table.mark
            let fits = table.isAssignable(types[index], table.reference(overload.parameters[index]))
            table.undo(to: mark)
            if fits { return false }
        }
        return true
    }

    private func culpritHelp(_ type: TypeRef, _ id: ExpressionID) -> String? {
        table.kind(table.resolve(type)) == .optional
            ? "give a default: `\(sourceText(id)).orValue(...)`" : nil
    }

    private mutating func reportStyle(_ call: Call, _ function: String, _ overloads: [Overload]) {
        let shown = overloads.prefix(4).map { "`\(signature(of: function, $0))`" }.joined(separator: ", ")
        let style = call.isMember ? "is not called on a value" : "is called on a value"
        report("`\(function)` \(style): expected \(shown)", range: tree.nameRange(of: call.id))
    }

    private func signature(of function: String, _ overload: Overload) -> String {
        var parameters = overload.parameters.map(\.description)
        let receiver = overload.isMember && !parameters.isEmpty ? parameters.removeFirst() + "." : ""
        return "\(receiver)\(function)(\(parameters.joined(separator: ", ")))"
    }
}
