/// One way in which a request of an action can name resources.
///
/// Every required resource type is authorised on its own, and so is an optional one that the request names; of those, one
/// at a time is looked at, as more of them only ask for more permissions. An action without required types names one resource of any of
/// its types; types whose ARNs differ only in their last part are taken together.
struct ResourceAlternative: Sendable {
    struct Shape: Sendable {
        /// What the ARN looks like; nil for `*`.
        let outline: ResourceTarget.Outline?
        let keys: KeyIndex
    }

    let action: ServiceAction
    let partition: String
    /// Keys of the request that belong to no resource.
    let requestKeys: KeyIndex
    /// One for each authorisation that AWS makes.
    let shapes: [Shape]
    /// What is not documented about requests that name resources so; nil if nothing.
    var doubt: Doubt?

    enum Doubt: Sendable {
        /// Whether a request can name no resource.
        case unnamed
        /// Whether a request can name this required resource without the others.
        case alone
    }

    /// The ways of one call.
    static func all(of action: ServiceAction, rows: [ServiceAction.Row], partition: String) -> [ResourceAlternative] {
        let required = rows.filter(\.isRequired).compactMap { Draft($0, partition) }
        if required.isEmpty { return single(of: action, rows: rows, partition: partition) }
        let meaning = required.count > 1 ? action.requiredTypes : .together
        if meaning == .alternatives { return single(of: action, rows: rows, partition: partition) }
        // What a request may name beside the required resources is authorised like them.
        let optional = merged(rows.filter { !$0.isRequired }.compactMap { Draft($0, partition) }, of: action)
        let together =
            [alternative(action, partition, rows, required)]
            + optional.map { alternative(action, partition, rows, required + [$0]) }
        guard meaning == .undocumented else { return together }
        // A resource by itself asks for least, so that no more than one at a time need be looked at.
        return together
            + merged(required, of: action).map {
                var alone = alternative(action, partition, rows, [$0])
                alone.doubt = .alone
                return alone
            }
    }

    /// Every resource that a request can be authorised for, each by itself.
    static func single(
        of action: ServiceAction, rows: [ServiceAction.Row], partition: String
    ) -> [ResourceAlternative] {
        let drafts = rows.compactMap { Draft($0, partition) }
        if drafts.isEmpty { return [alternative(action, partition, rows, [Draft()])] }
        let named = merged(drafts, of: action).map { alternative(action, partition, rows, [$0]) }
        // Whether all of them may be left out is not documented; but an action that tags names what it tags.
        guard action.accessLevel != .tagging, !rows.contains(where: \.isRequired) else { return named }
        var unnamed = alternative(action, partition, rows, [Draft()])
        unnamed.doubt = .unnamed
        return named + [unnamed]
    }

    private static func alternative(
        _ action: ServiceAction, _ partition: String, _ rows: [ServiceAction.Row], _ drafts: [Draft]
    ) -> ResourceAlternative {
        ResourceAlternative(
            action: action, partition: partition,
            requestKeys: KeyIndex(rows.filter { $0.resourceType == nil }.flatMap(\.conditionKeys)),
            shapes: drafts.map { Shape(outline: ResourceTarget.Outline($0.forms, of: action), keys: KeyIndex($0.keys)) }
        )
    }

    /// A resource type with the keys of its row.
    private struct Draft {
        /// Alternatives for the ARN; empty for `*`. They agree in all parts but the last.
        var forms: [ResourceTarget.Form] = []
        var keys: [ConditionKey] = []

        init() {}

        init?(_ row: ServiceAction.Row, _ partition: String) {
            guard let type = row.resourceType, let form = ResourceTarget.Form(arn: type.arn, partition: partition)
            else { return nil }
            forms = [form]
            keys = row.conditionKeys + type.conditionKeys
        }
    }

    private static func merged(_ drafts: [Draft], of action: ServiceAction) -> [Draft] {
        struct Likeness: Hashable {
            var parts: [String]
            var isGoverned: Bool
            var keys: Set<ConditionKey>
        }
        var merged: [Draft] = []
        var places: [Likeness: Int] = [:]
        for draft in drafts {
            let form = draft.forms.first
            let likeness = Likeness(
                parts: form?.parts ?? [],
                isGoverned: form.map { GoverningPolicy.of(action.prefix, lastPart: $0.rest) != nil } ?? false,
                keys: Set(draft.keys))
            if let place = places[likeness] {
                merged[place].forms += draft.forms
            } else {
                places[likeness] = merged.count
                merged.append(draft)
            }
        }
        return merged
    }
}
