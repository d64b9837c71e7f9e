import Documents

/// A test of a document node that needs no values: the field of a mapping, or an element of a list, against a constant.
///
/// It decides the usual cases by itself. Everything else - missing, deferred, of another kind - is `undecided`, and the
/// plain closure is asked.
// INVARIANT: lies among the constants of the program, and is read in place: copying it would cost more than the test.
struct NodeTest: BitwiseCopyable {
    enum Check {
        case text(TextKey, isNegated: Bool)
        case texts(TextSet)
        case prefix(TextPrefix)
        case bool(Bool)
        case int(orders: UInt8, Int64)
    }

    fileprivate enum Kind: UInt8, BitwiseCopyable {
        case text, texts, prefix, bool, int
    }

    enum Outcome {
        case no, yes, undecided

        @inline(__always)
        init(_ holds: Bool) { self = holds ? .yes : .no }
    }

    /// The field to look at; 0 to look at the node itself.
    fileprivate let symbol: UInt32
    fileprivate let kind: Kind
    /// For texts whether the test is for being different, for bools the opposite of the value expected.
    fileprivate var isNegated = false
    fileprivate var orders: UInt8 = 0
    fileprivate var number: Int64 = 0
    fileprivate var text = TextKey(free: ())
    fileprivate var texts: TextSet?
    fileprivate var prefix: TextPrefix?

    init(_ field: Symbol, _ check: Check) {
        symbol = field.rawValue
        switch check {
        case .text(let text, let isNegated): (kind, self.text, self.isNegated) = (.text, text, isNegated)
        case .texts(let texts): (kind, self.texts) = (.texts, texts)
        case .prefix(let prefix): (kind, self.prefix) = (.prefix, prefix)
        case .bool(let expected): (kind, isNegated) = (.bool, !expected)
        case .int(let orders, let number): (kind, self.orders, self.number) = (.int, orders, number)
        }
    }
}

extension UnsafePointer<NodeTest> {
    /// Tests the field of a mapping, or the node itself.
    @inline(__always)
    func outcome(
        _ frame: FramePointer, _ node: UnsafePointer<Node>, in document: UInt32
    ) -> NodeTest.Outcome {
        guard pointee.symbol != 0 else { return apply(frame, node, document) }
        guard let member = frame.memberNode(of: node, Symbol(rawValue: pointee.symbol)) else { return .undecided }
        return apply(frame, member, document)
    }

    @inline(__always)
    private func apply(_ frame: FramePointer, _ node: UnsafePointer<Node>, _ document: UInt32) -> NodeTest.Outcome {
        if node.pointee.flags.contains(.deferred) { return .undecided }
        // Functions of their own, because each saves only the registers that it needs.
        switch pointee.kind {
        case .text: return applyText(frame, node, document)
        case .int: return applyNumber(frame, node, document)
        case .texts: return applyTexts(frame, node, document)
        case .prefix: return applyPrefix(frame, node, document)
        case .bool:
            if node.pointee.kind == .true { return NodeTest.Outcome(!pointee.isNegated) }
            return node.pointee.kind == .false ? NodeTest.Outcome(pointee.isNegated) : .undecided
        }
    }

    @inline(never)
    private func applyText(_ frame: FramePointer, _ node: UnsafePointer<Node>, _ document: UInt32) -> NodeTest.Outcome {
        guard node.pointee.kind == .string else { return .undecided }
        return NodeTest.Outcome(pointee.text.matches(frame.text(of: node, in: document)) != pointee.isNegated)
    }

    @inline(never)
    private func applyTexts(
        _ frame: FramePointer, _ node: UnsafePointer<Node>, _ document: UInt32
    ) -> NodeTest.Outcome {
        guard node.pointee.kind == .string, let texts = pointee.texts else { return .undecided }
        return NodeTest.Outcome(texts.contains(frame.text(of: node, in: document)))
    }

    @inline(never)
    private func applyPrefix(
        _ frame: FramePointer, _ node: UnsafePointer<Node>, _ document: UInt32
    ) -> NodeTest.Outcome {
        guard node.pointee.kind == .string, let prefix = pointee.prefix else { return .undecided }
        return NodeTest.Outcome(prefix.matches(frame.text(of: node, in: document)))
    }

    @inline(never)
    private func applyNumber(
        _ frame: FramePointer, _ node: UnsafePointer<Node>, _ document: UInt32
    ) -> NodeTest.Outcome {
        guard node.pointee.kind == .integer else { return .undecided }
        let value = frame.integer(of: node, in: document)
        guard value.kind == .int else { return .undecided }
        return NodeTest.Outcome(OrderSet.contains(pointee.orders, value.integer, pointee.number))
    }
}

extension Compiler {
    /// The closure of a test, with the shape by which a loop can run it without calling the closure; nil for operands
    /// that are neither a variable nor a field of one.
    func tested(_ operand: Piece, _ check: NodeTest.Check, plain: @escaping Code) -> Piece? {
        switch operand.shape {
        case .field(let place, let field):
            let test = pool.keep(NodeTest(field.pointee.symbol, check))
            return Piece(.test(place, test, nil)) { frame in
                let operand = place.value(frame)
                guard operand.hasNodeMembers else { return plain(frame) }
                switch test.outcome(frame, operand.node, in: operand.count) {
                case .yes: return .true
                case .no: return .false
                case .undecided: return plain(frame)
                }
            }
        case .place(let place):
            return Piece(.test(place, pool.keep(NodeTest(.none, check)), nil), plain)
        default: return nil
        }
    }

    /// `all` and `exists` over a list of a document whose body begins with a test of the element.
    func testedQuantifier(_ loop: Loop, _ body: Piece, decisive: Bool, plain: @escaping Code) -> Piece? {
        guard case .test(let place, let test, let rest) = body.shape, place == .local(loop.slot) else { return nil }
        let (range, slot) = (loop.range, loop.slot)
        let next = rest?.piece.code ?? plain
        // What the test answers when the rest of the body is to be asked; nil if there is none.
        let restAfter = rest?.after
        return Piece { frame in
            let list = range(frame)
            guard list.kind == .nodeList else { return plain(frame) }
            var cursor = ChildCursor(list)
            while cursor.node < cursor.end {
                let node = cursor.node
                cursor.node += node.pointee.stride
                frame.pointee.steps &-= 1
                if node.pointee.flags.contains(.deferred) || frame.pointee.steps < 0 { return plain(frame) }
                var holds: Bool
                switch test.outcome(frame, node, in: cursor.document) {
                case .yes: holds = true
                case .no: holds = false
                case .undecided: return plain(frame)
                }
                if holds == restAfter {
                    frame.pointee.locals[slot] = frame.value(of: node, in: cursor.document)
                    let outcome = next(frame)
                    guard outcome.kind == .bool else { return plain(frame) }
                    holds = outcome.boolean
                }
                if holds == decisive { return .bool(decisive) }
            }
            return .bool(!decisive)
        }
    }
}
