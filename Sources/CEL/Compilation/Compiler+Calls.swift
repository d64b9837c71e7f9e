/// Function calls: the overloads that the checker left are tried in order on the kinds of the arguments.
extension Compiler {
    mutating func call(_ id: ExpressionID, _ function: String, _ arguments: [ExpressionID]) -> Piece {
        if let name = Operator(rawValue: function) { return operation(id, name, arguments) }
        return resolvedCall(id, function, arguments)
    }

    mutating func call(
        _ id: ExpressionID, _ target: ExpressionID, _ function: String, _ arguments: [ExpressionID]
    ) -> Piece {
        if case .call(_, _, isNamespaced: true) = checked.resolution(of: id) {
            return resolvedCall(id, function, arguments)
        }
        return resolvedCall(id, function, [target] + arguments)
    }

    private mutating func resolvedCall(_ id: ExpressionID, _ name: String, _ arguments: [ExpressionID]) -> Piece {
        guard case .call(let function, let numbers, _) = checked.resolution(of: id) else {
            return failure(.noSuchOverload, id)
        }
        let group = environment.declarations.function(function)
        let overloads = numbers.compactMap { group.overload($0) }
        let operands = arguments.map { piece($0) }
        if let intrinsic = intrinsic(id, name, overloads, operands) { return intrinsic }
        let call =
            fusedCall(id, overloads, operands) ?? dispatch(id, withPatterns(overloads, arguments, operands), operands)
        return group.isPure ? folded(call, ifConstant: operands) : call
    }

    /// Functions that do not evaluate every argument.
    private func intrinsic(
        _ id: ExpressionID, _ name: String, _ overloads: [Overload], _ operands: [Piece]
    ) -> Piece? {
        guard overloads.contains(where: { $0.implementation.isIntrinsic }), operands.count == 2 else { return nil }
        let (target, fallback) = (operands[0].code, operands[1].code)
        let unwraps = name == "orValue"
        guard unwraps || name == "or" else { return nil }
        return Piece { frame in
            let target = target(frame)
            guard target.kind == .optional else {
                return target.isIndefinite ? target : .error(.noSuchOverload, at: id)
            }
            guard let wrapped = target.wrapped else { return fallback(frame) }
            return unwraps ? wrapped : target
        }
    }

    /// The overloads with their constant patterns compiled.
    private mutating func withPatterns(
        _ overloads: [Overload], _ arguments: [ExpressionID], _ operands: [Piece]
    ) -> [Overload] {
        // An explanation is of a program whose patterns were compiled with it, and finds them again.
        guard !options.isRecording else { return overloads }
        return overloads.map { overload in
            guard let parameter = overload.pattern, operands.count > parameter.index,
                let constant = operands[parameter.index].constant, constant.kind == .string
            else { return overload }
            switch RegularExpression.compile(constant.text) {
            case .success(let expression):
                if let objection = parameter.objection(expression) { report(objection, at: arguments[parameter.index]) }
                var prepared = overload
                prepared.implementation = parameter.implementation(.compiled(pool.keep(expression)))
                return prepared
            case .failure(let error):
                report(error.description, at: arguments[parameter.index])
                return overload
            }
        }
    }

    func dispatch(_ id: ExpressionID, _ overloads: [Overload], _ operands: [Piece]) -> Piece {
        let candidates = Candidate.all(overloads, taking: operands.count)
        switch operands.count {
        case 1: return Candidate.unary(id, candidates, operands[0].code)
        case 2: return Candidate.binary(id, candidates, operands[0].code, operands[1].code)
        case 3: return Candidate.ternary(id, candidates, operands)
        default: return Candidate.variadic(id, candidates, operands)
        }
    }
}

extension FunctionGroup {
    var isPure: Bool { parts.allSatisfy(\.isPure) }
}

extension Overload.Implementation {
    var isIntrinsic: Bool {
        if case .intrinsic = self { return true }
        return false
    }
}

/// An overload with the kinds of arguments that it accepts.
struct Candidate {
    let kinds: [KindSet]
    let implementation: Overload.Implementation

    /// Those of some overloads that take so many arguments.
    static func all(_ overloads: [Overload], taking count: Int) -> [Candidate] {
        overloads.filter { $0.parameters.count == count }.map(Candidate.init)
    }

    init(_ overload: Overload) {
        kinds = overload.parameters.map { KindSet(accepting: $0) }
        implementation = overload.implementation
    }

    static func unary(_ id: ExpressionID, _ candidates: [Candidate], _ operand: @escaping Code) -> Piece {
        let attempt = unaryAttempt(id, candidates)
        return Piece { attempt($0, operand($0)) }
    }

