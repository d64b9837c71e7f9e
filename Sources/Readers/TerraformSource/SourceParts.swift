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

    /// The members of an object or of a merge of some, where they are spelled out.
    struct Spelled {
        private typealias Place = (key: SyntaxView, value: SyntaxView, isLast: Bool)
        private var byKey: [String: Place] = [:]

        init(_ syntax: SyntaxView?) { _ = gather(syntax, isLast: true) }

        /// The key and the value of a member; nil if another one may have taken its place.
        func member(_ member: Members.Member) -> (key: SyntaxView, value: SyntaxView)? {
            guard let found = byKey[member.key] else { return nil }
            if !found.isLast {
                guard case .string(let text) = member.value.form, found.value.literal == text else { return nil }
            }
            return (found.key, found.value)
        }

        /// Goes from the last to the first, because the last one counts.
        /// - Parameter isLast: whether nothing that is not spelled out comes behind it.
        /// - Returns: whether nothing of it and behind it is not spelled out.
        private mutating func gather(_ syntax: SyntaxView?, isLast: Bool) -> Bool {
            guard let syntax = unwrapped(syntax) else { return false }
            if syntax.kind == .call, syntax.name == "merge" {
                return Array(syntax.children).reversed().reduce(isLast) { gather($1, isLast: $0) }
            }
            guard syntax.kind == .object else { return false }
            var isLast = isLast
            for item in Array(syntax.children).reversed() {
                guard let key = item.child, let value = key.next,
                    let name = key.literal ?? (key.kind == .name ? key.name : nil)
                else {
                    // A key that is computed may be any.
                    isLast = false
                    continue
                }
                if byKey[name] == nil { byKey[name] = (key, value, isLast) }
            }
            return isLast
        }
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
