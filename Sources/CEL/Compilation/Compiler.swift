import Documents

/// Turns a checked expression into nested closures.
///
/// Closures capture trivially copyable values and other closures only, so that evaluation touches no reference counts.
struct Compiler {
    let checked: CheckedExpression
    let environment: Environment
    let options: CompilationOptions
    let pool: ConstantPool
    /// Local slots that hold a lazily computed `cel.bind` variable, with the code that computes it.
    var bindings: [Int: LateValue] = [:]
    let folder: Folder
    /// What was found that is certain to fail: constant patterns that are no regular expressions.
    private(set) var issues: [Issue] = []
    /// How many closures lie around what is compiled, and how many at most lay around anything so far.
    private var level = 0
    private var deepest = 0

    init(_ checked: CheckedExpression, environment: Environment, options: CompilationOptions, pool: ConstantPool) {
        self.checked = checked
        self.environment = environment
        self.options = options
        self.pool = pool
        folder = Folder(pool: pool)
    }

    var tree: ExpressionTree { checked.tree }

    /// The code of a sub-expression.
    mutating func code(_ id: ExpressionID) -> Code { piece(id).code }

    mutating func piece(_ id: ExpressionID) -> Piece {
        enter()
        defer { leave() }
        let piece = compile(id)
        guard options.isRecording else { return piece }
        let code = piece.code
        return Piece { frame in
            let record = frame.beginRecord(id)
            let value = code(frame)
            frame.endRecord(record, value)
            return value
        }
    }

    mutating func report(_ message: String, at id: ExpressionID) {
        issues.append(Issue(.error, message, at: tree.range(of: id)))
    }

    mutating func enter() {
        level += 1
        deepest = max(deepest, level)
    }

    mutating func leave() { level -= 1 }

    /// How deep an evaluation of what was compiled is.
    var height: Int { deepest + Compiler.callLevels }

    /// A value that is computed when it is first asked for, with how deep that is.
    mutating func lateValue(_ id: ExpressionID) -> LateValue {
        let outer = deepest
        deepest = level
        let piece = piece(id)
        defer { deepest = max(outer, deepest) }
        return LateValue(code: pool.keep(KeptCode(piece.code)), height: deepest - level + 1)
    }

    struct LateValue {
        let code: Unmanaged<KeptCode>
        let height: Int
    }

    /// What running a program from within another one is worth in levels.
    private static let callLevels = 4

    private mutating func compile(_ id: ExpressionID) -> Piece {
        if let named = name(id) { return named }
        switch tree[id] {
        case .literal(let literal): return constant(value(of: literal))
        case .identifier: return failure(.unboundVariable, id)
        case .select(let operand, let field, let isOptional):
            return isOptional ? optionalSelect(id, operand, field) : select(id, operand, field)
        case .has(let operand, let field): return has(id, operand, field)
        case .index(let operand, let index, let isOptional):
            return isOptional ? optionalIndex(id, operand, index) : self.index(id, operand, index)
        case .call(let function, let arguments): return call(id, function, arguments)
        case .memberCall(let target, let function, let arguments): return call(id, target, function, arguments)
        case .and(let operands): return logic(id, operands[...], decisive: false)
        case .or(let operands): return logic(id, operands[...], decisive: true)
        case .conditional(let condition, let then, let otherwise): return conditional(id, condition, then, otherwise)
        case .list(let elements): return list(id, elements)
        case .map(let entries): return map(id, entries)
        case .comprehension(let comprehension): return self.comprehension(id, comprehension)
        case .bind(_, let value, let body): return bind(id, value, body)
        case .optionalMap(let target, _, let body, let isFlat): return optionalMap(id, target, body, isFlat: isFlat)
        }
    }

    func constant(_ value: Val) -> Piece {
        Piece(options.isRecording ? .other : .constant(value)) { _ in value }
    }

    func failure(_ code: ErrorCode, _ id: ExpressionID) -> Piece {
        let error = Val.error(code, at: id)
        return Piece { _ in error }
    }

    /// Evaluates at compile time what depends on nothing. An error is left for the evaluation to find again.
    func folded(_ piece: Piece, ifConstant operands: Piece...) -> Piece {
        folded(piece, ifConstant: operands)
    }

    func folded(_ piece: Piece, ifConstant operands: [Piece]) -> Piece {
        guard options.foldsConstants, operands.allSatisfy({ $0.constant != nil }),
            let value = folder.evaluate(piece.code)
        else { return piece }
        return constant(value)
    }

    private func value(of literal: Literal) -> Val {
        switch literal {
        case .null: .null
        case .bool(let value): .bool(value)
        case .int(let value): .int(value)
        case .uint(let value): .uint(value)
        case .double(let value): .double(value)
        case .string(let value): pool.string(value)
        case .bytes(let value): pool.bytes(value)
        }
    }
}

/// Code that the program keeps: closures that held each other's would be freed inside each other, to any depth.
final class KeptCode {
    let code: Code

    init(_ code: @escaping Code) { self.code = code }
}

/// Evaluates constant expressions while compiling. The frame is made when first needed.
final class Folder {
    private let pool: ConstantPool
    /// What is left of the budget, which one program's constants share.
    private var steps = 100_000
    private lazy var activation = Activation(slotCount: 0)

    init(pool: ConstantPool) { self.pool = pool }

    /// The value, moved to the program's constants; nil if there is none or the budget is used up.
    func evaluate(_ code: Code) -> Val? {
        guard steps > 0 else { return nil }
        let frame = activation.frame
        frame.pointee.steps = steps
        let value = code(frame)
        let constant = frame.pointee.steps < 0 ? nil : pool.copy(value, for: frame)
        steps = frame.pointee.steps
        activation.reset()
        return constant
    }
}
