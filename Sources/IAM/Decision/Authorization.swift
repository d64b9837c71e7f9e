/// The statements of a policy set, prepared for questions about many actions.
struct Authorization {
    /// Shared, because each question about an action picks some.
    final class Entry: Sendable {
        let number: Int
        let layer: Layer
        let policy: Policy
        let statement: Statement
        /// How a statement of a resource policy names the principal.
        let principal: PrincipalMatch
        fileprivate let actions: ActionPatterns
        /// True if the source does not give all actions of the statement.
        let hasUnknownAction: Bool

        init(_ statement: Statement, of policy: Policy, _ layer: Layer, number: Int, principal: PrincipalMatch) {
            self.number = number
            self.layer = layer
            self.policy = policy
            self.statement = statement
            self.principal = principal
            let known = statement.actions.values.filter { !$0.template.isUnknown }
            actions = ActionPatterns(known.map(\.text))
            hasUnknownAction = known.count < statement.actions.values.count
        }

        /// True if the statement can be the one that grants access.
        var grants: Bool { statement.effect == .allow && (layer == .identity || layer == .resource) }

        /// What tells whom the statement speaks of from other statements.
        var principalMark: String {
            guard let clause = statement.principals else { return "nobody" }
            let isComputed = clause.principals.contains(where: \.isComputed)
            let names = clause.principals.map { "\($0.kind) \($0.value)" }
            return "\(clause.isNegated) \(names) \(isComputed ? "\(UInt(bitPattern: ObjectIdentifier(self)))" : "")"
        }

        /// What the statement says beside its actions.
        var terms: [String] {
            let resources = statement.resources
            let conditions = statement.conditions.map { "\($0.operatorText) \($0.key) \($0.values.map(\.text))" }
            return ["\(layer) \(resources?.isNegated ?? false) \(resources?.values.map(\.text) ?? [])", principalMark]
                + conditions.sorted()
        }

        var reference: StatementReference { StatementReference(statement, of: policy, layer: layer) }
    }

    let set: PolicySet
    let entries: [Entry]

    init(_ set: PolicySet) {
        self.set = set
        var entries: [Entry] = []
        for (layer, policy) in set.layered {
            for statement in policy.statements {
                entries.append(
                    Entry(
                        statement, of: policy, layer, number: entries.count,
                        principal: layer == .resource ? PrincipalMatch(statement, set) : .everyone)
                )
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
        entries.compactMap { entry in
            let isListed = entry.actions.matches(action)
            var applies: Truth = isListed ? .yes : entry.hasUnknownAction ? .unclear : .no
            if entry.statement.actions.isNegated { applies = !applies }
            return applies == .no ? nil : Relevant(entry: entry, applies: applies)
        }
    }

    /// Patterns of actions by service: lists of hundreds are usual, and an action is of one service.
    struct ActionPatterns: Sendable {
        private var byService: [String: [Glob]] = [:]
        /// Names without wildcards, in lower case.
        private var names: Set<String> = []
        /// Patterns with a wildcard before the colon.
        private var anyService: [Glob] = []

        init(_ patterns: [String]) {
            for pattern in patterns {
                if !pattern.utf8.contains(where: { $0 == UInt8(ascii: "*") || $0 == UInt8(ascii: "?") }) {
                    names.insert(pattern.asciiLowercased)
                    continue
                }
                let glob = Glob(pattern: pattern, ignoringCase: true)
                let prefix = pattern.utf8.prefix { $0 != UInt8(ascii: ":") }
                if prefix.count == pattern.utf8.count || prefix.contains(where: { $0 == 0x2A || $0 == 0x3F }) {
                    anyService.append(glob)
                } else {
                    byService[Substring(prefix).asciiLowercased, default: []].append(glob)
                }
            }
        }

        func matches(_ action: ServiceAction) -> Bool {
            if !names.isEmpty, names.contains(action.normalizedName) { return true }
            if anyService.contains(where: { $0.matches(action.characters) }) { return true }
            return byService[action.prefix]?.contains { $0.matches(action.characters) } ?? false
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
