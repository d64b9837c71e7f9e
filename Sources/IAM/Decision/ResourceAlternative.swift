/// One way in which a request of an action can name resources.
///
/// Every required resource type is authorised on its own. An action without required types names one resource of any of
/// its types; types whose ARNs differ only in their last part are taken together.
struct ResourceAlternative {
    struct Shape {
        /// Alternatives for the ARN; empty for `*`. They agree in all parts but the last.
        var forms: [ResourceTarget.Form]
        var keys: [ConditionKey]
    }

    let action: ServiceAction
    /// Keys of the request that belong to no resource.
    let requestKeys: [ConditionKey]
    /// One for each authorisation that AWS makes.
    let shapes: [Shape]

    static func all(
        of action: ServiceAction, rows: [ServiceAction.Row], partition: String
    ) -> [ResourceAlternative] {
        let requestKeys = rows.filter { $0.resourceType == nil }.flatMap(\.conditionKeys)
        func shape(_ row: ServiceAction.Row, _ type: ResourceType) -> Shape? {
            ResourceTarget.Form(arn: type.arn, partition: partition).map {
                Shape(forms: [$0], keys: row.conditionKeys + type.conditionKeys)
            }
        }
        let typed = rows.compactMap { row in row.resourceType.map { (row, $0) } }
        let required = typed.filter(\.0.isRequired).compactMap { shape($0.0, $0.1) }
        if !required.isEmpty {
            return [ResourceAlternative(action: action, requestKeys: requestKeys, shapes: required)]
        }
        let optional = typed.compactMap { shape($0.0, $0.1) }
        guard !optional.isEmpty else {
            return [ResourceAlternative(action: action, requestKeys: requestKeys, shapes: [Shape(forms: [], keys: [])])]
        }
        return merged(optional).map {
            ResourceAlternative(action: action, requestKeys: requestKeys, shapes: [$0])
        }
    }

    /// Every resource that a request can be authorised for, each by itself.
    static func single(
        of action: ServiceAction, rows: [ServiceAction.Row], partition: String
    ) -> [ResourceAlternative] {
        let requestKeys = rows.filter { $0.resourceType == nil }.flatMap(\.conditionKeys)
        let shapes = rows.compactMap { row -> Shape? in
            guard let type = row.resourceType else { return nil }
            return ResourceTarget.Form(arn: type.arn, partition: partition).map {
                Shape(forms: [$0], keys: row.conditionKeys + type.conditionKeys)
            }
        }
        return (shapes.isEmpty ? [Shape(forms: [], keys: [])] : merged(shapes)).map {
            ResourceAlternative(action: action, requestKeys: requestKeys, shapes: [$0])
        }
    }

    private static func merged(_ shapes: [Shape]) -> [Shape] {
        struct Likeness: Hashable {
            var parts: [String]
            var keys: Set<ConditionKey>
        }
        var merged: [Shape] = []
        var places: [Likeness: Int] = [:]
        for shape in shapes {
            let likeness = Likeness(parts: shape.forms.first?.parts ?? [], keys: Set(shape.keys))
            if let place = places[likeness] {
                merged[place].forms += shape.forms
            } else {
                places[likeness] = merged.count
                merged.append(shape)
            }
        }
        return merged
    }
}
