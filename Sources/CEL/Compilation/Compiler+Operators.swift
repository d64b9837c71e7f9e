/// Operators. Each closure decides on the kinds it meets; static types choose nothing, since a document may differ from
/// its schema.
extension Compiler {
    mutating func operation(_ id: ExpressionID, _ name: Operator, _ arguments: [ExpressionID]) -> Piece {
        let operands = arguments.map { piece($0) }
        guard let left = operands.first else { return failure(.noSuchOverload, id) }
        guard operands.count > 1 else { return folded(unary(id, name, left), ifConstant: left) }
        let right = operands[1]
        return folded(binary(id, name, left, right), ifConstant: left, right)
    }

    private func unary(_ id: ExpressionID, _ name: Operator, _ operand: Piece) -> Piece {
        let shape = operand.shape
        let operand = operand.code
        if name == .not {
            return Piece(shape.negated) { frame in
                let value = operand(frame)
                if value.kind == .bool { return .bool(!value.boolean) }
                return value.isIndefinite ? value : .error(.noSuchOverload, at: id)
            }
        }
        guard name == .negate else { return failure(.noSuchOverload, id) }
        return Piece { frame in
            let value = operand(frame)
            return value.isIndefinite ? value : Arithmetic.negate(value).at(id)
        }
    }

    private func binary(_ id: ExpressionID, _ name: Operator, _ left: Piece, _ right: Piece) -> Piece {
        if let orders = name.orders { return comparison(id, orders, left, right) }
        switch name {
        case .equal, .notEqual: return equality(id, isNegated: name == .notEqual, left, right)
        case .contained: return membership(id, left, right)
        default:
            return name.arithmetic.map { arithmetic(id, name, $0, left.code, right.code) }
                ?? failure(.noSuchOverload, id)
        }
    }

    private func arithmetic(
        _ id: ExpressionID, _ name: Operator, _ operation: @escaping Arithmetic.Operation, _ left: @escaping Code,
        _ right: @escaping Code
    ) -> Piece {
        if options.fusesShapes, name == .add || name == .multiply || name == .subtract {
            return integerArithmetic(id, name, left, right)
        }
        return Piece { frame in
            let left = left(frame)
            let right = right(frame)
            if left.isIndefinite || right.isIndefinite { return frame.firstIndefinite(left, right) }
            return operation(frame, left, right).at(id)
        }
    }

    /// The three operators that expressions use most, with the way for integers in place.
    private func integerArithmetic(
        _ id: ExpressionID, _ name: Operator, _ left: @escaping Code, _ right: @escaping Code
    ) -> Piece {
        switch name {
        case .multiply:
            return Piece { frame in
                let left = left(frame)
                let right = right(frame)
                if left.kind == .int, right.kind == .int {
                    return Arithmetic.int(left.integer.multipliedReportingOverflow(by: right.integer)).at(id)
                }
                if left.isIndefinite || right.isIndefinite { return frame.firstIndefinite(left, right) }
                return Arithmetic.multiply(frame, left, right).at(id)
            }
        case .subtract:
            return Piece { frame in
                let left = left(frame)
                let right = right(frame)
                if left.kind == .int, right.kind == .int {
                    return Arithmetic.int(left.integer.subtractingReportingOverflow(right.integer)).at(id)
                }
                if left.isIndefinite || right.isIndefinite { return frame.firstIndefinite(left, right) }
                return Arithmetic.subtract(frame, left, right).at(id)
            }
        default:
            return Piece { frame in
                let left = left(frame)
                let right = right(frame)
                if left.kind == .int, right.kind == .int {
                    return Arithmetic.int(left.integer.addingReportingOverflow(right.integer)).at(id)
                }
                if left.isIndefinite || right.isIndefinite { return frame.firstIndefinite(left, right) }
                return Arithmetic.add(frame, left, right).at(id)
            }
        }
    }

    private func comparison(_ id: ExpressionID, _ orders: UInt8, _ left: Piece, _ right: Piece) -> Piece {
        if let fused = fusedComparison(id, orders, left, right) { return fused }
        if let fused = fusedComparison(id, OrderSet.mirrored(orders), right, left) { return fused }
        let (leftCode, rightCode) = (left.code, right.code)
        return Piece { frame in
            let left = leftCode(frame)
            let right = rightCode(frame)
            return Val.compare(frame, left, right, orders, id)
        }
    }

    private func equality(_ id: ExpressionID, isNegated: Bool, _ left: Piece, _ right: Piece) -> Piece {
        if let fused = fusedEquality(id, isNegated: isNegated, left, right) { return fused }
        if let fused = fusedEquality(id, isNegated: isNegated, right, left) { return fused }
        let (leftCode, rightCode) = (left.code, right.code)
        return Piece { frame in
            let left = leftCode(frame)
            let right = rightCode(frame)
            let equal = frame.equals(left, right)
            return equal.kind == .bool ? .bool(equal.boolean != isNegated) : equal.at(id)
        }
    }

    private func membership(_ id: ExpressionID, _ element: Piece, _ container: Piece) -> Piece {
        if let fused = fusedMembership(id, element, container) { return fused }
        let (elementCode, containerCode) = (element.code, container.code)
        let nullIsAbsent = environment.nullIsAbsent
        return Piece { frame in
            let element = elementCode(frame)
            let container = containerCode(frame)
            return frame.isContained(element, in: container, nullIsAbsent: nullIsAbsent).at(id)
        }
    }
}

extension FramePointer {
    /// `element in container`.
    func isContained(_ element: Val, in container: Val, nullIsAbsent: Bool = false) -> Val {
        if element.isIndefinite || container.isIndefinite { return firstIndefinite(element, container) }
        switch container.kind {
        case .map, .nodeMap, .object:
            let value = member(of: container, key: element)
            if value.isUnknown { return value.detail == 0 ? .true : value }
            if value.kind == .null { return .bool(!nullIsAbsent) }
            return value.isError ? value : .bool(value.kind != .absent)
        case .list, .nodeList:
            var verdict = Val.false
            var range = RangeCursor(container)
            while true {
                let candidate = range.next(self)
                if candidate.kind == .absent { return verdict }
                guard charge(1) else { return .error(.stepBudget) }
                let equal = equals(element, candidate)
                if equal.isTrue { return .true }
                if !equal.isFalse { verdict = verdict.isFalse ? equal : verdict.and(equal) }
            }
        default: return .error(.noSuchOverload)
        }
    }
}
