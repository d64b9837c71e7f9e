import Documents

/// Closures for common combinations. Each handles the kinds it was made for and leaves all others to the plain closure,
/// so that fusing can change the speed of an expression but not its value.
///
/// What was evaluated is handed on, never evaluated again: operands inside each other would take exponential time. Only
/// variables and their fields are looked up twice.
extension Compiler {
    /// Any expression compared with an integer constant.
    func fusedComparison(_ id: ExpressionID, _ orders: UInt8, _ left: Piece, _ right: Piece) -> Piece? {
        guard options.fusesShapes, !options.isRecording, let constant = right.constant, constant.kind == .int else {
            return nil
        }
        let code = left.code
        let plain: Code = { Val.compare($0, code($0), constant, orders, id) }
        return tested(left, .int(orders: orders, constant.integer), plain: plain) ?? Piece(code: plain)
    }

    /// Any expression compared with a constant.
    func fusedEquality(_ id: ExpressionID, isNegated: Bool, _ left: Piece, _ right: Piece) -> Piece? {
        guard options.fusesShapes, !options.isRecording, let constant = right.constant else { return nil }
        let code = left.code
        let plain: Code = { frame in
            let equal = frame.equals(code(frame), constant)
            return equal.kind == .bool ? .bool(equal.boolean != isNegated) : equal.at(id)
        }
        let orders = isNegated ? OrderSet.less | OrderSet.greater : OrderSet.equal
        let tested: Piece? =
            switch constant.kind {
            case .string where constant.isShortText:
                self.tested(left, .text(TextKey(constant.text), isNegated: isNegated), plain: plain)
            case .bool: self.tested(left, .bool(constant.boolean != isNegated), plain: plain)
            case .int: self.tested(left, .int(orders: orders, constant.integer), plain: plain)
            default: nil
            }
        return tested ?? Piece(code: plain)
    }

    /// Membership in a constant list of strings or of numbers.
    func fusedMembership(_ id: ExpressionID, _ element: Piece, _ container: Piece) -> Piece? {
        guard options.fusesShapes, !options.isRecording, let list = container.constant, list.kind == .list else {
            return nil
        }
        let code = element.code
        if list.elements.allSatisfy(\.isShortText) {
            guard let set = TextSet(list.elements, in: pool) else { return nil }
            let search: Code = { frame in
                let value = code(frame)
                return value.kind == .string
                    ? .bool(set.contains(value.text)) : frame.isContained(value, in: list).at(id)
            }
            return tested(element, .texts(set), plain: search) ?? Piece(code: search)
        }
        guard list.elements.allSatisfy(\.isNumber), let set = NumberSet(list.elements, in: pool) else { return nil }
        return Piece { frame in
            let value = code(frame)
            return value.isNumber ? .bool(set.contains(value)) : frame.isContained(value, in: list).at(id)
        }
    }

    /// Functions over texts with a constant argument, and `size`.
    func fusedCall(_ id: ExpressionID, _ overloads: [Overload], _ operands: [Piece]) -> Piece? {
        guard options.fusesShapes, !options.isRecording, let target = operands.first, let test = FusedTest(overloads)
        else { return nil }
        let code = target.code
        let candidates = Candidate.all(overloads, taking: operands.count)
        if test == .size {
            let attempt = Candidate.unaryAttempt(id, candidates)
            return Piece { frame in
                let value = code(frame)
                return value.isList ? frame.count(of: value) : attempt(frame, value)
            }
        }
        guard operands.count == 2, let argument = operands[1].constant, argument.isShortText else { return nil }
        let attempt = Candidate.binaryAttempt(id, candidates)
        let plain: Attempt = { attempt($0, $1, argument) }
        if test == .matches { return fusedPattern(argument, code, plain) }
        return test == .startsWith ? fusedPrefix(argument, target, plain) : fusedSuffix(argument, code, plain)
    }

    /// What a call gives for its target.
    private typealias Attempt = (FramePointer, Val) -> Val

    private func fusedPrefix(_ argument: Val, _ target: Piece, _ plain: @escaping Attempt) -> Piece {
        let prefix = TextPrefix(argument.text)
        let stored = pool.keep(prefix)
        let code = target.code
        let test: Code = { frame in
            let value = code(frame)
            return value.kind == .string ? .bool(stored.pointee.matches(value.text)) : plain(frame, value)
        }
        return tested(target, .prefix(prefix), plain: test) ?? Piece(code: test)
    }

    private func fusedSuffix(_ argument: Val, _ code: @escaping Code, _ plain: @escaping Attempt) -> Piece {
        Piece { frame in
            let value = code(frame)
            return value.kind == .string
                ? .bool(StandardLibrary.isSuffix(argument.text, of: value.text)) : plain(frame, value)
        }
    }

    /// `matches` with a constant pattern: by comparing bytes where that is enough, else by an expression compiled now.
    private func fusedPattern(_ pattern: Val, _ code: @escaping Code, _ plain: @escaping Attempt) -> Piece? {
        if let shape = PatternShape(pattern.text) {
            let matcher = pool.keep(shape)
            return Piece { frame in
                let value = code(frame)
                guard value.kind == .string else { return plain(frame, value) }
                frame.chargeSearch(value)
                return .bool(matcher._withUnsafeGuaranteedRef { $0.matches(value.text) })
            }
        }
        guard case .success(let expression) = RegularExpression.compile(pattern.text) else { return nil }
        let compiled = pool.keep(expression)
        let weight = expression.weight
        return Piece { frame in
            let value = code(frame)
            guard value.kind == .string else { return plain(frame, value) }
            guard frame.charge(matching: Int(value.count), weight) else { return .error(.stepBudget) }
            return .bool(compiled._withUnsafeGuaranteedRef { $0.matches(value.text) })
        }
    }

