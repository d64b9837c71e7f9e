/// Looks for statements that deny and carry a proof: as few as possible, without which it fails.
struct ProofCarriers {
    /// Numbers of statements.
    let denials: [Int]
    /// Whether the proof holds if of the denials only these are there.
    let holds: (Set<Int>) -> Bool

    struct Result {
        var numbers: Set<Int>
        /// No smaller set carries the proof; false if there were too many sets to try.
        var isSmallest: Bool
    }

    /// How many sets are tried after one was found from which nothing can be left out.
    static let limit = 300

    func find() -> Result {
        let all = Set(denials)
        // In every set that carries the proof.
        let needed = all.filter { !holds(all.subtracting([$0])) }
        if holds(needed) { return Result(numbers: needed, isSmallest: true) }
        let minimal = minimal(from: all, keeping: needed)
        let others = denials.filter { !needed.contains($0) }
        var tried = 0
        for size in 1..<max(1, minimal.count - needed.count) {
            var isExhausted = false
            let found = Self.first(of: size, from: others[...]) { chosen in
                tried += 1
                isExhausted = tried > Self.limit
                return isExhausted || holds(needed.union(chosen))
            }
            if isExhausted { return Result(numbers: minimal, isSmallest: false) }
            if let found { return Result(numbers: needed.union(found), isSmallest: true) }
        }
        return Result(numbers: minimal, isSmallest: true)
    }

    /// Leaves one out after the other as long as the proof still holds.
    private func minimal(from all: Set<Int>, keeping needed: Set<Int>) -> Set<Int> {
        var kept = all
        for denial in denials where !needed.contains(denial) {
            let without = kept.subtracting([denial])
            if holds(without) { kept = without }
        }
        return kept
    }

    /// The first choice of so many that passes a test.
    private static func first(of size: Int, from rest: ArraySlice<Int>, where test: ([Int]) -> Bool) -> [Int]? {
        if size == 0 { return test([]) ? [] : nil }
        for (index, one) in zip(rest.indices, rest) where rest.endIndex - index >= size {
            let found = first(of: size - 1, from: rest[(index + 1)...]) { test([one] + $0) }
            if let found { return [one] + found }
        }
        return nil
    }
}
