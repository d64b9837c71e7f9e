/// A value on its own: what is bound to a variable, and what an evaluation results in.
public indirect enum Value: Sendable {
    case null
    case bool(Bool)
    case int(Int64)
    case uint(UInt64)
    case double(Double)
    case string(String)
    case bytes([UInt8])
    /// Nanoseconds: 0 to 999,999,999.
    case timestamp(seconds: Int64, nanoseconds: UInt32)
    case duration(nanoseconds: Int64)
    /// By name.
    case type(String)
    case list([Value])
    /// In order; the keys are distinct.
    case map([Entry])
    case optional(Value?)
    case opaque(OpaqueKind, [UInt8])
    case error(EvaluationError)
    case unknown(UnknownReason?)

    public struct Entry: Sendable {
        public var key: Value
        public var value: Value

        public init(_ key: Value, _ value: Value) {
            self.key = key
            self.value = value
        }
    }
}

extension Value: Equatable {
    /// Whether two values are the same: of the same kind, NaN the same as NaN, maps in any order. That is stricter than
    /// CEL's `==`, for which 1 and 1.0 are equal.
    public static func == (left: Value, right: Value) -> Bool {
        switch (left, right) {
        case (.null, .null): true
        case (.bool(let left), .bool(let right)): left == right
        case (.int(let left), .int(let right)): left == right
        case (.uint(let left), .uint(let right)): left == right
        case (.double(let left), .double(let right)): left == right || left.isNaN && right.isNaN
        case (.string(let left), .string(let right)), (.type(let left), .type(let right)):
            // String's own == takes different spellings of a character for equal.
            left.utf8.elementsEqual(right.utf8)
        case (.bytes(let left), .bytes(let right)): left == right
        case (.timestamp(let leftSeconds, let left), .timestamp(let rightSeconds, let right)):
            leftSeconds == rightSeconds && left == right
        case (.duration(let left), .duration(let right)): left == right
        case (.list(let left), .list(let right)): left == right
        case (.map(let left), .map(let right)): left.count == right.count && left.allSatisfy(right.contains)
        case (.optional(let left), .optional(let right)): left == right
        case (.opaque(let leftKind, let left), .opaque(let rightKind, let right)):
            leftKind == rightKind && left == right
        case (.error(let left), .error(let right)): left == right
        case (.unknown(let left), .unknown(let right)): left == right
        default: false
        }
    }
}

extension Value.Entry: Equatable {}

/// Why an expression has no value.
public struct EvaluationError: Error, Hashable, Sendable {
    public var code: ErrorCode
    /// One sentence, lower-case start, no full stop.
    public var message: String
    /// Byte range in the UTF-8 of the source: of the program's, or of the variable's if `variable` is given.
    public var range: Range<Int>?
    /// The lazy variable in whose expression the error arose.
    public var variable: String?
}

extension EvaluationError {
    /// What an error value of a program says.
    init(_ error: Val, _ frame: FramePointer, _ program: Program) {
        code = error.errorCode
        message = code.message
        let id = error.errorExpression
        range = id.map { program.checked.tree.range(of: $0) }
        if let id { message = EvaluationError.message(code, at: id, of: program) }
        guard error.count > 0, Int(error.count) <= frame.pointee.messages.count else { return }
        let detail = frame.pointee.messages[Int(error.count) - 1]
        message = detail.message
        guard let name = detail.variable else { return }
        // The expression to blame is the variable's; which variable that is stands where it is read.
        variable = name.isEmpty ? id.map { program.text(of: $0) } : name
        range = detail.range
    }

    /// What went wrong, with the name of what the expression asked for.
    private static func message(_ code: ErrorCode, at id: ExpressionID, of program: Program) -> String {
        if code == .noSuchOverload, case .call(let function, _, _) = program.checked.resolution(of: id) {
            let name = program.environment.declarations.function(function).name
            return "`\(OperatorText.symbols[name] ?? name)` does not take values of these types"
        }
        return switch (code, program.checked.tree[id]) {
        case (.noSuchKey, .select(_, let field, _)): "no such key: `\(field)`"
        case (.noSuchOverload, .select(_, let field, _)), (.noSuchOverload, .has(_, let field)):
            "the value has no fields: found `.\(field)`"
        default: code.message
        }
    }
}

extension Program {
    /// The source of a sub-expression.
    public func text(of id: ExpressionID) -> String {
        let range = checked.tree.range(of: id)
        let source = checked.tree.source.utf8
        guard range.lowerBound >= 0, range.upperBound <= source.count else { return "" }
        return String(decoding: source.dropFirst(range.lowerBound).prefix(range.count), as: UTF8.self)
    }
}
