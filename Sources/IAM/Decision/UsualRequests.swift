/// What a counterexample does not rely on, though a proof does not exclude it.
struct Oddity {
    /// What requests are like that only rely on it.
    let description: String
    /// The formula that a request does not.
    let isAbsent: Formula
}

extension RequestModel {
    /// The formula that a request relies on nothing odd.
    var isUsual: Formula { Formula.and(oddities.map(\.isAbsent)) }

    /// May add variables, of which the formulas then speak.
    var oddities: [Oddity] {
        func oddity(_ description: String, _ absent: (Int) -> [Formula]) -> Oddity {
            Oddity(description: description, isAbsent: Formula.and(targets.indices.flatMap(absent)))
        }
        return [
            oddity("name a resource that belongs to no account", owners),
            oddity("name a resource in a manner of which it is not documented that it can be", names),
            oddity("carry keys about accounts that contradict who asks", carriedKeys),
            oddity("carry tags of a resource that they do not give", createdTags),
        ]
    }

    private func owners(of target: Int) -> [Formula] {
        guard targets[target].hasOwner, let account = arnAccounts[target] else { return [] }
        return [vocabulary.within(account, SampleValues.accountForm)]
    }

    private func names(of target: Int) -> [Formula] {
        guard let rest = targets[target].rest, let usual = targets[target].usual else { return [] }
        return [vocabulary.within(rest, usual)]
    }

    private func carriedKeys(of target: Int) -> [Formula] {
        carriedAccounts.compactMap { key, account in
            let found = variables.first { $0.key.key == key && ($0.key.target ?? target) == target }
            return found.map { variable in
                account.map { vocabulary.within(variable.value, .constant($0)) } ?? vocabulary.present(variable.value)
            }
        }
    }

    /// A resource that the call creates has the tags that the call gives.
    private func createdTags(of target: Int) -> [Formula] {
        guard targets[target].isCreated else { return [] }
        let tags = variables.filter {
            $0.key.key.hasPrefix(Self.resourceTag) && ($0.key.target ?? target) == target
        }
        return tags.sorted { $0.value < $1.value }.map { name, tag in
            let key = Self.requestTag + name.key.dropFirst(Self.resourceTag.count)
            let given = variable(key, target: target, scope: Scope(action))
            return !vocabulary.present(tag) || given.map { vocabulary.present($0) } ?? .no
        }
    }
}
