internal import Documents

extension FunctionTable {
    static let collections: [String: Function] = [
        "alltrue": Function(1...1) { a throws(EvaluationFailure) in try quantified(a, deciding: false) },
        "anytrue": Function(1...1) { a throws(EvaluationFailure) in try quantified(a, deciding: true) },
        "chunklist": Function(2...2, marks: .parts) { a throws(EvaluationFailure) in
            let (list, size) = (try Value.unified(try a.list(0)), try a.integer(1))
            guard size >= 0 else { throw EvaluationFailure("the size of a chunk is not negative") }
            guard size > 0 else { return Value(.list([Value(.list(list))])) }
            return Value(
                .list(
                    stride(from: 0, to: list.count, by: size).map {
                        Value(.list(Array(list[$0..<min($0 + size, list.count)])))
                    }))
        },
        "coalesce": Function(1...Function.many, .own, marks: .parts) { a throws(EvaluationFailure) in
            for value in a.values {
                if value.unknown != nil { return value }
                if case .string("") = value.form { continue }
                if !value.isNull {
                    return try Value.unified(a.values.filter { $0.unknown == nil } + [value]).last ?? value
                }
            }
            throw EvaluationFailure("every argument is null or empty")
        },
        "coalescelist": Function(1...Function.many, .own, marks: .parts) { a throws(EvaluationFailure) in
            for (index, value) in a.values.enumerated() where value.unknown == nil && !value.isNull {
                _ = try a.sequence(index)
            }
            for (index, value) in a.values.enumerated() {
                if value.unknown != nil { return value }
                if !(try a.sequence(index)).isEmpty { return value }
            }
            throw EvaluationFailure("every list is empty")
        },
        "compact": Function(1...1, .inside) { a throws(EvaluationFailure) in
            Value(.list(try a.texts(0, skippingNulls: true).filter { !$0.isEmpty }.map { .string($0) }))
        },
        "concat": Function(1...Function.many, marks: .parts) { a throws(EvaluationFailure) in
            var result: [Value] = []
            for index in a.values.indices { result += try a.sequence(index) }
            let areLists = a.values.allSatisfy { if case .list = $0.form { true } else { false } }
            return Value(areLists ? .list(try Value.unified(result)) : .tuple(result))
        },
        "contains": Function(2...2) { a throws(EvaluationFailure) in
            var isOpen: Unknown?
            try a.budget.spend(a[0].weight)
            for element in try a.list(0) {
                switch Value.areEqual(element, a[1]) {
                case true?: return .bool(true)
                case nil: isOpen = element.innerUnknown ?? a[1].innerUnknown ?? isOpen
                case false?: continue
                }
            }
            return isOpen.map { Value(.unknown(Unknown($0.reason, choices: $0.choices))) } ?? .bool(false)
        },
        "distinct": Function(1...1, .inside) { a throws(EvaluationFailure) in
            var kept: [Value] = []
            var seen: Set<Value.Key> = []
            for value in try Value.unified(try a.list(0)) {
                guard let key = Value.Key(value) else { throw Value.inexact }
                try a.budget.spend(value.weight)
                if seen.insert(key).inserted { kept.append(value) }
            }
            return Value(.list(kept))
        },
        "element": Function(2...2, marks: .parts) { a throws(EvaluationFailure) in
            let (list, index) = (try a.sequence(0), try a.integer(1))
            guard !list.isEmpty else { throw EvaluationFailure("an empty list has no elements") }
            let rest = index % list.count
            guard rest < 0 else { return list[rest] }
            // From the end, which only lists have.
            guard case .list = a[0].form else { throw EvaluationFailure("the index of an element is not negative") }
            return list[rest + list.count]
        },
        "flatten": Function(1...1) { a throws(EvaluationFailure) in
            var result: [Value] = []
            for value in try a.list(0) {
                if let unknown = try flatten(value, into: &result, a.budget) { return unknown }
            }
            return Value(.tuple(result))
        },
        "index": Function(2...2, .inside) { a throws(EvaluationFailure) in
            try a.budget.spend(a[0].weight)
            guard let index = try a.list(0).firstIndex(where: { Value.areEqual($0, a[1]) == true }) else {
                throw EvaluationFailure("the list has no such element")
            }
            return .number(index)
        },
        "keys": Function(1...1, marks: .parts) { a throws(EvaluationFailure) in
            sequence(try a.members(0).all.map { .string($0.key) }, like: a[0])
        },
        "values": Function(1...1, marks: .parts) { a throws(EvaluationFailure) in
            sequence(try a.members(0).all.map(\.value), like: a[0])
        },
        "length": Function(1...1, marks: .parts) { a throws(EvaluationFailure) in
            if case .string = a[0].form { return .number(try a.text(0).count) }
            guard let elements = a[0].elements else {
                throw EvaluationFailure("a value of the type \(a[0].typeName) has no length")
            }
            return .number(elements.count)
        },
        "lookup": Function(2...3, .own, marks: .parts) { a throws(EvaluationFailure) in
            if let unknown = a[0].unknown ?? a[1].unknown {
                return Value(.unknown(Unknown(unknown.reason, choices: unknown.choices)))
            }
            let key = try a.text(1)
            if let found = try a.members(0)[key] { return found.marked(like: a[0]) }
            guard a.count == 3 else {
                throw EvaluationFailure("the map has no element with the key `\(Diagnostic.shown(key))`")
            }
            guard case .map(let members) = a[0].form, a[2].unknown == nil else { return a[2] }
            return try a[2].converted(to: (try? ValueType.unified(members.all.map(\.value.type))) ?? .any)
        },
        "matchkeys": Function(3...3, .inside) { a throws(EvaluationFailure) in
            let (values, names, wanted) = (try Value.unified(try a.list(0)), try a.list(1), try a.list(2))
            let both = try Value.unified(names + wanted)
            let (keys, searched) = (both.prefix(names.count), both.dropFirst(names.count))
            try a.budget.spend(keys.count * a[2].weight)
            guard values.count == keys.count else { throw EvaluationFailure("the two lists have different lengths") }
            try a.budget.spend(keys.count * max(wanted.count, 1))
            return Value(
                .list(
                    zip(values, keys).filter { pair in searched.contains { Value.areEqual($0, pair.1) == true } }.map(
                        \.0)
                ))
        },
        "merge": Function(0...Function.many, marks: .parts) { a throws(EvaluationFailure) in
            var members: [(String, Value)] = []
            for index in a.values.indices where !a[index].isNull {
                members += try a.members(index).all.map { ($0.key, $0.value) }
            }
            // Maps of several types make an object.
            let types = a.values.filter { !$0.isNull }.map(\.type)
            guard case .map? = types.first, types.allSatisfy({ $0.isSame(as: types[0]) }) else {
                return Value(.object(Members(members)))
            }
            return Value(.map(Members(members)))
        },
        "one": Function(1...1, marks: .parts) { a throws(EvaluationFailure) in
            let list = try a.list(0)
            guard list.count <= 1 else {
                throw EvaluationFailure("the list has \(list.count) elements: expected one or none")
            }
            return list.first ?? .null
        },
        "range": Function(1...3) { a throws(EvaluationFailure) in try range(a) },
        "reverse": Function(1...1, marks: .parts) { a throws(EvaluationFailure) in
            sequence(try a.list(0).reversed(), like: a[0])
        },
        "slice": Function(3...3, marks: .parts) { a throws(EvaluationFailure) in
            let (list, start, end) = (try a.sequence(0), try a.integer(1), try a.integer(2))
            guard start >= 0, start <= end, end <= list.count else {
                throw EvaluationFailure(
                    "the slice from \(start) to \(end) lies outside of the list, which has \(list.count) elements")
            }
            return sequence(Array(list[start..<end]), like: a[0])
        },
        "sort": Function(1...1, .inside) { a throws(EvaluationFailure) in
            let texts = try a.texts(0).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
            return Value(.list(texts.map { .string($0) }))
        },
        "transpose": Function(1...1, .inside) { a throws(EvaluationFailure) in
            try a.budget.spend(16 * a[0].weight)
            var result: [String: [Value]] = [:]
            for member in try a.members(0).all {
                for value in member.value.elements ?? [] {
                    if let text = value.asText { result[text, default: []].append(.string(member.key)) }
                }
            }
            return Value(.map(Members(result.map { ($0.key, Value(.list($0.value))) })))
        },
        "zipmap": Function(2...2) { a throws(EvaluationFailure) in
            let (keys, values) = (try a.list(0), try a.list(1))
            if let unknown = keys.compactMap(\.unknown).first {
                return Value(.unknown(Unknown(unknown.reason, choices: unknown.choices)))
            }
            guard keys.count == values.count else { throw EvaluationFailure("the two lists have different lengths") }
            let members = Members(zip(try a.texts(0), values).map { ($0, $1) })
            if case .list = a[1].form { return Value(.map(members)) }
            return Value(.object(members))
        },
    ]