    /// What a call gives for its argument.
    static func unaryAttempt(_ id: ExpressionID, _ candidates: [Candidate]) -> (FramePointer, Val) -> Val {
        typealias Attempt = (FramePointer, Val) -> Val
        var attempt: Attempt = { _, _ in .error(.noSuchOverload) }
        for candidate in candidates.reversed() {
            let (kinds, otherwise) = (candidate.kinds[0], attempt)
            switch candidate.implementation {
            case .unary(let compute):
                attempt = { kinds.contains($1) ? compute($0, $1) : otherwise($0, $1) }
            case .variadic(let compute):
                attempt = { frame, value in
                    guard kinds.contains(value) else { return otherwise(frame, value) }
                    return withUnsafePointer(to: value) { compute(frame, UnsafeBufferPointer(start: $0, count: 1)) }
                }
            case .binary, .ternary, .intrinsic: continue
            }
        }
        return { [attempt] frame, value in
            if value.isIndefinite { return value }
            frame.chargeCall(value)
            return attempt(frame, value).returned(at: id)
        }
    }

    static func binary(
        _ id: ExpressionID, _ candidates: [Candidate], _ first: @escaping Code, _ second: @escaping Code
    ) -> Piece {
        let attempt = binaryAttempt(id, candidates)
        return Piece { frame in
            let first = first(frame)
            return attempt(frame, first, second(frame))
        }
    }

    /// What a call gives for its two arguments.
    static func binaryAttempt(_ id: ExpressionID, _ candidates: [Candidate]) -> (FramePointer, Val, Val) -> Val {
        typealias Attempt = (FramePointer, Val, Val) -> Val
        var attempt: Attempt = { _, _, _ in .error(.noSuchOverload) }
        for candidate in candidates.reversed() {
            let (left, right, otherwise) = (candidate.kinds[0], candidate.kinds[1], attempt)
            switch candidate.implementation {
            case .binary(let compute):
                attempt = {
                    left.contains($1) && right.contains($2) ? compute($0, $1, $2) : otherwise($0, $1, $2)
                }
            case .variadic(let compute):
                attempt = { frame, first, second in
                    guard left.contains(first), right.contains(second) else { return otherwise(frame, first, second) }
                    return withUnsafeTemporaryAllocation(of: Val.self, capacity: 2) { values in
                        _ = values.initialize(from: CollectionOfOne(first))
                        values.initializeElement(at: 1, to: second)
                        return compute(frame, UnsafeBufferPointer(values))
                    }
                }
            case .unary, .ternary, .intrinsic: continue
            }
        }
        return { [attempt] frame, first, second in
            if first.isIndefinite || second.isIndefinite { return frame.firstIndefinite(first, second) }
            frame.chargeCall(first, second)
            return attempt(frame, first, second).returned(at: id)
        }
    }

    static func ternary(_ id: ExpressionID, _ candidates: [Candidate], _ operands: [Piece]) -> Piece {
        let (first, second, third) = (operands[0].code, operands[1].code, operands[2].code)
        guard candidates.count == 1, case .ternary(let compute) = candidates[0].implementation else {
            return variadic(id, candidates, operands)
        }
        let (firstKinds, secondKinds, thirdKinds) = (
            candidates[0].kinds[0], candidates[0].kinds[1], candidates[0].kinds[2]
        )
        return Piece { frame in
            let first = first(frame)
            let second = second(frame)
            let third = third(frame)
            if first.isIndefinite || second.isIndefinite || third.isIndefinite {
                return frame.firstIndefinite(frame.firstIndefinite(first, second), third)
            }
            guard firstKinds.contains(first), secondKinds.contains(second), thirdKinds.contains(third) else {
                return .error(.noSuchOverload, at: id)
            }
            frame.chargeCall(first, second)
            frame.chargeCall(third)
            return compute(frame, first, second, third).returned(at: id)
        }
    }

    static func variadic(_ id: ExpressionID, _ candidates: [Candidate], _ operands: [Piece]) -> Piece {
        Piece { frame in
            guard let values = frame.allocateValues(operands.count) else { return .error(.stepBudget) }
            var problem = Val.absent
            for index in operands.indices {
                let value = operands[index].code(frame)
                if value.isIndefinite {
                    problem = problem.kind == .absent ? value : frame.firstIndefinite(problem, value)
                }
                frame.chargeCall(value)
                values.initializeElement(at: index, to: value)
            }
            guard problem.kind == .absent else { return problem }
            let arguments = UnsafeBufferPointer(values)
            for candidate in candidates where candidate.accepts(arguments) {
                return candidate.compute(frame, arguments).returned(at: id)
            }
            return .error(.noSuchOverload, at: id)
        }
    }

    private func accepts(_ arguments: UnsafeBufferPointer<Val>) -> Bool {
        for index in arguments.indices where !kinds[index].contains(arguments[index]) { return false }
        return true
    }

    private func compute(_ frame: FramePointer, _ arguments: UnsafeBufferPointer<Val>) -> Val {
        switch implementation {
        case .ternary(let compute) where arguments.count == 3:
            compute(frame, arguments[0], arguments[1], arguments[2])
        case .variadic(let compute): compute(frame, arguments)
        default: .error(.noSuchOverload)
        }
    }
}

extension Val {
    /// What a function gave: an error names the call as its place if it names none, and nothing at all is an error.
    @inline(__always)
    fileprivate func returned(at id: ExpressionID) -> Val {
        kind.rawValue >= Kind.error.rawValue ? returnedRarely(at: id) : self
    }

    @inline(never)
    private func returnedRarely(at id: ExpressionID) -> Val {
        kind == .absent ? .error(.host, at: id) : at(id)
    }
}
