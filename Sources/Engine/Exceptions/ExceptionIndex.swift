/// Finds the exceptions that may be about a finding without trying each of them.
struct ExceptionIndex {
    /// The entries about a rule: those about resources of certain names, by each name, and those with wildcards.
    private struct RuleEntries {
        var named: [String: [Int]] = [:]
        var others: [Int] = []
    }

    private let entries: [PolicyException]
    /// Each rule is looked for once.
    private var rules: [String: RuleEntries] = [:]

    init(_ entries: [PolicyException]) { self.entries = entries }

    /// The numbers of the entries, in their order.
    mutating func candidates(for finding: Finding) -> [Int] {
        let rule = rules[finding.rule] ?? look(for: finding.rule)
        let (name, id) = (finding.resource.name, finding.resource.id)
        let found = rule.others + rule.named[name, default: []] + (id == name ? [] : rule.named[id, default: []])
        return Set(found).sorted()
    }

    private mutating func look(for id: String) -> RuleEntries {
        var found = RuleEntries()
        for (number, entry) in entries.enumerated() where entry.rules.contains(where: { $0.matches(id) }) {
            if entry.resources.allSatisfy(\.isLiteral) {
                for resource in entry.resources { found.named[resource.literalPrefix, default: []].append(number) }
            } else {
                found.others.append(number)
            }
        }
        rules[id] = found
        return found
    }
}
