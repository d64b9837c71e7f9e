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

    /// The field to look at; `none` to look at the node itself.
    var field: Symbol { Symbol(rawValue: symbol) }
    private let symbol: UInt32
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

/// How tests of one kind decide. Closures are made for each kind, so that they need not ask for it at every node.
protocol NodeCheck {
    /// The outcome for a node that is not deferred.
    static func outcome(
        _ test: UnsafePointer<NodeTest>, _ frame: FramePointer, _ node: UnsafePointer<Node>, _ document: UInt32
    ) -> NodeTest.Outcome
}

/// Code that is built around a test.
protocol TestingCode {
    var test: UnsafePointer<NodeTest> { get }
    func code<Check: NodeCheck>(_ check: Check.Type) -> Code
}

extension TestingCode {
    /// The code for the kind of the test.
    var code: Code {
        switch test.pointee.kind {
        case .text: code(TextCheck.self)
        case .texts: code(TextSetCheck.self)
        case .prefix: code(PrefixCheck.self)
        case .bool: code(BoolCheck.self)
        case .int: code(IntegerCheck.self)
        }
    }
}

extension UnsafePointer<NodeTest> {
    /// Tests the field of a mapping, or the node itself.
    @inline(__always)
    func outcome<Check: NodeCheck>(
        _ check: Check.Type, _ frame: FramePointer, _ node: UnsafePointer<Node>, in document: UInt32
    ) -> NodeTest.Outcome {
        let field = pointee.field
        guard field != .none else {
            return node.pointee.flags.contains(.deferred)
                ? .undecided : Check.outcome(self, frame, node, document)
        }
        guard let member = frame.memberNode(of: node, field), !member.pointee.flags.contains(.deferred) else {
            return .undecided
        }
        return Check.outcome(self, frame, member, document)
    }
}

private enum TextCheck: NodeCheck {
    @inline(__always)
    static func outcome(
        _ test: UnsafePointer<NodeTest>, _ frame: FramePointer, _ node: UnsafePointer<Node>, _ document: UInt32
    ) -> NodeTest.Outcome {
        guard node.pointee.kind == .string else { return .undecided }
        return NodeTest.Outcome(test.pointee.text.matches(frame.text(of: node, in: document)) != test.pointee.isNegated)
    }
}

private enum TextSetCheck: NodeCheck {
    @inline(__always)
    static func outcome(
        _ test: UnsafePointer<NodeTest>, _ frame: FramePointer, _ node: UnsafePointer<Node>, _ document: UInt32
    ) -> NodeTest.Outcome {
        guard node.pointee.kind == .string, let texts = test.pointee.texts else { return .undecided }
        return NodeTest.Outcome(texts.contains(frame.text(of: node, in: document)))
    }
}

private enum PrefixCheck: NodeCheck {
    @inline(__always)
    static func outcome(
        _ test: UnsafePointer<NodeTest>, _ frame: FramePointer, _ node: UnsafePointer<Node>, _ document: UInt32
    ) -> NodeTest.Outcome {
        guard node.pointee.kind == .string, let prefix = test.pointee.prefix else { return .undecided }
        return NodeTest.Outcome(prefix.matches(frame.text(of: node, in: document)))
    }
}

private enum BoolCheck: NodeCheck {
    @inline(__always)
    static func outcome(
        _ test: UnsafePointer<NodeTest>, _ frame: FramePointer, _ node: UnsafePointer<Node>, _ document: UInt32
    ) -> NodeTest.Outcome {
        if node.pointee.kind == .true { return NodeTest.Outcome(!test.pointee.isNegated) }
        return node.pointee.kind == .false ? NodeTest.Outcome(test.pointee.isNegated) : .undecided
    }
}

private enum IntegerCheck: NodeCheck {
    @inline(__always)
    static func outcome(
        _ test: UnsafePointer<NodeTest>, _ frame: FramePointer, _ node: UnsafePointer<Node>, _ document: UInt32
    ) -> NodeTest.Outcome {
        guard node.pointee.kind == .integer else { return .undecided }
        let value = frame.integer(of: node, in: document)
        guard value.kind == .int else { return .undecided }
        return NodeTest.Outcome(OrderSet.contains(test.pointee.orders, value.integer, test.pointee.number))
    }
}
