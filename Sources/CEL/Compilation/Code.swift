import Documents

/// A compiled expression.
typealias Code = (FramePointer) -> Val

/// A compiled expression together with what its parent can make use of.
struct Piece {
    let code: Code
    let shape: Shape

    init(_ shape: Shape = .other, _ code: @escaping Code) {
        self.shape = shape
        self.code = code
    }

    var constant: Val? {
        if case .constant(let value) = shape { return value }
        return nil
    }
}

/// The forms of expressions for which there are fused closures.
indirect enum Shape {
    case constant(Val)
    case place(Place)
    /// A field of a variable.
    case field(Place, FieldPointer)
    /// Whether a variable has a field, or has it not.
    case presence(Place, Symbol, isNegated: Bool)
    /// A test of a variable or a field of one, and what follows it in a conjunction or disjunction.
    case test(Place, UnsafePointer<NodeTest>, Rest?)
    case other

    /// The shape of `!` before an expression of this shape.
    var negated: Shape {
        if case .presence(let place, let field, let isNegated) = self {
            return .presence(place, field, isNegated: !isNegated)
        }
        return .other
    }

    /// The other operand of `&&` or `||`, evaluated when the test has the outcome `after`.
    struct Rest {
        /// The conjunction or disjunction.
        let expression: ExpressionID
        let after: Bool
        let piece: Piece

        /// The value of the whole, given that of the rest if that is no bool.
        @inline(never)
        static func undecided(_ value: Val, after: Bool, _ expression: ExpressionID) -> Val {
            Val.undecided(.bool(after), value, decisive: !after, expression)
        }

        /// The code to run when a test has the second outcome; nil if none asks for more.
        // No optional closure, which would be called through a thunk.
        static func unpack(_ rest: Rest?, else plain: @escaping Code) -> (code: Code, after: Bool?) {
            if let rest { (rest.piece.code, rest.after) } else { (plain, nil) }
        }
    }
}

/// Where a variable's value lies. Only variables whose value is there without computing it.
struct Place: Equatable {
    /// The slot of a variable, or the complement of a local slot.
    private let index: Int

    static func slot(_ slot: Int) -> Place { Place(index: slot) }

    static func local(_ slot: Int) -> Place { Place(index: ~slot) }

    @inline(__always)
    func value(_ frame: FramePointer) -> Val {
        index >= 0 ? frame.pointee.slots[index] : frame.pointee.locals[~index]
    }
}

/// Fields lie among the constants of the program: a closure that captures one word starts faster than one that captures
/// many.
typealias FieldPointer = UnsafePointer<Field>

/// A field name, resolved as far as it can be before documents are seen.
struct Field: BitwiseCopyable {
    private let symbolValue: UInt32
    let name: Val
    let nullIsAbsent: Bool
    private let expressionValue: Int32

    init(symbol: Symbol, name: Val, nullIsAbsent: Bool, expression: ExpressionID) {
        symbolValue = symbol.rawValue
        self.name = name
        self.nullIsAbsent = nullIsAbsent
        expressionValue = expression.rawValue
    }

    /// `none` if the symbol table was sealed without this name: then it is looked up by text.
    var symbol: Symbol { Symbol(rawValue: symbolValue) }
    /// The expression to blame.
    var expression: ExpressionID { ExpressionID(rawValue: expressionValue) }
}

/// How a program is compiled.
public struct CompilationOptions: Sendable, Hashable {
    /// Compute constant parts once, at compile time.
    public var foldsConstants = true
    /// Use one closure for common combinations, such as the comparison of a field with a constant.
    public var fusesShapes = true
    /// Every sub-expression reports its value to the frame's recorder.
    var isRecording = false

    public init() {}

    /// Neither folding nor fusion: the plainest meaning of the expression.
    public static var plain: CompilationOptions {
        var options = CompilationOptions()
        options.foldsConstants = false
        options.fusesShapes = false
        return options
    }
}

extension Val {
    /// The value, which names `id` as its place if it is an error that names none.
    @inline(__always)
    func at(_ id: ExpressionID) -> Val {
        kind == .error ? placed(id) : self
    }

    @inline(never)
    private func placed(_ id: ExpressionID) -> Val {
        guard bits >> 32 == 0 else { return self }
        var error = self
        error.bits |= UInt64(UInt32(bitPattern: id.rawValue) &+ 1) << 32
        return error
    }

    /// The expression in which kind `error` arose.
    var errorExpression: ExpressionID? {
        bits >> 32 == 0 ? nil : ExpressionID(rawValue: Int32(truncatingIfNeeded: bits >> 32) &- 1)
    }

    @inline(__always)
    static func error(_ code: ErrorCode, at id: ExpressionID) -> Val {
        Val(kind: .error, bits: UInt64(code.rawValue) | UInt64(UInt32(bitPattern: id.rawValue) &+ 1) << 32)
    }
}
