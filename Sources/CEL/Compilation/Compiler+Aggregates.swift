/// List and map literals, and `optMap`.
extension Compiler {
    mutating func list(_ id: ExpressionID, _ elements: [Expression.Element]) -> Piece {
        let pieces = elements.map { piece($0.value) }
        let optional = elements.map(\.isOptional)
        let literal = Piece { frame in
            guard let memory = frame.allocateValues(pieces.count) else { return .error(.stepBudget) }
            var count = 0
            var problem = Val.absent
            for index in pieces.indices {
                var value = pieces[index].code(frame)
                if optional[index], !value.isIndefinite {
                    if value.kind == .optional {
                        guard let wrapped = value.wrapped else { continue }
                        value = wrapped
                    } else {
                        value = .error(.notAnOptional, at: id)
                    }
                }
                if value.isIndefinite {
                    problem = problem.kind == .absent ? value : frame.firstIndefinite(problem, value)
                    continue
                }
                memory.initializeElement(at: count, to: value)
                count += 1
            }
            return problem.kind == .absent ? Val(list: memory, count: count) : problem
        }
        return folded(literal, ifConstant: pieces)
    }

    mutating func map(_ id: ExpressionID, _ entries: [Expression.Entry]) -> Piece {
        let keys = entries.map { piece($0.key) }
        let values = entries.map { piece($0.value) }
        let optional = entries.map(\.isOptional)
        let literal = Piece { frame in
            guard var builder = MapBuilder(frame, capacity: keys.count) else { return .error(.stepBudget) }
            // An unknown entry wins over an error in any other, as with the arguments of functions.
            var problem = Val.absent
            for index in keys.indices {
                let key = keys[index].code(frame)
                var value = values[index].code(frame)
                if optional[index], !value.isIndefinite {
                    if value.kind == .optional {
                        // A key that is wrong or not known is so without its value, too.
                        guard let wrapped = value.wrapped ?? (key.isIndefinite ? .null : nil) else { continue }
                        value = wrapped
                    } else {
                        value = .error(.notAnOptional, at: id)
                    }
                }
                let outcome = builder.insert(key, value).at(id)
                if outcome.isIndefinite {
                    problem = problem.kind == .absent ? outcome : frame.firstIndefinite(problem, outcome)
                }
            }
            return problem.kind == .absent ? builder.map : problem
        }
        return folded(literal, ifConstant: keys + values)
    }

    /// `target.optMap(x, body)`, and `optFlatMap`, whose body is an optional itself.
    mutating func optionalMap(_ id: ExpressionID, _ target: ExpressionID, _ body: ExpressionID, isFlat: Bool) -> Piece {
        guard case .binds(let slot) = checked.resolution(of: id) else { return failure(.unboundVariable, id) }
        let target = code(target)
        let body = code(body)
        return Piece { frame in
            let target = target(frame)
            guard target.kind == .optional else {
                return target.isIndefinite ? target : .error(.notAnOptional, at: id)
            }
            guard let wrapped = target.wrapped else { return target }
            frame.pointee.locals[slot] = wrapped
            let value = body(frame)
            if value.isIndefinite { return value }
            guard isFlat else { return frame.optional(value) }
            return value.kind == .optional ? value : .error(.notAnOptional, at: id)
        }
    }
}