    /// `all` and `exists` over a list of a document.
    func fusedQuantifier(_ loop: Loop, _ body: Piece, decisive: Bool) -> Piece? {
        guard options.fusesShapes, !options.isRecording, !loop.hasTwoVariables else { return nil }
        let plain = PlainQuantifier(loop, body, decisive: decisive)
        if let tested = testedQuantifier(loop, body, decisive: decisive, plain: plain) { return tested }
        let (list, slot, weight, code) = (loop.list, loop.slot, loop.weight, body.code)
        let (whole, rest, undecided) = (plain.whole, plain.rest, plain.undecided)
        return Piece { frame in
            let list = list.value(frame)
            guard list.kind == .nodeList else { return whole(frame, list) }
            var cursor = ChildCursor(elements: list)
            while cursor.node < cursor.end {
                let node = cursor.node
                if node.pointee.flags.contains(.deferred) { return rest(frame, cursor) }
                cursor.node = node.sibling
                frame.pointee.steps &-= weight
                guard frame.pointee.steps >= 0 else { return .error(.stepBudget) }
                frame.pointee.locals[slot] = frame.value(of: node, in: cursor.document)
                let outcome = code(frame)
                if outcome.kind != .bool { return undecided(frame, cursor, outcome) }
                if outcome.boolean == decisive { return outcome }
            }
            return .bool(!decisive)
        }
    }
}

/// What a fused `all` or `exists` leaves to the plain one: ranges that are no lists of a document, and the turns from
/// where it met something else than a bool.
// Closures, because a fused loop that captured more than one word for what it rarely needs would start more slowly.
struct PlainQuantifier {
    /// For the value of the range.
    let whole: (FramePointer, Val) -> Val
    /// For the elements from the cursor on, if none before decided.
    let rest: (FramePointer, ChildCursor) -> Val
    /// The same after an element whose outcome is no bool.
    let undecided: (FramePointer, ChildCursor, Val) -> Val

    init(_ loop: Loop, _ body: Piece, decisive: Bool) {
        let code = body.code
        whole = { loop.quantify($0, over: $1, code, decisive: decisive) }
        rest = { loop.turns($0, RangeCursor($1), .bool(!decisive), code, decisive: decisive) }
        undecided = { frame, cursor, outcome in
            let verdict = Val.undecided(.bool(!decisive), outcome, decisive: decisive, loop.expression)
            return loop.turns(frame, RangeCursor(cursor), verdict, code, decisive: decisive)
        }
    }
}

/// The functions that have closures of their own, told by their overloads: a host may use the same names.
enum FusedTest {
    case size, startsWith, endsWith, matches

    private static let byOverload: [String: FusedTest] = [
        "size_list": .size, "list_size": .size, "starts_with_string": .startsWith, "ends_with_string": .endsWith,
        "matches": .matches, "matches_string": .matches,
    ]

    init?(_ overloads: [Overload]) {
        for overload in overloads {
            if let test = FusedTest.byOverload[overload.id] {
                self = test
                return
            }
        }
        return nil
    }
}

extension Val {
    /// A string that may be compared without taking steps.
    fileprivate var isShortText: Bool { kind == .string && Int(count) <= TextKey.lengthLimit }
}

extension FramePointer {
    /// The node of a field of a variable, if it is there and not deferred.
    @inline(__always)
    func plainNode(_ place: Place, _ field: FieldPointer) -> UnsafePointer<Node>? {
        let operand = place.value(self)
        guard operand.hasNodeMembers, let node = memberNode(of: operand, field.pointee.symbol),
            !node.pointee.flags.contains(.deferred)
        else { return nil }
        return node
    }
}

/// What a loop ranges over if that is a list of a document: a field of a variable is read without calling its closure.
struct LoopList {
    private let code: Code
    private let place: Place
    private let field: FieldPointer?

    init(_ range: Piece) {
        code = range.code
        if case .field(let place, let field) = range.shape {
            (self.place, self.field) = (place, field)
        } else {
            (place, field) = (.slot(0), nil)
        }
    }

    @inline(__always)
    func value(_ frame: FramePointer) -> Val {
        guard let field else { return code(frame) }
        let operand = place.value(frame)
        guard operand.hasNodeMembers, let node = frame.memberNode(of: operand, field.pointee.symbol),
            node.pointee.kind == .list, !node.pointee.flags.contains(.deferred)
        else { return code(frame) }
        return Val(kind: .nodeList, bits: UInt64(UInt(bitPattern: node)), count: operand.count)
    }
}

extension Piece {
    /// `has(x.f) ? x.f : otherwise` with one lookup.
    static func fieldOr(_ place: Place, _ field: FieldPointer, _ otherwise: Piece, plain: @escaping Code) -> Piece {
        let fallback = otherwise.code
        return Piece { frame in
            let operand = place.value(frame)
            guard operand.hasNodeMembers else { return plain(frame) }
            guard let node = frame.memberNode(of: operand, field.pointee.symbol) else { return fallback(frame) }
            if node.pointee.flags.contains(.deferred) || node.pointee.kind == .null { return plain(frame) }
            return frame.value(of: node, in: operand.count)
        }
    }
}
