/// Looks for a text that every one of several pattern sets matches and that no pattern of another set does.
///
/// All patterns run side by side over the same text, one bit for each position of each pattern. The first text found
/// is a shortest one.
// INVARIANT: `accepted` and `alive` hold one mask per required set; all masks have `width` words.
struct PatternProduct {
    enum Result: Equatable {
        case found([UInt32])
        case none
        /// More states than the budget allows.
        case exhausted
    }

    private typealias Mask = [UInt64]

    private let width: Int
    private var start: Mask
    private var stars: Mask
    private var acceptedByRequired: [Mask] = []
    private var alive: [Mask] = []
    private var acceptedByForbidden: Mask
    private var letters: [(character: UInt32, advance: Mask, stay: Mask)] = []

    init(required: [[Glob]], forbidden: [Glob]) {
        let globs = required.flatMap { $0 } + forbidden
        let bits = globs.reduce(0) { $0 + $1.tokens.count + 1 }
        width = max(1, (bits + 63) / 64)
        let empty = Mask(repeating: 0, count: width)
        start = empty
        stars = empty
        acceptedByForbidden = empty
        var offset = 0
        var positions: [(bit: Int, token: Glob.Token)] = []
        func place(_ glob: Glob, accepted: inout Mask, alive: inout Mask) {
            Self.set(offset, in: &start)
            for (index, token) in glob.tokens.enumerated() {
                positions.append((offset + index, token))
                if token.isStar { Self.set(offset + index, in: &stars) }
            }
            for bit in offset...offset + glob.tokens.count { Self.set(bit, in: &alive) }
            Self.set(offset + glob.tokens.count, in: &accepted)
            offset += glob.tokens.count + 1
        }
        for globs in required {
            var accepted = empty
            var live = empty
            for glob in globs { place(glob, accepted: &accepted, alive: &live) }
            acceptedByRequired.append(accepted)
            alive.append(live)
        }
        var ignored = empty
        for glob in forbidden { place(glob, accepted: &acceptedByForbidden, alive: &ignored) }
        letters = Self.letters(of: globs, positions: positions, width: width)
        spread(&start)
    }

    /// - Complexity: At most `budget` states times the number of distinct letters. `budget` is lowered by what was used.
    func search(budget: inout Int) -> Result {
        if accepts(start) { return .found([]) }
        var seen: Set<Mask> = [start]
        var states: [(mask: Mask, parent: Int, letter: UInt32)] = [(start, -1, 0)]
        var next = 0
        while next < states.count {
            for letter in letters {
                let mask = step(states[next].mask, letter.advance, letter.stay)
                guard !isDead(mask), seen.insert(mask).inserted else { continue }
                states.append((mask, next, letter.character))
                budget -= 1
                if accepts(mask) { return .found(Self.text(of: states)) }
                if budget <= 0 { return .exhausted }
            }
            next += 1
        }
        return .none
    }

    private static func text(of states: [(mask: Mask, parent: Int, letter: UInt32)]) -> [UInt32] {
        var text: [UInt32] = []
        var index = states.count - 1
        while index > 0 {
            text.append(states[index].letter)
            index = states[index].parent
        }
        return text.reversed()
    }

    private func accepts(_ mask: Mask) -> Bool {
        !Self.meet(mask, acceptedByForbidden) && acceptedByRequired.allSatisfy { Self.meet(mask, $0) }
    }

    private func isDead(_ mask: Mask) -> Bool { alive.contains { !Self.meet(mask, $0) } }

    private func step(_ mask: Mask, _ advance: Mask, _ stay: Mask) -> Mask {
        var result = mask
        var carry: UInt64 = 0
        for word in 0..<width {
            let moved = mask[word] & advance[word]
            result[word] = moved << 1 | carry | (mask[word] & stay[word])
            carry = moved >> 63
        }
        spread(&result)
        return result
    }

    /// A run may be empty: whoever stands before it also stands behind it.
    private func spread(_ mask: inout Mask) {
        while true {
            var carry: UInt64 = 0
            var changed = false
            for word in 0..<width {
                let moved = mask[word] & stars[word]
                let merged = mask[word] | moved << 1 | carry
                carry = moved >> 63
                if merged != mask[word] {
                    mask[word] = merged
                    changed = true
                }
            }
            if !changed { return }
        }
    }

    private static func set(_ bit: Int, in mask: inout Mask) { mask[bit / 64] |= 1 << UInt64(bit % 64) }

    private static func meet(_ left: Mask, _ right: Mask) -> Bool {
        for word in left.indices where left[word] & right[word] != 0 { return true }
        return false
    }

    /// One letter for each group of characters that no pattern tells apart.
    private static func letters(
        of globs: [Glob], positions: [(bit: Int, token: Glob.Token)], width: Int
    ) -> [(character: UInt32, advance: Mask, stay: Mask)] {
        var letters: [(character: UInt32, advance: Mask, stay: Mask)] = []
        var known: Set<[Mask]> = []
        for character in Alphabet.characters(telling: globs) {
            var advance = Mask(repeating: 0, count: width)
            var stay = advance
            for (bit, token) in positions where token.accepts(character) {
                if token.isStar { set(bit, in: &stay) } else { set(bit, in: &advance) }
            }
            if known.insert([advance, stay]).inserted { letters.append((character, advance, stay)) }
        }
        return letters
    }
}

/// The characters that patterns can tell apart.
enum Alphabet {
    private static let friendly: [UInt32] = "xyzwvutsrqponmlkjihgfedcba0123456789-_/ABCDEFGHIJKLMNOPQRSTUVWXYZ.+=@ ~%"
        .unicodeScalars.map(\.value)

    /// Every character that a pattern names, and one more of each class that it can name without naming a character.
    static func characters(telling globs: [Glob]) -> [UInt32] {
        var named: Set<UInt32> = []
        for glob in globs {
            for token in glob.tokens {
                switch token.kind {
                case .literal: named.insert(token.scalar)
                case .folded:
                    named.insert(token.scalar)
                    named.formUnion(variants(of: token.scalar))
                case .anyButColon, .starWithoutColon: named.insert(0x3A)
                case .anyButSlash, .starWithoutSlash: named.insert(0x2F)
                case .nameCharacter, .nameRun: named.formUnion([0x3A, 0x2F])
                case .labelRun: named.insert(0x2D)
                case .any, .star, .digit: break
                }
            }
        }
        // A letter, a digit and a character of neither class that no pattern names.
        let fresh = [0x61...0x7A, 0x30...0x39].compactMap { range in
            friendly.first { range.contains($0) && !named.contains($0) }
        }
        var other: UInt32 = 0x100
        while named.contains(other) || Glob.Token.fold(other) != other { other += 1 }
        let neither = friendly.first {
            !named.contains($0) && !(0x61...0x7A).contains($0) && !(0x30...0x39).contains($0) && $0 != 0x2D
        }
        let order = Dictionary(friendly.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        return fresh
            + (named.union([neither ?? other])).subtracting(fresh)
            .sorted { (order[$0] ?? 1000, $0) < (order[$1] ?? 1000, $1) }
    }

    /// A character that no pattern names, to stand for any other; a letter if one is left.
    static func unnamed(by globs: [Glob]) -> UInt32 { characters(telling: globs).first ?? 0x78 }

    private static func variants(of scalar: UInt32) -> [UInt32] {
        guard let scalar = Unicode.Scalar(scalar) else { return [] }
        let upper = scalar.properties.uppercaseMapping.unicodeScalars
        return upper.count == 1 ? upper.map(\.value) : []
    }
}
