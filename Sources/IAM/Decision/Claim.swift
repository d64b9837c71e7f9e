/// What no allowed request may do.
enum Claim {
    /// Break a guarantee.
    case guarantee(Guarantee)
    /// Be one that an earlier policy set did not allow.
    case allowedBefore(Authorization)

    /// True if what it says is about two versions of the same policies: a value that is computed in the same manner in both
    /// is taken for one value.
    var comparesVersions: Bool {
        switch self {
        case .guarantee: false
        case .allowedBefore: true
        }
    }

    /// Keys in lower case that some condition takes for multivalued.
    var quantifiedKeys: Set<String> {
        switch self {
        case .guarantee(let guarantee):
            Set(guarantee.conditions.filter { $0.comparison.quantifier != nil }.map(\.normalizedKey))
        case .allowedBefore(let authorization): authorization.quantifiedKeys
        }
    }

    var spellings: [String: String] {
        switch self {
        case .guarantee(let guarantee):
            Dictionary(guarantee.conditions.map { ($0.normalizedKey, $0.key) }, uniquingKeysWith: { first, _ in first })
        case .allowedBefore(let authorization): authorization.spellings
        }
    }
}