    /// A tuple of what a tuple or an object held, else a list.
    private static func sequence(_ values: [Value], like source: Value) -> Value {
        switch source.form {
        case .tuple, .object: Value(.tuple(values))
        default: Value(.list(values))
        }
    }

    private static func quantified(_ a: Arguments, deciding: Bool) throws(EvaluationFailure) -> Value {
        var isOpen: Unknown?
        var isDecided = false
        for element in try a.list(0) {
            if let unknown = element.unknown {
                isOpen = unknown
            } else if !element.isNull, element.asBool == nil {
                throw EvaluationFailure("an element is of the type \(element.typeName): expected true or false")
            } else if (element.asBool ?? false) == deciding {
                isDecided = true
            }
        }
        if isDecided { return .bool(deciding) }
        return isOpen.map { Value(.unknown(Unknown($0.reason, choices: $0.choices))) } ?? .bool(!deciding)
    }

    /// - Returns: The result, if it is not known how many elements there are.
    private static func flatten(
        _ value: Value, into result: inout [Value], _ budget: EvaluationBudget
    ) throws(EvaluationFailure) -> Value? {
        try budget.spend(1)
        if let unknown = value.unknown, !value.isEntity {
            return Value(.unknown(Unknown(unknown.reason, choices: unknown.choices)), isSensitive: value.isSensitive)
        }
        guard value.members == nil, let elements = value.elements else {
            result.append(value)
            return nil
        }
        for element in elements { if let unknown = try flatten(element, into: &result, budget) { return unknown } }
        return nil
    }

    private static func range(_ a: Arguments) throws(EvaluationFailure) -> Value {
        let start = a.count > 1 ? try a.number(0) : Number(0)
        let limit = try a.number(a.count > 1 ? 1 : 0)
        let step = a.count > 2 ? try a.number(2) : Number(Number.isLess(limit, start) ? -1 : 1)
        guard !step.isZero else { throw EvaluationFailure("the step of a range is not zero") }
        guard step.isNegative == Number.isLess(limit, start) else {
            throw EvaluationFailure("the step of a range leads away from its end")
        }
        var values: [Value] = []
        var current = start
        while true {
            guard let order = Number.order(current, limit) else { throw .notComputed("the last number is not exact") }
            guard order == (step.isNegative ? .greater : .less) else { break }
            guard values.count < 1024 else { throw EvaluationFailure("a range has at most 1024 elements") }
            values.append(Value(.number(current)))
            guard let next = Number.adding(current, step) else {
                throw .notComputed("the numbers have more than \(Number.mostDigits) digits")
            }
            current = next
        }
        return Value(.list(values))
    }
}
