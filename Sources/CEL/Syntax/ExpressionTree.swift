/// The index of an expression in its tree.
public struct ExpressionID: RawRepresentable, Hashable, Sendable {
    public let rawValue: Int32
    public init(rawValue: Int32) { self.rawValue = rawValue }
}

/// One expression with its macros expanded. Children are named by index into the same tree.
public enum Expression: Hashable, Sendable {
    case literal(Literal)
    /// A name, perhaps to be joined with the selections above it into a dotted one. `isRooted`: written `.name`.
    case identifier(name: String, isRooted: Bool)
    /// `operand.field` or `operand.?field`.
    case select(operand: ExpressionID, field: String, isOptional: Bool)
    /// `has(operand.field)`.
    case has(operand: ExpressionID, field: String)
    /// `operand[index]` or `operand[?index]`.
    case index(operand: ExpressionID, index: ExpressionID, isOptional: Bool)
    /// A global function, or an operator under its CEL name (`_+_`, `!_`, `-_`, `@in`, `_==_`, ...). A name that begins
    /// with a dot is looked up outside of any container.
    case call(function: String, arguments: [ExpressionID])
    /// `target.function(arguments)`; the checker decides whether it is a namespaced global function.
    case memberCall(target: ExpressionID, function: String, arguments: [ExpressionID])
    /// A chain of `&&`, flattened.
    case and([ExpressionID])
    /// A chain of `||`, flattened.
    case or([ExpressionID])
    case conditional(condition: ExpressionID, then: ExpressionID, otherwise: ExpressionID)
    case list([Element])
    case map([Entry])
    indirect case comprehension(Comprehension)
    /// `cel.bind(variable, value, body)`; the value is evaluated at most once, when first needed.
    case bind(variable: String, value: ExpressionID, body: ExpressionID)
    /// `target.optMap(variable, body)`, and `optFlatMap` when `isFlat`.
    case optionalMap(target: ExpressionID, variable: String, body: ExpressionID, isFlat: Bool)

    public struct Element: Hashable, Sendable {
        public var value: ExpressionID
        /// `[?value]`: present only if the optional has a value.
        public var isOptional: Bool
    }

    public struct Entry: Hashable, Sendable {
        public var key: ExpressionID
        public var value: ExpressionID
        public var isOptional: Bool
    }
}

public enum Literal: Hashable, Sendable {
    case null
    case bool(Bool)
    case int(Int64)
    case uint(UInt64)
    case double(Double)
    case string(String)
    case bytes([UInt8])
}

/// A macro that runs over the elements of a list or the keys of a map.
public struct Comprehension: Hashable, Sendable {
    public enum Kind: Hashable, Sendable {
        case all, exists, existsOne, filter, map, transformList, transformMap, transformMapEntry, sortBy
    }

    public var kind: Kind
    public var range: ExpressionID
    public var variable: String
    /// The second variable of a two-variable macro: the first is then the index or key, this one the value.
    public var secondVariable: String?
    /// The filter of the three- and four-argument forms of `map` and `transform*`.
    public var filter: ExpressionID?
    public var body: ExpressionID
    /// The new key of `transformMapEntry`, whose new value is `body`.
    public var entryKey: ExpressionID?
}

/// A parsed expression: a flat array of nodes, each with its byte range in the source. Children come before parents.
public struct ExpressionTree: Sendable {
    public let source: String
    public internal(set) var expressions: [Expression] = []
    /// Byte ranges in the UTF-8 of `source`, one for each expression.
    public internal(set) var ranges: [Range<Int>] = []
    /// Of each expression the part that says what it does: the operator, the field, the function, the macro's name.
    public internal(set) var nameRanges: [Range<Int>] = []
    public internal(set) var root = ExpressionID(rawValue: 0)

    init(source: String) { self.source = source }

    public subscript(id: ExpressionID) -> Expression { expressions[Int(id.rawValue)] }

    public func range(of id: ExpressionID) -> Range<Int> { ranges[Int(id.rawValue)] }

    public func nameRange(of id: ExpressionID) -> Range<Int> { nameRanges[Int(id.rawValue)] }

    mutating func reserveCapacity(_ count: Int) {
        expressions.reserveCapacity(count)
        ranges.reserveCapacity(count)
        nameRanges.reserveCapacity(count)
    }

    mutating func add(_ expression: Expression, _ range: Range<Int>, name: Range<Int>? = nil) -> ExpressionID {
        expressions.append(expression)
        ranges.append(range)
        nameRanges.append(name ?? range)
        return ExpressionID(rawValue: Int32(truncatingIfNeeded: expressions.count - 1))
    }
}
