import Documents

/// `a.b`, `a.?b`, `has(a.b)`, `a[b]`, `a[?b]`.
extension Compiler {
    func field(_ name: String, at id: ExpressionID) -> FieldPointer {
        pool.keep(
            Field(
                symbol: environment.symbols.intern(name), name: pool.string(name),
                nullIsAbsent: environment.nullIsAbsent, expression: id))
    }

    mutating func select(_ id: ExpressionID, _ operand: ExpressionID, _ name: String) -> Piece {
        let operand = piece(operand)
        let field = field(name, at: id)
        if let compute = environment.virtualFields[name] { return virtualSelect(id, operand, field, compute) }
        let code = operand.code
        let plain: Code = { $0.select(code($0), field) }
        switch operand.shape {
        case .place(let place): return selectOfPlace(place, field, plain)
        case .field(let place, let outer) where field.pointee.symbol != .none:
            return selectOfField(place, outer, field, plain)
        default: break
        }
        return folded(Piece(code: plain), ifConstant: operand)
    }

    /// The variable's value is read in place instead of through its closure.
    private func selectOfPlace(_ place: Place, _ field: FieldPointer, _ plain: @escaping Code) -> Piece {
        Piece(field.pointee.symbol == .none ? .other : .field(place, field)) { frame in
            let operand = place.value(frame)
            return operand.hasNodeMembers ? frame.select(operand, field) : plain(frame)
        }
    }

    /// `variable.outer.field`, without making a value of `variable.outer`.
    private func selectOfField(
        _ place: Place, _ outer: FieldPointer, _ field: FieldPointer, _ plain: @escaping Code
    ) -> Piece {
        Piece { frame in
            guard let parent = frame.plainNode(place, outer), parent.pointee.kind == .map,
                let node = frame.memberNode(of: parent, field.pointee.symbol), node.pointee.kind != .null
            else { return plain(frame) }
            let value = frame.value(of: node, in: place.value(frame).count)
            return value.kind == .absent ? plain(frame) : value
        }
    }

    private func virtualSelect(
        _ id: ExpressionID, _ operand: Piece, _ field: FieldPointer, _ compute: @escaping Environment.VirtualField
    ) -> Piece {
        let operand = operand.code
        return Piece { frame in
            let operand = operand(frame)
            guard operand.kind == .object else { return frame.select(operand, field) }
            let value = compute(frame, operand)
            return value.kind == .absent ? .error(.noSuchKey, at: id) : value.at(id)
        }
    }

    mutating func optionalSelect(_ id: ExpressionID, _ operand: ExpressionID, _ name: String) -> Piece {
        let operand = piece(operand)
        let field = field(name, at: id)
        let code = operand.code
        if let compute = environment.virtualFields[name] {
            return Piece { frame in
                let operand = code(frame)
                guard operand.kind == .object else { return frame.optionalSelect(operand, field) }
                let value = compute(frame, operand)
                if value.kind == .absent { return .none }
                return value.isIndefinite ? value.at(id) : frame.optional(value)
            }
        }
        return folded(Piece { $0.optionalSelect(code($0), field).at(id) }, ifConstant: operand)
    }

    mutating func has(_ id: ExpressionID, _ operand: ExpressionID, _ name: String) -> Piece {
        let operand = piece(operand)
        let field = field(name, at: id)
        let code = operand.code
        if let compute = environment.virtualFields[name] {
            return Piece { frame in
                let operand = code(frame)
                guard operand.kind == .object else { return frame.hasField(operand, field).at(id) }
                let value = compute(frame, operand)
                if value.isIndefinite { return value.isUnknown && value.detail == 0 ? .true : value.at(id) }
                return .bool(value.kind != .absent)
            }
        }
        let plain: Code = { $0.hasField(code($0), field).at(id) }
        if case .place(let place) = operand.shape {
            return Piece(.presence(place, field.pointee.symbol, isNegated: false)) { frame in
                let operand = place.value(frame)
                return operand.hasNodeMembers ? frame.hasField(operand, field) : plain(frame)
            }
        }
        return folded(Piece(code: plain), ifConstant: operand)
    }

    mutating func index(_ id: ExpressionID, _ operand: ExpressionID, _ index: ExpressionID) -> Piece {
        let operand = piece(operand)
        let index = piece(index)
        // `a['b']` is `a.b` but for the error it may give, and for lists.
        let (operandCode, indexCode) = (operand.code, index.code)
        let nullIsAbsent = environment.nullIsAbsent
        let lookup = Piece { frame in
            let operand = operandCode(frame)
            let index = indexCode(frame)
            if operand.kind == .optional {
                return frame.optionalIndexed(operand, index, nullIsAbsent: nullIsAbsent).at(id)
            }
            let value = frame.indexed(operand, index, nullIsAbsent: nullIsAbsent)
            guard value.kind == .absent else { return value.at(id) }
            return .error(operand.isList ? .indexOutOfRange : .noSuchKey, at: id)
        }
        return folded(lookup, ifConstant: operand, index)
    }

    mutating func optionalIndex(_ id: ExpressionID, _ operand: ExpressionID, _ index: ExpressionID) -> Piece {
        let operand = piece(operand)
        let index = piece(index)
        let (operandCode, indexCode) = (operand.code, index.code)
        let nullIsAbsent = environment.nullIsAbsent
        let lookup = Piece { frame in
            let operand = operandCode(frame)
            let index = indexCode(frame)
            return frame.optionalIndexed(operand, index, nullIsAbsent: nullIsAbsent).at(id)
        }
        return folded(lookup, ifConstant: operand, index)
    }
}

extension FramePointer {
    /// `operand[?index]`, and `operand[index]` of an optional operand.
    func optionalIndexed(_ operand: Val, _ index: Val, nullIsAbsent: Bool) -> Val {
        var container = operand
        if operand.kind == .optional {
            guard let wrapped = operand.wrapped else { return index.isIndefinite ? index : .none }
            container = wrapped
        }
        let value = indexed(container, index, nullIsAbsent: nullIsAbsent)
        if value.kind == .absent { return .none }
        return value.isIndefinite ? value : optional(value)
    }
}

extension Piece {
    init(code: @escaping Code) { self.init(.other, code) }
}
