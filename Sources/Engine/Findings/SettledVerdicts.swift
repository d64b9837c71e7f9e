public import Resources

/// What rules made of resources of accounts beyond what their findings say, as far as the run was asked for it: a finding of
/// an earlier run is gone only if its rule was settled on its resource again.
public struct SettledVerdicts: Sendable {
    public enum Outcome: Sendable {
        case complies
        /// Everything that decides whether the rule applies is known, and it does not.
        case doesNotApply
        /// It fails, and nothing beside that is unknown.
        case fails
    }

    /// By rule and resource. There may be a million of them, so that they are told apart by a hash.
    private var outcomes: [UInt128: Outcome] = [:]

    public init() {}

    /// What a rule made of a resource; nil where that is not known, or not all of it.
    public func outcome(rule: String, at place: AccountPlace, id: String) -> Outcome? {
        outcomes[Self.key(rule, place, id)]
    }

    mutating func note(_ judgement: Judgement, rule: String, _ resource: Resource) {
        guard let place = resource.livePlace else { return }
        let outcome: Outcome
        switch judgement {
        case .pass: outcome = .complies
        case .notApplicable: outcome = .doesNotApply
        case .fail(let violations) where !violations.contains(where: \.isBesideUnknown): outcome = .fails
        case .fail, .unknown, .passWhereKnown, .error: return
        }
        outcomes[Self.key(rule, place, resource.id)] = outcome
    }

    mutating func merge(_ other: SettledVerdicts) {
        if outcomes.isEmpty {
            // Those of the first part are not copied: most often there is no other.
            outcomes = other.outcomes
        } else {
            outcomes.merge(other.outcomes) { first, _ in first }
        }
    }

    private static func key(_ rule: String, _ place: AccountPlace, _ id: String) -> UInt128 {
        var hash = Hash128()
        for part in [rule, place.type, place.account, place.region, id] { hash.add(part) }
        return hash.state
    }
}
