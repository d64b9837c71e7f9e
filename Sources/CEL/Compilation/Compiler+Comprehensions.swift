/// The macros that run over a list or map.
extension Compiler {
    mutating func comprehension(_ id: ExpressionID, _ comprehension: Comprehension) -> Piece {
        guard case .binds(let slot) = checked.resolution(of: id) else { return failure(.unboundVariable, id) }
        let range = piece(comprehension.range)
        let loop = Loop(
            expression: id, range: range.code, list: LoopList(range), slot: slot,
            weight: 1 + tree.range(of: id).count >> 6, hasTwoVariables: comprehension.secondVariable != nil)
        let filter = comprehension.filter.map { piece($0) }
        let entryKey = comprehension.entryKey.map { piece($0) }
        let body = piece(comprehension.body)
        switch comprehension.kind {
        case .all: return fusedQuantifier(loop, body, decisive: false) ?? loop.quantifier(body, decisive: false)
        case .exists: return fusedQuantifier(loop, body, decisive: true) ?? loop.quantifier(body, decisive: true)
        case .existsOne: return loop.existsOne(body)
        case .filter: return loop.filter(body)
        case .map, .transformList: return loop.map(filter, body)
        case .transformMap: return loop.transformMap(filter, body)
        case .transformMapEntry:
            guard let entryKey else { return failure(.unsupportedKey, id) }
            return loop.transformMapEntry(filter, entryKey, body)
        case .sortBy: return loop.sortBy(body)
        }
    }
}

/// What every comprehension shares: the range, the variables, and the checks at each turn.
struct Loop {
    let expression: ExpressionID
    let range: Code
    let list: LoopList
    let slot: Int
    /// The steps of a turn: a long body may do much in each.
    let weight: Int
    let hasTwoVariables: Bool

    /// Evaluates the range; what is no list or map ends the comprehension.
    @inline(__always)
    func begin(_ frame: FramePointer) -> Val {
        let range = range(frame)
        if range.isRange { return range }
        return range.isIndefinite ? range : .error(.noSuchOverload, at: expression)
    }

    /// Binds the variables to the next element.
    /// - Returns: false at the end, and when the step budget is used up.
    @inline(__always)
    func advance(_ cursor: inout RangeCursor, _ frame: FramePointer) -> Bool {
        frame.pointee.steps &-= weight
        guard frame.pointee.steps >= 0 else { return false }
        if hasTwoVariables {
            var value = Val.absent
            let key = cursor.nextEntry(frame, &value)
            frame.pointee.locals[slot] = key
            frame.pointee.locals[slot + 1] = value
            return key.kind != .absent
        }
        let element = cursor.next(frame)
        frame.pointee.locals[slot] = element
        return element.kind != .absent
    }

    /// `all` and `exists`: one decisive element wins over errors and unknowns before and after it.
    func quantifier(_ body: Piece, decisive: Bool) -> Piece {
        let body = body.code
        return Piece { [self] in quantify($0, over: range($0), body, decisive: decisive) }
    }

    func quantify(_ frame: FramePointer, over range: Val, _ body: Code, decisive: Bool) -> Val {
        guard range.isRange else { return range.isIndefinite ? range : .error(.noSuchOverload, at: expression) }
        return turns(frame, RangeCursor(range), .bool(!decisive), body, decisive: decisive)
    }

    /// The turns of a quantifier from a cursor on.
    /// - Parameter verdict: what the elements before gave, of which none decided.
    func turns(
        _ frame: FramePointer, _ start: RangeCursor, _ verdict: Val, _ body: Code, decisive: Bool
    ) -> Val {
        var cursor = start
        var verdict = verdict
        while advance(&cursor, frame) {
            let outcome = body(frame)
            if outcome.kind == .bool, outcome.boolean != decisive { continue }
            let doubt = doubt(cursor, frame)
            if outcome.kind == .bool, doubt == nil { return outcome }
            verdict = Val.undecided(verdict, doubt ?? outcome, decisive: decisive, expression)
        }
        return verdict
    }

    func existsOne(_ body: Piece) -> Piece {
        let body = body.code
        return Piece { [self] frame in
            let range = begin(frame)
            guard range.isRange else { return range }
            var cursor = RangeCursor(range)
            var found = 0
            var unknown: Val?
            while advance(&cursor, frame) {
                let outcome = body(frame)
                if outcome.isFalse { continue }
                if let doubt = outcome.isUnknown ? outcome : doubt(cursor, frame) {
                    unknown = unknown ?? doubt
                } else if outcome.isTrue {
                    found += 1
                } else if outcome.kind != .bool {
                    return outcome.isError ? outcome : .error(.noSuchOverload, at: expression)
                }
            }
            // Two matches decide whatever the unknown elements are.
            return found > 1 ? .false : unknown ?? .bool(found == 1)
        }
    }

