/// Finds the resources that one value refers to.
struct ReferenceFinder {
    let resources: [Resource]
    let names: NameIndex

    /// - Parameter targets: what the property refers to, as the catalogue says; empty when it says nothing.
    func resources(named value: ReferenceValue, targets: [ReferenceTarget], from source: Int) -> Related {
        switch value {
        case .reference(let reference): follow(reference, targets: targets, from: source)
        case .text(let text): find([.literal(text)], written: text, targets: targets, from: source)
        case .parts(let parts): find(parts, written: nil, targets: targets, from: source)
        case .unknown(let reason): .unknown(found: [], reason: reason)
        }
    }

    private func follow(_ reference: ResourceReference, targets: [ReferenceTarget], from source: Int) -> Related {
        let found = names.resources(id: reference.target, scope: resources[source].scope)
        guard !found.isEmpty else { return .outside(found: [], values: [reference.target]) }
        guard let type = found.first.map({ resources[$0].type }) else { return .resources([]) }
        if targets.isEmpty || targets.contains(where: { $0.type == type }) || names(type, reference.attribute) {
            return .resources(found)
        }
        // The output of a nested stack or a custom resource may name anything.
        return .unknown(found: [], reason: "`\(reference.target)` gives the value")
    }

    /// Whether an attribute (nil: `Ref`) of a type is the identity of the resource rather than some other fact.
    private func names(_ type: String, _ attribute: String?) -> Bool {
        guard let known = Catalogue.type(named: type), !type.hasPrefix("AWS::CloudFormation::") else { return false }
        guard let attribute else { return known.refValue != nil }
        return known.identifiers.contains(attribute) || known.nameProperty == attribute
            || known.arnProperty == attribute
    }

    private func find(
        _ parts: [TextPart], written text: String?, targets: [ReferenceTarget], from source: Int
    ) -> Related {
        guard !targets.isEmpty else {
            let found = text.map { names.resources(arn: $0) } ?? []
            return found.isEmpty
                ? .unknown(found: [], reason: "nothing says what the value refers to") : .resources(found)
        }
        var isOpen = false
        for target in targets {
            switch find(parts, target: target, from: source) {
            case .resources(let found) where !found.isEmpty:
                if case .property = target.form { return .resources(found) }
                return .resources(found + sharing(parts, targets: targets, from: source))
            case .unknown(let found, let reason) where text != nil || !found.isEmpty:
                return .unknown(found: found, reason: reason)
            case .unknown: isOpen = true
            case .resources, .outside: continue
            }
        }
        if isOpen { return .unknown(found: [], reason: "parts of the value are not known before deployment") }
        return .outside(found: [], values: [text ?? parts.display])
    }

    /// What has the same value in a property of its own, beside what the value names: a scaling policy names an endpoint,
    /// and with the same words the scalable target that it drives.
    private func sharing(_ parts: [TextPart], targets: [ReferenceTarget], from source: Int) -> [Int] {
        targets.flatMap { target -> [Int] in
            guard case .property = target.form, case .resources(let found) = find(parts, target: target, from: source)
            else { return [] }
            return found
        }
    }

    private func find(_ parts: [TextPart], target: ReferenceTarget, from source: Int) -> Related {
        switch target.form {
        case .identity, .property:
            guard let name = parts.signature else { return .unknown(found: [], reason: "") }
            let found = choose(among: identified(by: name, type: target.type), from: source)
            // A composed name may be spelled out elsewhere.
            let isWritten = parts.allSatisfy(\.isLiteral)
            return found == .resources([]) && !isWritten ? .unknown(found: [], reason: "") : found
        case .pattern(let text):
            switch ReferencePattern(text).match(parts) {
            case .name(let name):
                return choose(among: identified(by: name, type: target.type), from: source)
            case .reference(let reference):
                return follow(reference, targets: [target], from: source)
            case .unknown: return .unknown(found: [], reason: "")
            case .none: return .resources([])
            }
        }
    }

    /// The resources of a type that a text identifies: by name or id, by ARN, or by the name inside an ARN.
    private func identified(by text: String, type: String) -> [Int] {
        let found = names.resources(type: type, named: text)
        guard found.isEmpty, let arn = ARN(text), arn.type == nil || arn.type == type else { return found }
        // ARNs of buckets and of global services leave the account or the region out.
        let account = arn.account.isEmpty ? nil : arn.account
        let region = arn.region.isEmpty ? nil : arn.region
        return names.resources(type: type, named: arn.name).filter {
            agree(resources[$0].account, account) && agree(resources[$0].region, region)
        }
    }

    /// Prefers the resources of the same scope, then those of the same account and region.
    private func choose(among candidates: [Int], from source: Int) -> Related {
        let origin = resources[source]
        let near = candidates.filter { resources[$0].scope == origin.scope }
        guard near.isEmpty else { return .resources(near) }
        let possible = candidates.filter {
            agree(resources[$0].account, origin.account) && agree(resources[$0].region, origin.region)
        }
        guard let first = possible.first, possible.count > 1 else { return .resources(possible) }
        return .unknown(found: [], reason: "several resources are named `\(resources[first].name)`")
    }

    private func agree(_ left: String?, _ right: String?) -> Bool { left == nil || right == nil || left == right }
}

extension [TextPart] {
    /// The parts as a person may read them.
    var display: String {
        map { part in
            switch part {
            case .literal(let text): text
            case .reference(let reference): "${" + reference.target + "}"
            case .unknown: "(unknown)"
            }
        }.joined()
    }
}
