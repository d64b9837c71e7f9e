import HCL

/// Finds the expressions that parts of a value are written as.
enum SourceParts {
    /// Functions that hand on the members or elements of their only argument.
    private static let transparent: Set<String> = ["tomap", "tolist", "toset", "sensitive", "nonsensitive"]

    /// The argument of a call of `jsonencode`.
    static func encoded(in syntax: SyntaxView?) -> SyntaxView? {
        guard let syntax = unwrapped(syntax), syntax.kind == .call, syntax.name == "jsonencode" else { return nil }
        return syntax.child
    }

    /// The expressions of the elements of a list, if it spells out each.
    static func elements(of syntax: SyntaxView?, count: Int) -> [SyntaxView]? {
        guard let syntax = unwrapped(syntax), syntax.kind == .tuple else { return nil }
        let elements = Array(syntax.children)
        return elements.count == count ? elements : nil
    }

    /// The key and the value of a member, where it is spelled out.
    /// - Parameter value: what it is; what is spelled out elsewhere may have taken the place of what stands here.
    static func member(
        _ key: String, of syntax: SyntaxView?, value: Value
    ) -> (key: SyntaxView, value: SyntaxView)? {
        guard let syntax = unwrapped(syntax) else { return nil }
        if syntax.kind == .call, syntax.name == "merge" {
            var isLast = true
            for argument in Array(syntax.children).reversed() {
                if let found = member(key, of: argument, value: value) {
                    if !isLast, found.value.literal.map({ $0 == value.plainText }) != true { return nil }
                    return found
                }
                if argument.kind != .object { isLast = false }
            }
        }
        guard syntax.kind == .object else { return nil }
        var found: (key: SyntaxView, value: SyntaxView)?
        for item in syntax.children {
            guard let name = item.child, let value = name.next else { continue }
            if (name.literal ?? (name.kind == .name ? name.name : nil)) == key { found = (name, value) }
        }
        return found
    }

    private static func unwrapped(_ syntax: SyntaxView?) -> SyntaxView? {
        var current = syntax
        while let inner = current {
            let isTransparent = inner.kind == .call && transparent.contains(inner.name)
            guard inner.kind == .parentheses || isTransparent else { return inner }
            current = inner.child
        }
        return nil
    }
}

extension Value {
    fileprivate var plainText: String? { if case .string(let text) = form { text } else { nil } }
}