    func filter(_ body: Piece) -> Piece {
        let body = body.code
        return Piece { [self] frame in
            let range = begin(frame)
            guard range.isRange else { return range }
            var cursor = RangeCursor(range)
            guard let kept = frame.allocateValues(cursor.bound()) else { return .error(.stepBudget) }
            var count = 0
            while advance(&cursor, frame) {
                let outcome = body(frame)
                guard outcome.kind == .bool else { return doubt(cursor, frame) ?? rejected(outcome) }
                if outcome.boolean {
                    kept.initializeElement(at: count, to: doubt(cursor, frame) ?? frame.pointee.locals[slot])
                    count += 1
                }
            }
            return Val(list: kept, count: count)
        }
    }

    func map(_ filter: Piece?, _ body: Piece) -> Piece {
        let body = body.code
        return Piece { [self] frame in
            let range = begin(frame)
            guard range.isRange else { return range }
            var cursor = RangeCursor(range)
            guard let made = frame.allocateValues(cursor.bound()) else { return .error(.stepBudget) }
            var count = 0
            while advance(&cursor, frame) {
                if let filter {
                    let outcome = filter.code(frame)
                    guard outcome.kind == .bool else { return doubt(cursor, frame) ?? rejected(outcome) }
                    if !outcome.boolean { continue }
                }
                let value = body(frame)
                let doubt = doubt(cursor, frame)
                if value.isIndefinite { return doubt ?? value }
                made.initializeElement(at: count, to: doubt ?? value)
                count += 1
            }
            return Val(list: made, count: count)
        }
    }

    func transformMap(_ filter: Piece?, _ body: Piece) -> Piece {
        let body = body.code
        return Piece { [self] frame in
            let range = begin(frame)
            guard range.isRange else { return range }
            var cursor = RangeCursor(range)
            guard let made = frame.allocateValues(2 * cursor.bound()) else { return .error(.stepBudget) }
            var count = 0
            while advance(&cursor, frame) {
                if let filter {
                    let outcome = filter.code(frame)
                    guard outcome.kind == .bool else { return doubt(cursor, frame) ?? rejected(outcome) }
                    if !outcome.boolean { continue }
                }
                let key = frame.pointee.locals[slot]
                let value = body(frame)
                let doubt = doubt(cursor, frame)
                if key.isIndefinite || value.isIndefinite { return doubt ?? frame.firstIndefinite(key, value) }
                made.initializeElement(at: 2 * count, to: key)
                made.initializeElement(at: 2 * count + 1, to: doubt ?? value)
                count += 1
            }
            return Val(map: made, count: count)
        }
    }

    func transformMapEntry(_ filter: Piece?, _ key: Piece, _ body: Piece) -> Piece {
        let body = body.code
        return Piece { [self] frame in
            let range = begin(frame)
            guard range.isRange else { return range }
            var cursor = RangeCursor(range)
            guard var builder = MapBuilder(frame, capacity: cursor.bound()) else { return .error(.stepBudget) }
            while advance(&cursor, frame) {
                if let filter {
                    let outcome = filter.code(frame)
                    guard outcome.kind == .bool else { return doubt(cursor, frame) ?? rejected(outcome) }
                    if !outcome.boolean { continue }
                }
                let problem = builder.insert(key.code(frame), doubt(cursor, frame) ?? body(frame))
                if problem.isIndefinite { return problem.at(expression) }
            }
            return builder.map
        }
    }

    /// The element of this turn if it may be absent: then it is open whether the turn counts.
    @inline(__always)
    func doubt(_ cursor: RangeCursor, _ frame: FramePointer) -> Val? {
        let element = cursor.isMap ? cursor.entryValue : frame.pointee.locals[hasTwoVariables ? slot + 1 : slot]
        return element.mayBeAbsent ? element : nil
    }

    /// A filter that gave no bool.
    func rejected(_ outcome: Val) -> Val {
        outcome.isIndefinite ? outcome : .error(.noSuchOverload, at: expression)
    }
}

extension Val {
    init(list values: UnsafeMutableBufferPointer<Val>, count: Int) {
        self.init(
            kind: .list, bits: UInt64(UInt(bitPattern: values.baseAddress)), count: UInt32(truncatingIfNeeded: count))
    }

    init(map values: UnsafeMutableBufferPointer<Val>, count: Int) {
        self.init(
            kind: .map, bits: UInt64(UInt(bitPattern: values.baseAddress)), count: UInt32(truncatingIfNeeded: count))
    }
}
