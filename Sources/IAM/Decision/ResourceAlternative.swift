/// One way in which a request of an action can name resources.
///
/// Every required resource type is authorised on its own, and so is an optional one that the request names; of those, one
/// at a time is looked at, as more of them only ask for more permissions. An action without required types names one resource of any of
/// its types; types whose ARNs differ only in their last part are taken together.
struct ResourceAlternative: Sendable {
    struct Shape: Sendable {
        /// What the ARN looks like; nil for `*`.
        let outline: ResourceTarget.Outline?
        /// Keys that the action lists for it.
        let keys: KeyIndex
        /// Keys that only its type lists, whatever the action: not every action's requests carry them.
        let typeKeys: KeyIndex
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
        /// Whether a request can leave out some of the resources that are called required.
        case incomplete
    }

    /// The ways of one call.
    static func all(of action: ServiceAction, rows: [ServiceAction.Row], partition: String) -> [ResourceAlternative] {
        func call(_ drafts: [Draft]) -> ResourceAlternative { alternative(action, partition, rows, drafts) }
        let required = rows.filter(\.isRequired).compactMap { Draft($0, partition, of: action) }
        // What a request may name beside the required resources is authorised like them.
        let others = rows.filter { !$0.isRequired }.compactMap { Draft($0, partition, of: action) }
        switch action.requiredTypes {
        case .calls(let sure, let perhaps):
            func calls(_ lists: [[String]]) -> [ResourceAlternative] {
                lists.map { types in
                    call(types.flatMap { type in (required + others).filter { $0.type == type } })
                }
            }
            return calls(sure) + calls(perhaps).map { $0.with(.incomplete) }
        case _ where required.isEmpty: return single(of: action, rows: rows, partition: partition)
        case .together:
            let unnamed = RequestFacts.unnamed(action) == nil ? [] : [call([Draft()])]
            return [call(required)] + merged(others, of: action).map { call(required + [$0]) } + unnamed
        case .alternatives(let companions):
            let accompanied = companions.flatMap(\.others)
            let alone = rows.filter { !accompanied.contains($0.resourceType?.name ?? "") }
            return single(of: action, rows: alone, partition: partition)
                + companions.flatMap { companion in
                    let own = required.filter { $0.type == companion.type }
                    let types = merged(required.filter { companion.others.contains($0.type) }, of: action)
                    return types.map { call([$0] + own) } + types.map { call([$0]).with(.incomplete) }
                }
        case .atLeast(let always, let optional):
            let usual = required.filter { !optional.contains($0.type) }
            let additions = merged(others + required.filter { optional.contains($0.type) }, of: action)
            let complete = [call(usual)] + additions.map { call(usual + [$0]) }
            let least = required.filter { always.contains($0.type) }
            // A resource by itself asks for least: where nothing is known no more than one at a time need be looked at.
            if least.isEmpty {
                return complete + merged(required + others, of: action).map { call([$0]).with(.incomplete) }
            }
            let open = merged(usual.filter { !always.contains($0.type) }, of: action)
            if open.isEmpty { return complete }
            return complete + ([[]] + (additions + open).map { [$0] }).map { call(least + $0).with(.incomplete) }
        }
    }

    private func with(_ doubt: Doubt) -> ResourceAlternative {
        var copy = self
        copy.doubt = doubt
        return copy
    }

    /// Every resource that a request can be authorised for, each by itself.
    static func single(
        of action: ServiceAction, rows: [ServiceAction.Row], partition: String
    ) -> [ResourceAlternative] {
        let drafts = rows.compactMap { Draft($0, partition, of: action) }
        if drafts.isEmpty { return [alternative(action, partition, rows, [Draft()])] }
        let named = merged(drafts, of: action).map { alternative(action, partition, rows, [$0]) }
        // Whether all of them may be left out is not documented; but an action that tags names what it tags.
        if RequestFacts.unnamed(action) != nil { return named + [alternative(action, partition, rows, [Draft()])] }
        guard !action.namesResource else { return named }
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
            shapes: drafts.map {
                Shape(
                    outline: ResourceTarget.Outline($0.forms, of: action), keys: KeyIndex($0.keys),
                    typeKeys: KeyIndex($0.typeKeys))
            }
        )
    }

    /// A resource type with the keys of its row and of its own.
    private struct Draft {
        /// Alternatives for the ARN; empty for `*`. They agree in all parts but the last.
        var forms: [ResourceTarget.Form] = []
        var keys: [ConditionKey] = []
        var typeKeys: [ConditionKey] = []
        /// The name of the resource type.
        var type = ""

        init() {}

        init?(_ row: ServiceAction.Row, _ partition: String, of action: ServiceAction) {
            guard let type = row.resourceType, let form = ResourceTarget.Form(arn: type.arn, partition: partition)
            else { return nil }
            self.type = type.name
            if let others = RequestFacts.authorizedForms(of: type, for: action) {
                forms = others.forms.map { form.ending(in: $0, usual: others.usual) }
            } else {
                forms = [form] + RequestFacts.olderForms(of: type, service: action.prefix).map { form.ending(in: $0) }
            }
            keys = row.conditionKeys
            typeKeys = type.conditionKeys
        }
    }

    private static func merged(_ drafts: [Draft], of action: ServiceAction) -> [Draft] {
        struct Likeness: Hashable {
            var parts: [String]
            var isGoverned: Bool
            var keys: Set<ConditionKey>
            var typeKeys: Set<ConditionKey>
        }
        var merged: [Draft] = []
        var places: [Likeness: Int] = [:]
        for draft in drafts {
            let form = draft.forms.first
            let likeness = Likeness(
                parts: form?.parts ?? [],
                isGoverned: form.map { GoverningPolicy.of(action.prefix, lastPart: $0.rest) != nil } ?? false,
                keys: Set(draft.keys), typeKeys: Set(draft.typeKeys))
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
