/// `&&`, `||` and the conditional.
extension Compiler {
    /// A chain of `&&` or `||`, as a balanced tree: a long chain must not recurse deeply.
    mutating func logic(_ id: ExpressionID, _ operands: ArraySlice<ExpressionID>, decisive: Bool) -> Piece {
        guard operands.count > 1 else {
            return operands.first.map { piece($0) } ?? constant(.bool(!decisive))
        }
        // Short chains lean to the right, so that their first operand is at hand for fusing.
        let middle = operands.startIndex + (operands.count <= 8 ? 1 : operands.count / 2)
        enter()
        defer { leave() }
        let left = logic(id, operands[..<middle], decisive: decisive)
        let right = logic(id, operands[middle...], decisive: decisive)
        if let folded = foldedLogic(left, right, decisive: decisive) { return folded }
        let (leftCode, rightCode) = (left.code, right.code)
        let shape: Shape =
            if case .test(let place, let test, nil) = left.shape {
                .test(place, test, Shape.Rest(expression: id, after: !decisive, piece: right))
            } else { .other }
        let plain = Piece(shape, Compiler.logic(id, leftCode, rightCode, decisive: decisive))
        return guardedTest(left.shape, right.shape, decisive: decisive, plain: plain) ?? plain
    }

    private static func logic(
        _ id: ExpressionID, _ left: @escaping Code, _ right: @escaping Code, decisive: Bool
    ) -> Code {
        if decisive {
            return { frame in
                let left = left(frame)
                if left.isTrue { return left }
                let right = right(frame)
                if left.kind == .bool, right.kind == .bool { return right }
                return Val.undecided(left, right, decisive: true, id)
            }
        }
        return { frame in
            let left = left(frame)
            if left.isFalse { return left }
            let right = right(frame)
            if left.kind == .bool, right.kind == .bool { return right }
            return Val.undecided(left, right, decisive: false, id)
        }
    }

    private func foldedLogic(_ left: Piece, _ right: Piece, decisive: Bool) -> Piece? {
        guard options.foldsConstants else { return nil }
        for side in [left, right] {
            if let value = side.constant, value.kind == .bool, value.boolean == decisive { return constant(value) }
        }
        guard let leftValue = left.constant, let rightValue = right.constant, leftValue.kind == .bool,
            rightValue.kind == .bool
        else { return nil }
        return constant(.bool(!decisive))
    }

    mutating func conditional(
        _ id: ExpressionID, _ condition: ExpressionID, _ then: ExpressionID, _ otherwise: ExpressionID
    ) -> Piece {
        let guarded = guardedField(condition, then)
        let condition = piece(condition)
        let then = piece(then)
        let otherwise = piece(otherwise)
        if options.foldsConstants, let value = condition.constant, value.kind == .bool {
            return value.boolean ? then : otherwise
        }
        let (conditionCode, thenCode, otherwiseCode) = (condition.code, then.code, otherwise.code)
        let plain = Piece { frame in
            let condition = conditionCode(frame)
            guard condition.kind == .bool else {
                return condition.isIndefinite ? condition : .error(.noSuchOverload, at: id)
            }
            return condition.boolean ? thenCode(frame) : otherwiseCode(frame)
        }
        guard guarded, case .field(let place, let field) = then.shape else { return plain }
        return Piece.fieldOr(place, field, otherwise, plain: plain.code)
    }

    /// Whether this is `has(x.f) ? x.f : ...`, which needs one lookup.
    private func guardedField(_ condition: ExpressionID, _ then: ExpressionID) -> Bool {
        guard options.fusesShapes, !options.isRecording, case .has(let guardOperand, let guardField) = tree[condition],
            case .select(let operand, let field, false) = tree[then], guardField == field,
            case .variable(let first) = checked.resolution(of: guardOperand),
            case .variable(let second) = checked.resolution(of: operand)
        else { return false }
        return first == second && environment.virtualFields[field] == nil
    }
}

extension Val {
    /// The outcome of `left op right` when neither decides alone or one of them is not a bool.
    @inline(never)
    static func undecided(_ left: Val, _ right: Val, decisive: Bool, _ id: ExpressionID) -> Val {
        for side in [left, right] where side.kind == .bool && side.boolean == decisive { return side }
        if left.isUnknown { return left }
        if right.isUnknown { return right }
        for side in [left, right] where side.kind != .bool {
            return side.isError ? side : .error(.noSuchOverload, at: id)
        }
        return .bool(!decisive)
    }
}
