/// The partitions of AWS, such as `aws-cn`, that a question is about: principal and resources of a request are in one.
enum Partitions {
    /// The partition of the principal; else those of which the guarantee's resources speak, or else the policies and
    /// the claim; else `aws`.
    static func asked(of authorization: Authorization, _ claim: Claim) -> [String] {
        if let own = authorization.set.principal?.partition { return [own] }
        if case .guarantee(let guarantee) = claim {
            let named = named(in: (guarantee.resources ?? []).map(\.text))
            if !named.isEmpty { return named.sorted() }
        }
        var texts = authorization.arns
        switch claim {
        case .guarantee(let guarantee): texts += guarantee.conditions.flatMap(\.values).map(\.text)
        case .allowedBefore(let earlier): texts += earlier.arns
        }
        let named = named(in: texts)
        return named.isEmpty ? ["aws"] : named.sorted()
    }

    /// Why a guarantee says nothing of a principal: its resources are in other partitions.
    static func gap(of guarantee: Guarantee, for principal: Principal?) -> String? {
        guard let own = principal?.partition, let resources = guarantee.resources else { return nil }
        let texts = resources.map(\.text)
        guard texts.allSatisfy({ partition(of: $0) != nil }), !named(in: texts).contains(own) else { return nil }
        return "the principal is in the partition `\(own)`, and none of the guarantee's resources is"
    }

    private static func named(in texts: [String]) -> Set<String> { Set(texts.compactMap { partition(of: $0) }) }

    /// The partition of an ARN; nil for another text, and where a wildcard stands in its place.
    private static func partition(of text: String) -> String? {
        guard text.hasPrefix("arn:") else { return nil }
        let name = text.dropFirst("arn:".count).prefix { $0 != ":" }
        return ResourceGrammar.partitions.contains(String(name)) ? String(name) : nil
    }
}

extension Authorization {
    /// The texts of the statements that may be ARNs.
    fileprivate var arns: [String] {
        entries.flatMap { entry in
            (entry.statement.resources?.values ?? []).map(\.text)
                + entry.statement.conditions.flatMap(\.values).map(\.text)
                + (entry.statement.principals?.principals ?? []).map(\.value)
        }
    }
}
