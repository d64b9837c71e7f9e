/// Looks for one value inside some sets and outside of others, whatever kind of sets they are.
struct ValueSearch {
    enum Result {
        case found(String)
        case none
        /// Neither found nor excluded.
        case undecided
    }

    let variable: Variable

    func run(inside: [ValueSet], outside: [ValueSet], budget: inout Int) -> Result {
        let inside = inside + (variable.domain.map { [$0] } ?? [])
        let all = inside + outside
        if all.allSatisfy({ $0.globs != nil }) {
            let search = TextSearch(
                required: inside.compactMap(\.globs), forbidden: outside.flatMap { $0.globs ?? [] },
                candidates: variable.candidates)
            switch search.run(budget: &budget) {
            case .found(let text): return .found(text)
            case .none: return .none
            case .exhausted: return .undecided
            }
        }
        let found = candidates(for: all).first { value in
            inside.allSatisfy { $0.contains(value) } && !outside.contains { $0.contains(value) }
        }
        if let found { return .found(found) }
        // The candidates hold all values of a set that has only a few.
        if inside.contains(where: \.isListed) { return .none }
        // The candidates cover every region of an ordered domain, but not texts beside them.
        return all.contains { $0.globs != nil } ? .undecided : .none
    }

    /// At least one value of each region into which the sets divide their domain.
    private func candidates(for sets: [ValueSet]) -> [String] {
        var numbers: [Double] = []
        var dates: [Double] = []
        var values = variable.candidates
        for set in sets {
            switch set {
            case .numbers(let bounds): numbers += bounds.map(\.value)
            case .dates(let bounds): dates += bounds.map(\.value)
            case .addresses(let blocks): values += blocks.flatMap { Self.edges(of: $0) }
            case .bytes(let bytes): values += bytes.map { Base64.encode($0) } + bytes.map { Base64.encode($0 + [0]) }
            case .text(let globs): values += globs.compactMap(\.onlyText)
            }
        }
        // Numbers and dates may speak of one key: a time is both.
        let points = Self.points(around: numbers + dates)
        if !dates.isEmpty { values += points.filter { abs($0) <= Self.latest }.map { Instant(seconds: $0).exactText } }
        values += points.map { Self.text($0) }
        if !variable.isOrdered { values.append("x") }
        return values
    }

    /// The bounds, a point between any two neighbours, and one on either side; whole numbers where possible.
    private static func points(around bounds: [Double]) -> [Double] {
        guard let least = bounds.min(), let greatest = bounds.max() else { return [] }
        let sorted = Set(bounds).sorted()
        let between = zip(sorted, sorted.dropFirst()).map { left, right in
            let whole = (left + 1).rounded(.down)
            return whole > left && whole < right ? whole : left + (right - left) / 2
        }
        // Most keys hold whole numbers, and none below zero.
        var whole: Set<Double> = []
        for bound in sorted {
            let (floor, ceiling) = (bound.rounded(.down), bound.rounded(.up))
            whole.formUnion([floor - 1, floor, ceiling, ceiling + 1])
        }
        let descending = whole.sorted(by: >)
        let numbers = descending.filter { $0 >= 0 } + descending.filter { $0 < 0 }
        return numbers + [max(greatest + 1, greatest.nextUp)] + sorted + between + [min(least - 1, least.nextDown)]
    }

    /// The end of the year 9999, in seconds since 1970: later times have no text.
    private static let latest = 253_402_300_799.0

    private static func edges(of block: AddressBlock) -> [String] {
        if let all = block.listed { return all }
        return [block.first, block.last.successor].compactMap { $0 }.map { AddressBlock.text($0, block.version) }
            + [AddressBlock.text(AddressBlock.Address(high: 0, low: 0), block.version)]
    }

    /// A number as a request would write it.
    static func text(_ number: Double) -> String {
        if number == number.rounded(), abs(number) < 9e15 { return String(Int64(number)) }
        return "\(number)"
    }
}

extension ValueSet {
    /// True if the candidates of a search hold every value of the set, as it is written.
    fileprivate var isListed: Bool {
        switch self {
        case .text(let globs): globs.allSatisfy { $0.onlyText != nil }
        case .bytes: true
        case .addresses(let blocks): blocks.allSatisfy { $0.listed != nil }
        case .numbers, .dates: false
        }
    }
}
