extension Policy {
    /// The policy as one deployment of its template might have it: parts of resources that are not known are replaced by
    /// examples, regions and accounts everywhere, names of resources only where a statement allows.
    ///
    /// What it allows, a deployment allows; a proof over it proves nothing about other deployments.
    public var exemplified: Policy {
        guard statements.contains(where: \.namesUnknownResources) else { return self }
        var copy = self
        copy.statements = statements.map { statement in
            guard statement.namesUnknownResources else { return statement }
            var copy = statement
            let includesNames = statement.effect == .allow && statement.resources?.isNegated == false
            copy.resources?.values = (statement.resources?.values ?? []).map {
                Statement.Value($0.template.exemplified(includingNames: includesNames), range: $0.range)
            }
            return copy
        }
        return copy
    }
}

extension Statement {
    fileprivate var namesUnknownResources: Bool { resources?.values.contains { $0.template.isUnknown } ?? false }
}
