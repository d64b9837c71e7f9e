import CEL

/// The regular expressions that an expression spells out. One that cannot be compiled would fail on every resource, so
/// the pack is refused instead.
enum ConstantPatterns {
    private static let functionsOfRegex: Set<String> = ["extract", "extractAll", "replace"]

    static func errors(in checked: CheckedExpression) -> [Issue] {
        let tree = checked.tree
        return tree.expressions.indices.compactMap { index -> Issue? in
            let id = ExpressionID(rawValue: Int32(truncatingIfNeeded: index))
            guard let pattern = pattern(of: id, in: checked), case .literal(.string(let text)) = tree[pattern],
                let message = message(for: text)
            else { return nil }
            return Issue(.error, message, at: tree.range(of: pattern))
        }
    }

    /// What is wrong with a pattern; nil if nothing is.
    static func message(for pattern: String) -> String? {
        switch RegularExpression.compile(pattern) {
        case .success: nil
        case .failure(let error): "not a regular expression: \(error.message)"
        }
    }

    /// The argument of a call that is a pattern.
    private static func pattern(of id: ExpressionID, in checked: CheckedExpression) -> ExpressionID? {
        switch checked.tree[id] {
        case .memberCall(_, "matches", let arguments): return arguments.last
        case .call("matches", let arguments): return arguments.last
        case .memberCall(_, let function, let arguments) where functionsOfRegex.contains(function):
            guard case .call(_, _, isNamespaced: true) = checked.resolution(of: id) else { return nil }
            return arguments.dropFirst().first
        default: return nil
        }
    }
}
