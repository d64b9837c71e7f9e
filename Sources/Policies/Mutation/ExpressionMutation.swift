import CEL

/// The changes of an expression: by its tree, spliced into its text.
struct ExpressionMutation {
    private let source: ExpressionSource
    private let tree: ExpressionTree
    private let bytes: [UInt8]
    /// The expression that each one is part of.
    private let parents: [ExpressionID: ExpressionID]
    private(set) var changes: [Change<ExpressionSource>] = []

    /// Every change of an expression; none of one that cannot be parsed.
    static func changes(of source: ExpressionSource) -> [Change<ExpressionSource>] {
        guard let tree = try? ExpressionTree(parsing: source.text) else { return [] }
        var mutation = ExpressionMutation(source, tree)
        mutation.visit(tree.root)
        return mutation.changes
    }

    private init(_ source: ExpressionSource, _ tree: ExpressionTree) {
        self.source = source
        self.tree = tree
        bytes = Array(source.text.utf8)
        var parents: [ExpressionID: ExpressionID] = [:]
        for index in tree.expressions.indices {
            let id = ExpressionID(rawValue: Int32(truncatingIfNeeded: index))
            for child in tree[id].children { parents[child] = id }
        }
        self.parents = parents
    }

    private mutating func visit(_ id: ExpressionID) {
        switch tree[id] {
        case .literal(.int(let number)):
            for step in [1, -1] as [Int64] {
                let (result, overflow) = number.addingReportingOverflow(step)
                if !overflow { replace(id, by: String(result), .limit) }
            }
        case .literal(.double(let number)):
            for step in [1.0, -1.0] { replace(id, by: String(number + step), .limit) }
        case .call(let function, _):
            if let other = Self.comparisons[function] {
                add(.comparison, tree.nameRange(of: id), by: other, shownWithin: tree.range(of: id))
            }
        case .and(let parts): for part in parts { replace(part, by: "true", .clause) }
        case .or(let parts): for part in parts { replace(part, by: "false", .clause) }
        case .list(let elements):
            for index in elements.indices { drop(index, of: elements.map(\.value), from: id) }
        default: break
        }
        for child in tree[id].children { visit(child) }
        if isDecision(id) { negate(id) }
    }

    private static let comparisons = [
        "_<_": "<=", "_<=_": "<", "_>_": ">=", "_>=_": ">", "_==_": "!=", "_!=_": "==",
    ]

    /// Whether something hangs on the truth of an expression, other than by way of `&&`, `||` or `!`.
    private func isDecision(_ id: ExpressionID) -> Bool {
        switch tree[id] {
        case .and, .or, .literal: return false
        // A comparison turned into its opposite is a mutant already.
        case .call("_==_", _), .call("_!=_", _): return false
        default: break
        }
        guard let parent = parents[id] else { return isBoolean(id) }
        switch tree[parent] {
        case .and, .or: return true
        case .conditional(let condition, _, _): return condition == id
        case .comprehension(let loop):
            switch loop.kind {
            case .all, .exists, .existsOne, .filter: return loop.body == id
            default: return loop.filter == id
            }
        default: return false
        }
    }

    /// Whether the whole, as far as its form tells, is a condition.
    private func isBoolean(_ id: ExpressionID) -> Bool {
        switch tree[id] {
        case .has: return true
        case .call(let function, _): return ["!_", "@in", "_<_", "_<=_", "_>_", "_>=_"].contains(function)
        case .memberCall(_, let function, _):
            return ["matches", "startsWith", "endsWith", "contains"].contains(function)
        case .comprehension(let loop): return [.all, .exists, .existsOne].contains(loop.kind)
        default: return false
        }
    }

    private mutating func negate(_ id: ExpressionID) {
        if case .call("!_", let operands) = tree[id], let operand = operands.first {
            replace(id, by: "(\(text(tree.range(of: operand))))", .negation)
        } else {
            replace(id, by: "!(\(text(tree.range(of: id))))", .negation)
        }
    }

    private mutating func drop(_ index: Int, of elements: [ExpressionID], from list: ExpressionID) {
        var rest = elements
        let dropped = rest.remove(at: index)
        let range = tree.range(of: list)
        let shown = text(tree.range(of: dropped))
        add(
            .member, range, by: "[\(rest.map { text(tree.range(of: $0)) }.joined(separator: ", "))]",
            before: "\(text(range)) has \(shown)", after: Mutant.nothing)
    }

    private mutating func replace(_ id: ExpressionID, by text: String, _ kind: Mutant.Operator) {
        let range = tree.range(of: id)
        // A number alone tells nobody what it limits.
        let context = kind == .limit ? parents[id].map { tree.range(of: $0) } : nil
        add(kind, range, by: text, shownWithin: context ?? range)
    }

    private mutating func add(
        _ kind: Mutant.Operator, _ range: Range<Int>, by replacement: String, shownWithin context: Range<Int>
    ) {
        let before = text(context)
        let after =
            text(context.lowerBound..<range.lowerBound) + replacement + text(range.upperBound..<context.upperBound)
        add(kind, range, by: replacement, before: before, after: after)
    }

    private mutating func add(
        _ kind: Mutant.Operator, _ range: Range<Int>, by replacement: String, before: String, after: String
    ) {
        var mutated = source
        mutated.text = text(0..<range.lowerBound) + replacement + text(range.upperBound..<bytes.count)
        mutated.isGenerated = true
        let place = source.node.sourceRange(
            ofTextRange: source.offset + range.lowerBound..<source.offset + range.upperBound)
        changes.append(Change(operator: kind, before: before, after: after, range: place, result: mutated))
    }

    private func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }
}
