internal import Documents

extension Evaluator {
    mutating func unary(_ node: SyntaxNode) throws(EvaluationFailure) -> Value {
        let type: ValueType = node.operation == .not ? .bool : .number
        let operand = try evaluate(node.first, as: type)
        if let unknown = operand.unknown { return open([unknown], of: type, marks: operand.isSensitive) }
        switch node.operation {
        case .not:
            guard let value = operand.asBool else { throw unsuitable(operand, "true or false") }
            return Value(.bool(!value), isSensitive: operand.isSensitive)
        default:
            guard let value = operand.asNumber else { throw unsuitable(operand, "a number") }
            // Binary numbers know a zero below zero, which is written `-0`.
            return Value(.number(value.isZero ? value.approximate : value.negated), isSensitive: operand.isSensitive)
        }
    }

    /// A value that is not known because others are not.
    static func dependent(on unknowns: [Unknown], of type: ValueType? = nil, marks isSensitive: Bool) -> Value {
        let choices = unknowns.reduce(into: Set<String>()) { $0.formUnion($1.choices) }
        return Value(.unknown(Unknown(unknowns.reason, choices: choices)), of: type, isSensitive: isSensitive)
    }

    /// A value that is computed of others that are not known: it may turn out that it cannot be computed.
    mutating func open(_ unknowns: [Unknown], of type: ValueType? = nil, marks isSensitive: Bool) -> Value {
        mayFail = true
        return Self.dependent(on: unknowns, of: type, marks: isSensitive)
    }

    /// The value of an expression that stands where a value of one type is asked for.
    mutating func evaluate(_ id: SyntaxID, as type: ValueType) throws(EvaluationFailure) -> Value {
        let value = try evaluate(id)
        return value.settled(as: type) ?? value
    }

    func unsuitable(_ value: Value, _ expected: String) -> EvaluationFailure {
        EvaluationFailure(
            value.isNull
                ? "the value is null: expected \(expected)"
                : "a value of the type \(value.typeName): expected \(expected)")
    }

    mutating func binary(_ node: SyntaxNode) throws(EvaluationFailure) -> Value {
        let left = try evaluate(node.first)
        let right = try evaluate(tree.sibling(node.first))
        let isSensitive = left.isSensitive || right.isSensitive
        switch node.operation {
        case .and, .or: return try logical(node.operation, left, right).marked(isSensitive)
        case .equal, .notEqual:
            let isSensitive = left.isSensitiveInside || right.isSensitiveInside
            try budget.spend(Self.typingCost * min(left.weight, right.weight))
            guard let areEqual = Value.areEqual(left, right) else {
                return Self.dependent(on: [left, right].compactMap(\.innerUnknown), of: .bool, marks: isSensitive)
            }
            return Value(.bool(areEqual == (node.operation == .equal)), isSensitive: isSensitive)
        default: break
        }
        let (first, second) = (left.settled(as: .number) ?? left, right.settled(as: .number) ?? right)
        let type = node.operation.result
        let unknowns = [first, second].compactMap(\.unknown)
        guard unknowns.isEmpty else { return open(unknowns, of: type, marks: isSensitive) }
        guard let one = first.asNumber else { throw unsuitable(first, "a number") }
        guard let other = second.asNumber else { throw unsuitable(second, "a number") }
        return Value(try arithmetic(node.operation, one, other), of: type, isSensitive: isSensitive)
    }

    /// One operand that decides is enough.
    private mutating func logical(
        _ operation: Operation, _ left: Value, _ right: Value
    ) throws(EvaluationFailure) -> Value {
        let deciding = operation == .or
        var unknowns: [Unknown] = []
        var isDecided = false
        for operand in [left, right].map({ $0.settled(as: .bool) ?? $0 }) {
            if let unknown = operand.unknown {
                unknowns.append(unknown)
            } else {
                guard let value = operand.asBool else { throw unsuitable(operand, "true or false") }
                isDecided = isDecided || value == deciding
            }
        }
        if !unknowns.isEmpty { mayFail = true }
        if isDecided { return .bool(deciding) }
        return unknowns.isEmpty ? .bool(!deciding) : open(unknowns, of: .bool, marks: false)
    }

    private mutating func arithmetic(
        _ operation: Operation, _ one: Number, _ other: Number
    ) throws(EvaluationFailure) -> Value.Form {
        let result: Number?
        switch operation {
        case .less, .greater, .lessOrEqual, .greaterOrEqual:
            guard let order = Number.order(one, other) else {
                return .unknown(Unknown("the numbers are too close to each other to be compared"))
            }
            return .bool(operation.holds(order))
        case .add: result = .adding(one, other)
        case .subtract: result = .adding(one, other.negated)
        case .multiply: result = .multiplying(one, other)
        case .divide, .remainder:
            guard !other.isZero else {
                mayFail = true
                return .unknown(Unknown("a number is divided by zero"))
            }
            result = operation == .divide ? .dividing(one, by: other) : .remainder(one, other)
        default: throw EvaluationFailure("`\(operation.text)` is not an operator of numbers")
        }
        guard var result else { return .unknown(Unknown("the result has more than 38 digits")) }
        let isProduct = operation == .multiply || operation == .divide
        if isProduct, result.isZero, one.isNegative != other.isNegative { result = result.approximate }
        return .number(result)
    }

