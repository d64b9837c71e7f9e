/// The values of a request with which one condition value, or one of several, agrees.
enum ValueSet: Hashable, Sendable {
    case text([Glob])
    case numbers([Bound])
    case dates([Bound])
    case addresses([AddressBlock])
    case bytes([[UInt8]])

    /// One side of an ordered domain.
    struct Bound: Hashable {
        let comparison: ConditionOperator.Comparison
        let value: Double
    }

    static func constant(_ text: String) -> ValueSet { .text([Glob(literal: text)]) }

    func contains(_ value: String) -> Bool {
        switch self {
        case .text(let globs):
            let scalars = value.unicodeScalars.map(\.value)
            return globs.contains { $0.matches(scalars) }
        case .numbers(let bounds):
            guard let number = Number(ofRequest: value) else { return false }
            return bounds.contains { $0.comparison.holds(number.value, $0.value) }
        case .dates(let bounds):
            guard let instant = Instant(policyText: value) else { return false }
            return bounds.contains { $0.comparison.holds(instant.seconds, $0.value) }
        case .addresses(let blocks):
            guard let address = AddressBlock(value) else { return false }
            return blocks.contains { $0.contains(address) }
        case .bytes(let values):
            guard let bytes = Base64.decode(value) else { return false }
            return values.contains(bytes)
        }
    }

    var globs: [Glob]? {
        if case .text(let globs) = self { return globs }
        return nil
    }

    var isEmpty: Bool {
        switch self {
        case .text(let globs): globs.isEmpty
        case .numbers(let bounds), .dates(let bounds): bounds.isEmpty
        case .addresses(let blocks): blocks.isEmpty
        case .bytes(let values): values.isEmpty
        }
    }
}
