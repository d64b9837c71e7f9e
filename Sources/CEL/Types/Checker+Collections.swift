/// Literals of lists and maps, and the macros that run over them.
extension Checker {
    mutating func list(_ elements: [Expression.Element]) -> TypeRef {
        var joined: TypeRef?
        for element in elements {
            let type = check(element.value)
            let value = element.isOptional ? optionalValue(type, element.value, "`[?x]` takes an optional") : type
            joined = joined.map { table.join($0, value) } ?? value
        }
        return table.list(of: joined ?? table.variable())
    }

    mutating func map(_ entries: [Expression.Entry]) -> TypeRef {
        var joined: (key: TypeRef, value: TypeRef)?
        for entry in entries {
            let key = check(entry.key)
            checkKey(key, entry.key)
            let type = check(entry.value)
            let value = entry.isOptional ? optionalValue(type, entry.value, "`{?k: x}` takes an optional") : type
            joined = joined.map { (table.join($0.key, key), table.join($0.value, value)) } ?? (key, value)
        }
        guard let joined else {
            let key = table.variable()
            return table.make(.map, key, table.variable())
        }
        return table.make(.map, joined.key, joined.value)
    }

    private mutating func checkKey(_ type: TypeRef, _ id: ExpressionID) {
        let type = table.resolve(type)
        let isKey = !type.isKnown || type == .bool || type == .int || type == .uint || type == .string
        if !isKey, table.kind(type) != .variable, table.kind(type) != .wrapper {
            report("a map's key is a bool, int, uint or string: found \(name(type))", at: id)
        }
    }

    /// What an optional holds, which `id` must be.
    private mutating func optionalValue(_ type: TypeRef, _ id: ExpressionID, _ purpose: String) -> TypeRef {
        let type = table.resolve(type)
        guard type.isKnown else { return .dyn }
        if table.kind(type) == .optional { return table.part(type, 0) }
        let value = table.variable()
        if !table.isAssignable(type, table.optional(value)) {
            report(
                "\(purpose): found \(name(type))", help: "leave out the `?`, or select with `.?` or `[?...]`", at: id)
        }
        return value
    }

    mutating func optionalMap(
        _ id: ExpressionID, _ target: ExpressionID, _ variable: String, _ body: ExpressionID, isFlat: Bool
    ) -> TypeRef {
        let macro = isFlat ? "optFlatMap" : "optMap"
        let slot = reserveSlots(1, for: id)
        let value = optionalValue(check(target), target, "`\(macro)` is called on an optional")
        let result = withLocals([Local(name: variable, slot: slot, type: value)]) { $0.check(body) }
        guard isFlat else { return table.optional(result) }
        return table.optional(optionalValue(result, body, "`optFlatMap` makes an optional"))
    }

    // MARK: Comprehensions

    mutating func comprehension(_ id: ExpressionID, _ comprehension: Comprehension) -> TypeRef {
        let slot = reserveSlots(comprehension.secondVariable == nil ? 1 : 2, for: id)
        let range = checkResolved(comprehension.range)
        let parts = rangeParts(range, comprehension)
        var added: [Local] = []
        if let second = comprehension.secondVariable {
            added.append(Local(name: comprehension.variable, slot: slot, type: parts.key))
            added.append(Local(name: second, slot: slot + 1, type: parts.value))
        } else {
            added.append(Local(name: comprehension.variable, slot: slot, type: parts.element))
        }
        return withLocals(added) { checker in
            guard let filter = comprehension.filter else { return checker.result(comprehension, parts) }
            checker.require(.bool, filter, for: "the filter of `\(comprehension.kind.name)` is a condition")
            let facts = checker.declarations.schema == nil ? [] : checker.facts(when: true, filter)
            return checker.withFacts(facts) { $0.result(comprehension, parts) }
        }
    }

    private struct RangeParts {
        /// What a single variable holds: an element, or a key of a map.
        var element: TypeRef
        /// What two variables hold: index and element, or key and value.
        var key: TypeRef
        var value: TypeRef
    }

    private mutating func rangeParts(_ range: TypeRef, _ comprehension: Comprehension) -> RangeParts {
        guard range.isKnown else { return RangeParts(element: range, key: range, value: range) }
        switch table.kind(range) {
        case .list:
            let element = table.part(range, 0)
            return RangeParts(element: element, key: .int, value: element)
        case .map where comprehension.kind != .sortBy:
            let key = table.part(range, 0)
            return RangeParts(element: key, key: key, value: table.part(range, 1))
        case .object where comprehension.kind != .sortBy:
            return RangeParts(element: .string, key: .string, value: .dyn)
        case .variable:
            _ = table.isAssignable(.dyn, range)
            return RangeParts(element: .dyn, key: .dyn, value: .dyn)
        default:
            reportRange(range, comprehension)
            return RangeParts(element: .error, key: .error, value: .error)
        }
    }

    private mutating func result(_ comprehension: Comprehension, _ parts: RangeParts) -> TypeRef {
        let body = comprehension.body
        switch comprehension.kind {
        case .all, .exists, .existsOne:
            require(.bool, body, for: "`\(comprehension.kind.name)` takes a condition")
            return .bool
        case .filter:
            require(.bool, body, for: "`filter` takes a condition")
            return table.list(of: parts.element)
        case .map, .transformList: return table.list(of: check(body))
        case .sortBy:
            let key = checkResolved(body)
            if !isOrdered(key) { report("`sortBy` needs a key that has an order: found \(name(key))", at: body) }
            return table.list(of: parts.element)
        case .transformMap:
            let value = check(body)
            return table.make(.map, parts.key, value)
        case .transformMapEntry:
            guard let entryKey = comprehension.entryKey else { return .error }
            let key = check(entryKey)
            checkKey(key, entryKey)
            return table.make(.map, key, check(body))
        }
    }

    private func isOrdered(_ type: TypeRef) -> Bool {
        if type == .null { return false }
        switch table.kind(type) {
        case nil, .variable, .wrapper: return true
        default: return false
        }
    }
}

extension Comprehension.Kind {
    /// The name under which the macro is written.
    var name: String {
        switch self {
        case .all: "all"
        case .exists: "exists"
        case .existsOne: "existsOne"
        case .filter: "filter"
        case .map: "map"
        case .transformList: "transformList"
        case .transformMap: "transformMap"
        case .transformMapEntry: "transformMapEntry"
        case .sortBy: "sortBy"
        }
    }
}
