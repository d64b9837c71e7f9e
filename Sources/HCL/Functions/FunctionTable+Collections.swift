internal import Documents

extension FunctionTable {
    static let collections: [String: Function] = [
        "alltrue": Function(1...1) { a throws(EvaluationFailure) in try quantified(a, deciding: false) },
        "anytrue": Function(1...1) { a throws(EvaluationFailure) in try quantified(a, deciding: true) },
        "chunklist": Function(2...2, marks: .parts) { a throws(EvaluationFailure) in
            let ((list, type), size) = (try elements(of: a, 0), try a.integer(1))
            guard size >= 0 else { throw EvaluationFailure("the size of a chunk is not negative") }
            guard size > 0 else { return Value(.list([Value(.list(list), of: type)])) }
            return Value(
                .list(
                    stride(from: 0, to: list.count, by: size).map {
                        Value(.list(Array(list[$0..<min($0 + size, list.count)])), of: type)
                    }), of: .list(type))
        },
        "coalesce": Function(1...Function.many, .own, marks: .parts) { a throws(EvaluationFailure) in
            // All of them are brought into one type.
            try a.budget.spend(a.values.reduce(0) { $0 + 16 * $1.weight })
            for value in a.values {
                if case .string("") = value.form { continue }
                if !value.isNull { return try Value.unified(a.values + [value]).values.last ?? value }
            }
            throw EvaluationFailure("every argument is null or empty")
        },
        "coalescelist": Function(1...Function.many, .own, marks: .parts) { a throws(EvaluationFailure) in
            for (index, value) in a.values.enumerated() where value.unknown == nil && !value.isNullOfList {
                _ = try a.sequence(index)
            }
            for (index, value) in a.values.enumerated() where !value.isNull {
                // Another list, of whatever type, takes the place of an empty one.
                if let unknown = value.unknown { return Value(.unknown(unknown), isSensitive: value.isSensitive) }
                if !(try a.sequence(index)).isEmpty { return value }
            }
            throw EvaluationFailure("every list is empty")
        },
        "compact": Function(1...1, .inside) { a throws(EvaluationFailure) in
            Value(.list(try a.texts(0, skippingNulls: true).filter { !$0.isEmpty }.map { .string($0) }), of: .string)
        },
        "concat": Function(1...Function.many, marks: .parts) { a throws(EvaluationFailure) in
            var result: [Value] = []
            for index in a.values.indices { result += try a.sequence(index) }
            guard a.values.allSatisfy({ if case .list = $0.form { true } else { false } }) else {
                return Value(.tuple(result))
            }
            guard let type = try ValueType.unified(a.values.map(\.elementType)) else {
                throw EvaluationFailure("the lists have no type in common")
            }
            return try Value(.list(result), of: .any).converted(to: .list(type))
        },
        "contains": Function(2...2) { a throws(EvaluationFailure) in
            var isOpen: Unknown?
            try a.budget.spend(a[0].weight)
            guard !a[1].isNull else { throw EvaluationFailure("argument 2 is null: expected what is looked for") }
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
            let (values, type) = try elements(of: a, 0)
            for value in values {
                guard let key = Value.Key(value) else { throw Value.inexact }
                try a.budget.spend(value.weight)
                if seen.insert(key).inserted { kept.append(value) }
            }
            return Value(.list(kept), of: type)
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
            guard !a[1].isNull else { throw EvaluationFailure("argument 2 is null: expected what is looked for") }
            guard let index = try a.list(0).firstIndex(where: { Value.areEqual($0, a[1]) == true }) else {
                throw EvaluationFailure("the list has no such element")
            }
            return .number(index)
        },
        "keys": Function(1...1, marks: .parts) { a throws(EvaluationFailure) in
            sequence(try a.members(0).all.map { .string($0.key) }, of: .string, like: a[0])
        },
        "values": Function(1...1, marks: .parts) { a throws(EvaluationFailure) in
            sequence(try a.members(0).all.map(\.value), of: a[0].declared, like: a[0])
        },
        "length": Function(1...1, marks: .parts) { a throws(EvaluationFailure) in
            if case .string = a[0].form { return .number(try a.text(0, cost: 16).count) }
            if let members = a[0].members { return .number(members.count) }
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
            let isMap = if case .map = a[0].form { true } else { false }
            let standard = a.count == 3 ? (isMap ? try a[2].converted(to: a[0].elementType) : a[2]) : nil
            if let found = try a.members(0)[key] { return found.marked(like: a[0]) }
            guard let standard else {
                throw EvaluationFailure("the map has no element with the key `\(Diagnostic.shown(key))`")
            }
            return standard
        },
        "matchkeys": Function(3...3, .inside) { a throws(EvaluationFailure) in
            let ((values, type), names, wanted) = (try elements(of: a, 0), try a.list(1), try a.list(2))
            let both = try Value.unified(names + wanted).values
            let (keys, searched) = (both.prefix(names.count), both.dropFirst(names.count))
            try a.budget.spend(keys.count * a[2].weight)
            guard values.count == keys.count else { throw EvaluationFailure("the two lists have different lengths") }
            try a.budget.spend(keys.count * max(wanted.count, 1))
            return Value(
                .list(
                    zip(values, keys).filter { pair in searched.contains { Value.areEqual($0, pair.1) == true } }.map(
                        \.0)
                ), of: type)
        },
        "merge": Function(0...Function.many, .own, marks: .parts) { a throws(EvaluationFailure) in try merge(a) },
        "one": Function(1...1, marks: .parts) { a throws(EvaluationFailure) in
            let list = try a.list(0)
            guard list.count <= 1 else {
                throw EvaluationFailure("the list has \(list.count) elements: expected one or none")
            }
            if let first = list.first { return first }
            if case .tuple = a[0].form { return .null }
            return Value(.null, of: a[0].elementType)
        },
        "range": Function(1...3) { a throws(EvaluationFailure) in try range(a) },
        "reverse": Function(1...1, marks: .parts) { a throws(EvaluationFailure) in
            sequence(try a.list(0).reversed(), of: a[0].declared, like: a[0])
        },
        "slice": Function(3...3, marks: .parts) { a throws(EvaluationFailure) in
            let (list, start, end) = (try a.sequence(0), try a.integer(1), try a.integer(2))
            guard start >= 0, start <= end, end <= list.count else {
                throw EvaluationFailure(
                    "the slice from \(start) to \(end) lies outside of the list, which has \(list.count) elements")
            }
            return sequence(Array(list[start..<end]), of: a[0].declared, like: a[0])
        },
        "sort": Function(1...1, .inside) { a throws(EvaluationFailure) in
            let texts = try a.texts(0).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
            return Value(.list(texts.map { .string($0) }), of: .string)
        },
        "transpose": Function(1...1, .inside) { a throws(EvaluationFailure) in
            try a.budget.spend(16 * a[0].weight)
            var result: [String: [Value]] = [:]
            for member in try a.members(0).all {
                guard let elements = member.value.elements else {
                    throw EvaluationFailure("the map has something else than lists: expected lists of texts")
                }
                for value in elements {
                    if let text = value.asText { result[text, default: []].append(.string(member.key)) }
                }
            }
            return Value(
                .map(Members(result.map { ($0.key, Value(.list($0.value), of: .string)) })), of: .list(.string))
        },
        "zipmap": Function(2...2) { a throws(EvaluationFailure) in
            let (keys, values) = (try a.list(0), try a.sequence(1))
            if let unknown = keys.compactMap(\.unknown).first {
                return Value(.unknown(Unknown(unknown.reason, choices: unknown.choices)))
            }
            guard keys.count == values.count else { throw EvaluationFailure("the two lists have different lengths") }
            let members = Members(zip(try a.texts(0), values).map { ($0, $1) })
            if case .list = a[1].form { return Value(.map(members), of: a[1].elementType) }
            return Value(.object(members))
        },
    ]

