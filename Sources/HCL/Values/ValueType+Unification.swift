extension ValueType {
    /// The type that values of both types become where they have to be of one; open where a type that is not known decides it.
    /// - Returns: nil if there is none.
    /// - Throws: an error where a null decides it.
    /// - SeeAlso: https://github.com/zclconf/go-cty/blob/main/docs/convert.md
    static func unified(_ left: ValueType, _ right: ValueType) throws(EvaluationFailure) -> ValueType? {
        switch (left, right) {
        case (.any, let type), (let type, .any): return type
        // Whatever plain type the other one is of, both become texts; and what is not plain has nothing in common with a text.
        case (.open, .string), (.string, .open): return .string
        case (.open, _), (_, .open): return .open
        case (.string, .string), (.string, .number), (.number, .string), (.string, .bool), (.bool, .string):
            return .string
        case (.number, .number): return .number
        case (.bool, .bool): return .bool
        case (.list(let one), .list(let other)): return try unified(one, other).map { .list($0) }
        case (.set(let one), .set(let other)): return try unified(one, other).map { .set($0) }
        case (.map(let one), .map(let other)): return try unified(one, other).map { .map($0) }
        case (.list, .set): return right.converted(to: left) == nil ? nil : left
        case (.set, .list): return left.converted(to: right) == nil ? nil : right
        case (.tuple(let one), .tuple(let other)):
            if let type = try tuple(one, other) { return type }
            return try unified(one + other).map { .list($0) }
        case (.tuple(let types), .list(let element)), (.list(let element), .tuple(let types)):
            return try unified(types + [element]).map { .list($0) }
        case (.tuple(let types), .set(let element)), (.set(let element), .tuple(let types)):
            guard case .any = element else { return try unified(types + [element]) == nil ? nil : .set(element) }
            return try unified(types).map { .set($0) }
        case (.object(let one), .object(let other)):
            if let type = try object(one, other) { return type }
            return try unified((one + other).map(\.type)).map { .map($0) }
        case (.object(let attributes), .map(let element)), (.map(let element), .object(let attributes)):
            return try unified(attributes.map(\.type) + [element]).map { .map($0) }
        default: return nil
        }
    }

    /// The type that values of all types become.
    static func unified(_ types: [ValueType]) throws(EvaluationFailure) -> ValueType? {
        var known: [ValueType] = []
        var hasOpen = false
        for type in types {
            switch type {
            case .any: continue
            case .open: hasOpen = true
            default: known.append(type)
            }
        }
        guard !known.isEmpty else { return hasOpen ? .open : .any }
        guard let common = try common(known) else {
            // What is not known may be the text that all others become.
            if hasOpen { return .open }
            // Nulls of no type bring collections into a type that they have not by themselves.
            guard known.count == types.count || known.allSatisfy(\.isPlain) else { throw undecided }
            return nil
        }
        if hasOpen { return try unified(common, .open) }
        guard known.count == types.count || common.isPlain else { throw undecided }
        return common
    }

    /// The type that values of some types become, of none of which nothing is known.
    private static func common(_ types: [ValueType]) throws(EvaluationFailure) -> ValueType? {
        if types.allSatisfy(\.isPlain) {
            if types.contains(where: { if case .string = $0 { true } else { false } }) { return .string }
            return types.dropFirst().allSatisfy { $0.isSame(as: types[0]) ?? false } ? types[0] : nil
        }
        if types.count > 2, let type = try alike(types) { return type }
        var common = types[0]
        for type in types.dropFirst() {
            guard let both = try unified(common, type) else { return nil }
            common = both
        }
        return common
    }

    /// The type of tuples of one length, or of objects with the same attributes, each part by itself.
    private static func alike(_ types: [ValueType]) throws(EvaluationFailure) -> ValueType? {
        var rows: [[ValueType]] = []
        var names: [[String]] = []
        for type in types {
            switch type {
            case .tuple(let types): rows.append(types)
            case .object(let attributes):
                rows.append(attributes.map(\.type))
                names.append(attributes.map(\.name))
            default: return nil
            }
        }
        let width = rows[0].count
        guard rows.allSatisfy({ $0.count == width }), names.isEmpty || names.count == rows.count,
            names.allSatisfy({ $0 == names[0] })
        else { return nil }
        var columns: [ValueType] = []
        for index in 0..<width {
            guard let type = try unified(rows.map { $0[index] }) else { return nil }
            columns.append(type)
        }
        guard let names = names.first else { return .tuple(columns) }
        return .object(zip(names, columns).map { Attribute(name: $0, type: $1, isOptional: false) })
    }

    private static let undecided = EvaluationFailure.notComputed("the type of a null decides that of its neighbours")

    private static func tuple(_ one: [ValueType], _ other: [ValueType]) throws(EvaluationFailure) -> ValueType? {
        guard one.count == other.count else { return nil }
        var types: [ValueType] = []
        for (left, right) in zip(one, other) {
            guard let both = try unified(left, right) else { return nil }
            types.append(both)
        }
        return .tuple(types)
    }

    /// Attributes are in the order of their names.
    private static func object(_ one: [Attribute], _ other: [Attribute]) throws(EvaluationFailure) -> ValueType? {
        guard one.map(\.name) == other.map(\.name) else { return nil }
        var attributes: [Attribute] = []
        for (left, right) in zip(one, other) {
            guard let both = try unified(left.type, right.type) else { return nil }
            attributes.append(Attribute(name: left.name, type: both, isOptional: false))
        }
        return .object(attributes)
    }
}
