import Documents

/// The closures that run tests of nodes.
extension Compiler {
    /// The closure of a test, with the shape by which a loop can run it without calling the closure; nil for operands
    /// that are neither a variable nor a field of one.
    func tested(_ operand: Piece, _ check: NodeTest.Check, plain: @escaping Code) -> Piece? {
        switch operand.shape {
        case .field(let place, let field):
            let test = pool.keep(NodeTest(field.pointee.symbol, check))
            return Piece(.test(place, test, nil), FieldTest(place: place, test: test, plain: plain).code)
        case .place(let place):
            return Piece(.test(place, pool.keep(NodeTest(.none, check)), nil), plain)
        default: return nil
        }
    }

    /// `has(x.f) && test(x.f)` and `!has(x.f) || test(x.f)`, with what may follow, in one look-up.
    func guardedTest(_ left: Shape, _ right: Shape, decisive: Bool, plain: Piece) -> Piece? {
        guard case .presence(let place, let field, let isNegated) = left, isNegated == decisive,
            case .test(place, let test, let rest) = right, test.pointee.field == field, field != .none
        else { return nil }
        let guarded = GuardedTest(place: place, test: test, rest: rest, absent: decisive, plain: plain.code)
        return Piece(plain.shape, guarded.code)
    }

    /// `all` and `exists` over a list of a document whose body begins with a test of the element.
    func testedQuantifier(_ loop: Loop, _ body: Piece, decisive: Bool, plain: PlainQuantifier) -> Piece? {
        guard case .test(let place, let test, let rest) = body.shape, place == .local(loop.slot) else { return nil }
        return Piece(
            code: TestingLoop(
                list: loop.list, slot: loop.slot, weight: loop.weight, test: test, rest: rest, decisive: decisive,
                plain: plain
            ).code)
    }
}

/// A test of a field of a variable.
private struct FieldTest: TestingCode {
    let place: Place
    let test: UnsafePointer<NodeTest>
    let plain: Code

    func code<Check: NodeCheck>(_ check: Check.Type) -> Code {
        let (place, test, plain) = (place, test, plain)
        return { frame in
            let operand = place.value(frame)
            guard operand.hasNodeMembers else { return plain(frame) }
            switch test.outcome(check, frame, operand.node, in: operand.count) {
            case .yes: return .true
            case .no: return .false
            case .undecided: return plain(frame)
            }
        }
    }
}

/// A test of a field of a variable where the field's absence decides too.
private struct GuardedTest: TestingCode {
    let place: Place
    let test: UnsafePointer<NodeTest>
    let rest: Shape.Rest?
    /// The outcome without the field.
    let absent: Bool
    let plain: Code

    func code<Check: NodeCheck>(_ check: Check.Type) -> Code {
        let (place, test, absent, plain) = (place, test, absent, plain)
        let (next, restAfter) = Shape.Rest.unpack(rest, else: plain)
        let expression = rest?.expression ?? ExpressionID(rawValue: 0)
        return { frame in
            let operand = place.value(frame)
            guard operand.hasNodeMembers else { return plain(frame) }
            guard let node = frame.memberNode(of: operand, test.pointee.field) else { return .bool(absent) }
            if node.pointee.flags.contains(.deferred) { return plain(frame) }
            let holds: Bool
            switch Check.outcome(test, frame, node, operand.count) {
            case .yes: holds = true
            case .no: holds = false
            case .undecided: return plain(frame)
            }
            guard holds == restAfter else { return .bool(holds) }
            let outcome = next(frame)
            return outcome.kind == .bool ? outcome : Shape.Rest.undecided(outcome, after: holds, expression)
        }
    }
}

/// A test of every element of a list, or of a field of each.
private struct TestingLoop: TestingCode {
    let list: LoopList
    let slot: Int
    let weight: Int
    let test: UnsafePointer<NodeTest>
    let rest: Shape.Rest?
    let decisive: Bool
    let plain: PlainQuantifier

    func code<Check: NodeCheck>(_ check: Check.Type) -> Code {
        if let rest { return code(check, rest: rest) }
        let (list, weight, test, decisive) = (list, weight, test, decisive)
        let (whole, rest) = (plain.whole, plain.rest)
        let goesOn: NodeTest.Outcome = decisive ? .no : .yes
        return { frame in
            let list = list.value(frame)
            guard list.kind == .nodeList else { return whole(frame, list) }
            var cursor = ChildCursor(elements: list)
            while cursor.node < cursor.end {
                let node = cursor.node
                if node.pointee.flags.contains(.deferred) { return rest(frame, cursor) }
                let outcome = test.outcome(check, frame, node, in: cursor.document)
                if outcome == .undecided { return rest(frame, cursor) }
                cursor.node = node.sibling
                frame.pointee.steps &-= weight
                guard frame.pointee.steps >= 0 else { return .error(.stepBudget) }
                if outcome != goesOn { return .bool(decisive) }
            }
            return .bool(!decisive)
        }
    }

    private func code<Check: NodeCheck>(_ check: Check.Type, rest: Shape.Rest) -> Code {
        let (list, slot, weight, test, decisive) = (list, slot, weight, test, decisive)
        let (whole, others, undecided) = (plain.whole, plain.rest, plain.undecided)
        let (next, after, expression) = (rest.piece.code, rest.after, rest.expression)
        let asksRest: NodeTest.Outcome = after ? .yes : .no
        return { frame in
            let list = list.value(frame)
            guard list.kind == .nodeList else { return whole(frame, list) }
            var cursor = ChildCursor(elements: list)
            while cursor.node < cursor.end {
                let node = cursor.node
                if node.pointee.flags.contains(.deferred) { return others(frame, cursor) }
                let outcome = test.outcome(check, frame, node, in: cursor.document)
                if outcome == .undecided { return others(frame, cursor) }
                cursor.node = node.sibling
                frame.pointee.steps &-= weight
                guard frame.pointee.steps >= 0 else { return .error(.stepBudget) }
                var holds = outcome == .yes
                if outcome == asksRest {
                    frame.bindElement(slot, node, cursor.document)
                    let outcome = next(frame)
                    guard outcome.kind == .bool else {
                        return undecided(frame, cursor, Shape.Rest.undecided(outcome, after: after, expression))
                    }
                    holds = outcome.boolean
                }
                if holds == decisive { return .bool(decisive) }
            }
            return .bool(!decisive)
        }
    }
}

extension FramePointer {
    // A function of its own, so that the loops that rarely need it keep their registers.
    @inline(never)
    fileprivate func bindElement(_ slot: Int, _ node: UnsafePointer<Node>, _ document: UInt32) {
        pointee.locals[slot] = value(of: node, in: document)
    }
}