    mutating func conditional(_ node: SyntaxNode) throws(EvaluationFailure) -> Value {
        let condition = try evaluate(node.first, as: .bool)
        let positive = tree.sibling(node.first)
        let negative = tree.sibling(positive)
        if let unknown = condition.unknown {
            // A condition that turns out to be null fails; what an operator gives is none.
            if !isOperation(node.first) { mayFail = true }
            return try either(positive, negative, unknown, condition.isSensitive)
        }
        guard let isTrue = condition.asBool else { throw unsuitable(condition, "true or false") }
        let chosen = try evaluate(isTrue ? positive : negative)
        return try unified(chosen, with: isTrue ? negative : positive).marked(condition.isSensitive)
    }

    private func isOperation(_ id: SyntaxID) -> Bool {
        switch tree[id].kind {
        case .parentheses, .condition: isOperation(tree[id].first)
        case .binary, .unary: true
        default: false
        }
    }

    /// The steps for each part of a value whose type is looked at.
    private static let typingCost = 8

    /// A case of a condition in the type that both cases share.
    private mutating func unified(_ value: Value, with other: SyntaxID) throws(EvaluationFailure) -> Value {
        if value.isEntity { return value }
        guard let type = try typeOfCase(other) else { return value }
        try budget.spend(Self.typingCost * (value.weight - 1))
        let both: ValueType?
        do throws(EvaluationFailure) {
            both = try ValueType.unified(value.type, type)
        } catch {
            mayFail = true
            return Value(.unknown(Unknown(error.message)), isSensitive: value.isSensitiveInside)
        }
        guard let both else {
            throw EvaluationFailure("the two cases of the condition have no type in common")
        }
        mayFail = mayFail || type.hasOpenPart
        return try value.converted(to: both)
    }

    /// The type of a case that is not taken; nil if it has none, because it fails: nothing is wrong with that.
    private mutating func typeOfCase(_ id: SyntaxID) throws(EvaluationFailure) -> ValueType? {
        let couldFail = mayFail
        defer { mayFail = couldFail }
        mayFail = false
        do throws(EvaluationFailure) {
            let value = try evaluate(id)
            try budget.spend(Self.typingCost * (value.weight - 1))
            return mayFail ? .open : value.type
        } catch {
            guard budget.steps >= 0 else { throw error }
            return error.kind == .refused ? typeOfFailed(id) : .open
        }
    }

    /// What type Terraform gives an expression that fails; nil for none.
    private func typeOfFailed(_ id: SyntaxID) -> ValueType? {
        let node = tree[id]
        switch node.kind {
        case .template where tree.sibling(node.first) == .none && tree[node.first].kind == .interpolation:
            return typeOfFailed(node.first)
        case .template, .heredoc: return .string
        case .binary: return node.operation.result
        case .unary: return node.operation == .not ? .bool : .number
        case .parentheses, .interpolation: return typeOfFailed(node.first)
        case .object, .tuple, .forObject, .forTuple, .conditional: return .open
        default: return nil
        }
    }

    /// The value of a condition that is not known: known only if both cases have the same.
    private mutating func either(
        _ positive: SyntaxID, _ negative: SyntaxID, _ condition: Unknown, _ isSensitive: Bool
    ) throws(EvaluationFailure) -> Value {
        let one: Value
        let other: Value
        do throws(EvaluationFailure) {
            one = try evaluate(positive)
            other = try evaluate(negative)
        } catch {
            // The case that fails may be the one that is not taken.
            return open([condition], marks: isSensitive)
        }
        let marks = isSensitive || one.isSensitive || other.isSensitive
        let unknowns = [condition] + [one, other].compactMap(\.innerUnknown)
        // Where they have no type in common Terraform refuses them.
        guard let type = try? ValueType.unified(one.type, other.type) else { return open(unknowns, marks: marks) }
        if Value.areEqual(one, other) == true { return try one.converted(to: type).marked(marks) }
        return open(unknowns, of: type, marks: marks)
    }
}

extension Operation {
    /// The type of what a binary operator gives.
    fileprivate var result: ValueType {
        switch self {
        case .add, .subtract, .multiply, .divide, .remainder, .negate: .number
        case .none, .or, .and, .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual, .not: .bool
        }
    }

    /// Whether an operator that compares gives true for numbers in this order.
    fileprivate func holds(_ order: Number.Order) -> Bool {
        switch self {
        case .less: order == .less
        case .greater: order == .greater
        case .lessOrEqual: order != .greater
        case .greaterOrEqual: order != .less
        default: false
        }
    }
}
