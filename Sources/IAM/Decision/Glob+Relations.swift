extension Glob {
    /// True only if everything that `other` matches is matched by this pattern.
    ///
    /// Runs `other` through this pattern as if it were a text: a run of `other` is passed only by a run of this pattern
    /// that accepts at least as much. A false answer may be wrong; a true one never is.
    func covers(_ other: Glob) -> Bool {
        if matchesEverything || self == other { return true }
        var reached = [Bool](repeating: false, count: tokens.count + 1)
        reached[0] = true
        spread(over: &reached)
        for token in other.tokens {
            var next = [Bool](repeating: false, count: tokens.count + 1)
            var isAlive = false
            for index in tokens.indices where reached[index] && tokens[index].covers(token) {
                if tokens[index].isStar {
                    next[index] = true
                } else if token.isStar {
                    continue
                } else {
                    next[index + 1] = true
                }
                isAlive = true
            }
            guard isAlive else { return false }
            spread(over: &next)
            reached = next
        }
        return reached[tokens.count]
    }

    /// True only if no text matches both: their literal beginnings or ends differ.
    func clashes(with other: Glob) -> Bool {
        Self.differ(tokens, other.tokens) || Self.differ(tokens.reversed(), other.tokens.reversed())
    }

    private static func differ(_ left: some Sequence<Token>, _ right: some Sequence<Token>) -> Bool {
        for (one, two) in zip(left, right) {
            if one.isStar || two.isStar { return false }
            if one.kind == .literal, !two.accepts(one.scalar) { return true }
            if two.kind == .literal, !one.accepts(two.scalar) { return true }
        }
        return false
    }

    private func spread(over reached: inout [Bool]) {
        for index in tokens.indices where reached[index] && tokens[index].isStar { reached[index + 1] = true }
    }
}

extension Glob.Token {
    /// True if this token accepts every character that `other` accepts.
    fileprivate func covers(_ other: Glob.Token) -> Bool {
        switch other.kind {
        case .literal: accepts(other.scalar)
        case .folded: kind == .folded ? scalar == other.scalar : exclusions != nil
        case .digit: kind != .literal && kind != .folded
        case .labelRun: kind == .labelRun || exclusions != nil
        case .any, .star, .anyButColon, .starWithoutColon, .anyButSlash, .starWithoutSlash, .nameCharacter, .nameRun:
            exclusions.map { $0.isSubset(of: other.exclusions ?? []) } ?? false
        }
    }

    /// The characters that a wildcard does not stand for; nil for what stands for few.
    private var exclusions: Set<UInt32>? {
        switch kind {
        case .any, .star: []
        case .anyButColon, .starWithoutColon: [0x3A]
        case .anyButSlash, .starWithoutSlash: [0x2F]
        case .nameCharacter, .nameRun: [0x3A, 0x2F]
        case .literal, .folded, .digit, .labelRun: nil
        }
    }
}