    /// A tuple of what a tuple or an object held, else a list.
    private static func sequence(_ values: [Value], of type: ValueType?, like source: Value) -> Value {
        switch source.form {
        case .tuple, .object: Value(.tuple(values))
        default: Value(.list(values), of: type)
        }
    }

    /// The elements of an argument as those of a list, and what type they are of.
    private static func elements(
        of a: Arguments, _ index: Int
    ) throws(EvaluationFailure) -> (values: [Value], type: ValueType) {
        let list = try a.list(index)
        if case .tuple = a[index].form { return try Value.unified(list) }
        return (list, a[index].elementType)
    }

    private static func merge(_ a: Arguments) throws(EvaluationFailure) -> Value {
        var members: [(String, Value)] = []
        var types: [ValueType] = []
        var isOpen = false
        for value in a.values {
            if value.isNull, value.type.converted(to: .map(.any)) != nil { continue }
            let settled = value.settled(as: .map(.open))
            let part = settled ?? value
            if let unknown = part.unknown { return Value(.unknown(Unknown(unknown.reason, choices: unknown.choices))) }
            guard let all = part.members?.all else {
                throw EvaluationFailure("a value of the type \(part.typeName) cannot be merged: expected a map")
            }
            try a.budget.spend(4 * all.count)
            isOpen = isOpen || settled != nil
            members += all.map { ($0.key, (settled == nil ? $0.value : $0.value.opened()).marked(like: part)) }
            types.append(part.type)
        }
        // Maps of several types make an object.
        guard case .map(let element)? = types.first,
            types.allSatisfy({ $0.isSame(as: types[0]) ?? true })
        else {
            let merged = Value(.object(Members(members)))
            return isOpen ? merged.opened() : merged
        }
        let merged = Value(.map(Members(members)), of: element)
        return isOpen ? merged.opened() : merged
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
        return Value(.list(values), of: .number)
    }
}

extension Value {
    fileprivate var isNullOfList: Bool {
        guard isNull else { return false }
        switch declared {
        case .list, .tuple: return true
        default: return false
        }
    }
}
