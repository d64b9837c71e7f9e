/// The operators that the parser writes as calls.
enum Operator: String {
    case add = "_+_"
    case subtract = "_-_"
    case multiply = "_*_"
    case divide = "_/_"
    case remainder = "_%_"
    case negate = "-_"
    case not = "!_"
    case equal = "_==_"
    case notEqual = "_!=_"
    case less = "_<_"
    case lessOrEqual = "_<=_"
    case greater = "_>_"
    case greaterOrEqual = "_>=_"
    case contained = "@in"

    /// The orders for which a comparison is true, as a set of bits; nil for other operators.
    var orders: UInt8? {
        switch self {
        case .less: OrderSet.less
        case .lessOrEqual: OrderSet.less | OrderSet.equal
        case .greater: OrderSet.greater
        case .greaterOrEqual: OrderSet.greater | OrderSet.equal
        default: nil
        }
    }

    var arithmetic: Arithmetic.Operation? {
        switch self {
        case .add: Arithmetic.add
        case .subtract: Arithmetic.subtract
        case .multiply: Arithmetic.multiply
        case .divide: Arithmetic.divide
        case .remainder: Arithmetic.remainder
        default: nil
        }
    }
}

/// A set of outcomes of a comparison.
enum OrderSet {
    static let less: UInt8 = 1
    static let equal: UInt8 = 2
    static let greater: UInt8 = 4

    @inline(__always)
    static func contains(_ set: UInt8, _ left: Int64, _ right: Int64) -> Bool {
        let outcome: UInt8 = left < right ? less : left == right ? equal : greater
        return set & outcome != 0
    }

    /// The same comparison with its operands exchanged.
    static func mirrored(_ set: UInt8) -> UInt8 {
        (set & equal) | (set & less != 0 ? greater : 0) | (set & greater != 0 ? less : 0)
    }
}

extension Val {
    /// `left op right` for operands that may be indefinite.
    @inline(__always)
    static func compare(_ frame: FramePointer, _ left: Val, _ right: Val, _ orders: UInt8, _ id: ExpressionID) -> Val {
        if left.kind == .int, right.kind == .int {
            return .bool(OrderSet.contains(orders, left.integer, right.integer))
        }
        return compareOthers(frame, left, right, orders, id)
    }

    @inline(never)
    private static func compareOthers(
        _ frame: FramePointer, _ left: Val, _ right: Val, _ orders: UInt8, _ id: ExpressionID
    ) -> Val {
        frame.chargeComparison(left, right)
        return switch order(left, right) {
        case .less: .bool(orders & OrderSet.less != 0)
        case .equal: .bool(orders & OrderSet.equal != 0)
        case .greater: .bool(orders & OrderSet.greater != 0)
        case .unordered: .false
        case .incomparable:
            left.isIndefinite || right.isIndefinite
                ? frame.firstIndefinite(left, right) : .error(.noSuchOverload, at: id)
        }
    }
}
