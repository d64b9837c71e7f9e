/// The outcome of following references.
///
/// Resources are given by their position in `ResourceGraph.resources`.
public enum Related: Hashable, Sendable {
    /// All there are; none when the property is absent, or when nothing refers to the resource.
    case resources([Int])
    /// Some references name resources that the input does not contain. `values` are the names as written.
    case outside(found: [Int], values: [String])
    /// Some references cannot be followed before deployment. `reason` in a few words.
    case unknown(found: [Int], reason: String)

    /// The resources that were found, whatever else there may be.
    public var found: [Int] {
        switch self {
        case .resources(let found), .outside(let found, _), .unknown(let found, _): found
        }
    }

    func replacing(_ found: [Int]) -> Related {
        switch self {
        case .resources: .resources(found)
        case .outside(_, let values): .outside(found: found, values: values)
        case .unknown(_, let reason): .unknown(found: found, reason: reason)
        }
    }
}

/// Collects the outcomes of several references into one.
struct RelatedCollector {
    private var found: [Int] = []
    private var seen: Set<Int> = []
    private var outside: [String] = []
    private var reason: String?

    mutating func add(_ outcome: Related) {
        for index in outcome.found where seen.insert(index).inserted { found.append(index) }
        switch outcome {
        case .resources: break
        case .outside(_, let values): outside += values
        case .unknown(_, let why): reason = reason ?? why
        }
    }

    /// What is not known weighs more than what is known to be elsewhere.
    var result: Related {
        if let reason { return .unknown(found: found, reason: reason) }
        return outside.isEmpty ? .resources(found) : .outside(found: found, values: outside)
    }
}
