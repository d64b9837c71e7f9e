public import CEL

/// A part of an expression whose truth decides what the whole comes to: an operand of `&&`, `||` or `!`, a condition of
/// `? :`, what a macro asks of each element, or a whole that is none of these.
public struct Decision: Hashable, Sendable {
    public var id: ExpressionID
    /// In bytes of the expression.
    public var range: Range<Int>

    /// The decisions of an expression, in the order of their text.
    public static func all(in checked: CheckedExpression) -> [Decision] {
        var finder = DecisionFinder(checked: checked)
        finder.visit(checked.tree.root, decides: checked.resultType == .bool)
        return finder.found.sorted {
            ($0.range.lowerBound, $0.range.upperBound) < ($1.range.lowerBound, $1.range.upperBound)
        }
    }
}

private struct DecisionFinder {
    let checked: CheckedExpression
    private(set) var found: [Decision] = []

    init(checked: CheckedExpression) { self.checked = checked }

    mutating func visit(_ id: ExpressionID, decides: Bool) {
        // A dotted name is one thing.
        if case .variable = checked.resolution(of: id) { return decides ? add(id) : () }
        switch checked.tree[id] {
        case .literal, .identifier: if decides, !isLiteral(id) { add(id) }
        case .and(let parts), .or(let parts): for part in parts { visit(part, decides: true) }
        case .call("!_", let operands): for operand in operands { visit(operand, decides: true) }
        case .conditional(let condition, let then, let otherwise):
            visit(condition, decides: true)
            visit(then, decides: decides)
            visit(otherwise, decides: decides)
        case .comprehension(let loop):
            if decides { add(id) }
            visit(loop.range, decides: false)
            if let filter = loop.filter { visit(filter, decides: true) }
            visit(loop.body, decides: loop.kind.asks)
        case .bind(_, let value, let body):
            visit(value, decides: false)
            visit(body, decides: decides)
        // It never has a value: reaching it is what the branch above it says.
        case .call("undetermined", _): break
        case let expression:
            if decides { add(id) }
            for child in expression.children { visit(child, decides: false) }
        }
    }

    private mutating func add(_ id: ExpressionID) { found.append(Decision(id: id, range: checked.tree.range(of: id))) }

    private func isLiteral(_ id: ExpressionID) -> Bool {
        if case .literal = checked.tree[id] { true } else { false }
    }
}

extension Comprehension.Kind {
    /// Whether the body says yes or no to each element.
    fileprivate var asks: Bool {
        switch self {
        case .all, .exists, .existsOne, .filter: true
        case .map, .transformList, .transformMap, .transformMapEntry, .sortBy: false
        }
    }
}
