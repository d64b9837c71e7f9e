import CEL

/// Regular expressions that a pack spells out outside of expressions. One that cannot be compiled would fail on every
/// resource, so the pack is refused instead.
enum ConstantPatterns {
    /// What is wrong with a pattern; nil if nothing is.
    static func message(for pattern: String) -> String? {
        switch RegularExpression.compile(pattern) {
        case .success: nil
        case .failure(let error): "invalid regular expression: \(error.message)"
        }
    }
}
