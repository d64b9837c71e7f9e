extension Expression {
    /// The expressions that this one is made of, in the order of their text.
    public var children: [ExpressionID] {
        switch self {
        case .literal, .identifier: []
        case .select(let operand, _, _), .has(let operand, _): [operand]
        case .index(let operand, let index, _): [operand, index]
        case .call(_, let arguments): arguments
        case .memberCall(let target, _, let arguments): [target] + arguments
        case .and(let parts), .or(let parts): parts
        case .conditional(let condition, let then, let otherwise): [condition, then, otherwise]
        case .list(let elements): elements.map(\.value)
        case .map(let entries): entries.flatMap { [$0.key, $0.value] }
        case .comprehension(let loop):
            [loop.range] + [loop.filter, loop.entryKey].compactMap(\.self) + [loop.body]
        case .bind(_, let value, let body): [value, body]
        case .optionalMap(let target, _, let body, _): [target, body]
        }
    }
}
