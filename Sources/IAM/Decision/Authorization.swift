/// The statements of a policy set, prepared for questions about many actions.
struct Authorization {
    struct Entry {
        let number: Int
        let layer: Layer
        let policy: Policy
        let statement: Statement
        /// How a statement of a resource policy names the principal.
        let principal: PrincipalMatch
        fileprivate let actions: [Glob]
        fileprivate let hasUnknownAction: Bool

        /// True if the statement can be the one that grants access.
        var grants: Bool { statement.effect == .allow && (layer == .identity || layer == .resource) }

        var reference: StatementReference { StatementReference(statement, of: policy, layer: layer) }
    }

    let set: PolicySet
    let entries: [Entry]

    init(_ set: PolicySet) {
        self.set = set
        var entries: [Entry] = []
        for (layer, policy) in set.layered {
            for statement in policy.statements {
                let known = statement.actions.values.filter { !$0.template.isUnknown }
                entries.append(
                    Entry(
                        number: entries.count, layer: layer, policy: policy, statement: statement,
                        principal: layer == .resource ? PrincipalMatch(statement.principals, set.principal) : .everyone,
                        actions: known.map { Glob(pattern: $0.text, ignoringCase: true) },
                        hasUnknownAction: known.count < statement.actions.values.count))
            }
        }
        self.entries = entries
    }

    /// A statement that may speak of an action; `applies` is unclear if the input does not give all of its actions.
    struct Relevant {
        let entry: Entry
        let applies: Truth
    }

    func relevant(to action: ServiceAction) -> [Relevant] {
        let name = action.qualifiedName.unicodeScalars.map(\.value)
        return entries.compactMap { entry in
            let isListed = entry.actions.contains { $0.matches(name) }
            var applies: Truth = isListed ? .yes : entry.hasUnknownAction ? .unclear : .no
            if entry.statement.actions.isNegated { applies = !applies }
            return applies == .no ? nil : Relevant(entry: entry, applies: applies)
        }
    }

    /// Keys in lower case that some condition takes for multivalued.
    var quantifiedKeys: Set<String> {
        Set(entries.flatMap { $0.statement.conditions }.filter { $0.comparison.quantifier != nil }.map(\.normalizedKey))
    }

    /// How keys in lower case are spelled.
    var spellings: [String: String] {
        Dictionary(
            entries.flatMap { $0.statement.conditions }.map { ($0.normalizedKey, $0.key) },
            uniquingKeysWith: { first, _ in first })
    }
}
