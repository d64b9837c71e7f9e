/// Looks for a text inside several pattern sets and outside of another, the cheap ways first.
struct TextSearch {
    enum Result {
        case found(String)
        case none
        case exhausted
    }

    let required: [[Glob]]
    let forbidden: [Glob]
    let candidates: [String]

    /// `budget` is lowered by the number of states that an exhaustive search visited.
    func run(budget: inout Int) -> Result {
        let finite = required.first { $0.allSatisfy { $0.onlyText != nil } }
        if let finite {
            return finite.lazy.compactMap(\.onlyText).first { accepts($0) }.map { .found($0) } ?? .none
        }
        if let candidate = candidates.first(where: { accepts($0) }) { return .found(candidate) }
        var live: [[Glob]] = []
        for globs in required {
            let remaining = globs.filter { glob in !forbidden.contains { $0.covers(glob) } }
            if remaining.isEmpty { return .none }
            live.append(remaining)
        }
        if let guess = guesses(live).first(where: { accepts($0) }) { return .found(guess) }
        switch PatternProduct(required: live, forbidden: forbidden).search(budget: &budget) {
        case .found(let scalars): return .found(Self.string(scalars))
        case .none: return .none
        case .exhausted: return .exhausted
        }
    }

    private func accepts(_ text: String) -> Bool {
        let scalars = text.unicodeScalars.map(\.value)
        return required.allSatisfy { $0.contains { $0.matches(scalars) } }
            && !forbidden.contains { $0.matches(scalars) }
    }

    /// Texts made from the patterns themselves: each with short runs, and all of them one behind the other.
    private func guesses(_ required: [[Glob]]) -> [String] {
        let unnamed = Alphabet.unnamed(by: required.flatMap { $0 } + forbidden)
        let shortest = required.min { $0.count < $1.count } ?? [.everything]
        var texts: [String] = []
        for glob in shortest {
            for run in [[], [unnamed]] { texts.append(Self.string(Self.instance(of: glob, any: unnamed, run: run))) }
        }
        if required.count > 1 {
            let parts = required.compactMap { $0.first.map { Self.instance(of: $0, any: unnamed, run: []) } }
            texts.append(Self.string(parts.flatMap { $0 }))
        }
        return texts
    }

    private static func instance(of glob: Glob, any: UInt32, run: [UInt32]) -> [UInt32] {
        glob.tokens.flatMap { token -> [UInt32] in
            switch token.kind {
            case .literal, .folded: [token.scalar]
            case .any, .anyButColon, .anyButSlash, .nameCharacter: [any]
            case .digit: [0x30]
            case .star, .starWithoutColon, .starWithoutSlash, .nameRun, .labelRun: run
            }
        }
    }

    static func string(_ scalars: [UInt32]) -> String {
        var view = String.UnicodeScalarView()
        for scalar in scalars.compactMap({ Unicode.Scalar($0) }) { view.append(scalar) }
        return String(view)
    }
}
