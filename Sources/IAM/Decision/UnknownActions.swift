/// Whether policies may allow more than earlier ones of actions that the service data do not know but the policies name.
///
/// What an unknown action asks for nobody knows. But where each statement about it that grants stood in the earlier policies,
/// each that denies still stands, and no layer limits it less, nothing of it can be new.
struct UnknownActions {
    private let new: Authorization
    private let old: Authorization
    /// The patterns that match no known action.
    private let patterns: [String]

    init(_ new: Authorization, since old: Authorization) {
        self.new = new
        self.old = old
        var seen: Set<String> = []
        patterns = (new.entries + old.entries).flatMap { $0.statement.actions.values }
            .filter { !$0.template.isUnknown && seen.insert($0.text.asciiLowercased).inserted }
            .map(\.text).filter { ServiceData.actions(matching: $0).isEmpty }
    }

    /// What cannot be told; nil if there is no such action, or nothing of it can be new.
    var gap: String? {
        guard !patterns.isEmpty else { return nil }
        let changes = gainedAllows + lostLimits + lostDenials
        guard !changes.isEmpty else { return nil }
        let always = [Names.not(in: new.entries.filter { $0.statement.effect == .deny && $0.isUnconditional })]
        let grants = new.entries.filter(\.grants).map { Names(of: $0) }
        var budget = SearchBudget().states
        let found = patterns.sorted().first { pattern in
            let own = Names(required: [[Glob(pattern: pattern, ignoringCase: true)]])
            return changes.contains { change in
                grants.contains { grant in ([own, change, grant] + always).mayHoldTogether(budget: &budget) }
            }
        }
        return found.map {
            "the service data of \(ServiceData.date) know no action `\($0)`, of which the policies may allow more than before"
        }
    }

    /// The actions that a statement of the new policies allows and none of the earlier ones did as widely.
    private var gainedAllows: [Names] {
        new.entries.filter { $0.statement.effect == .allow }.compactMap { entry in
            guard entry.grants || limits(old, entry.layer) else { return nil }
            let covering = old.entries.filter { earlier in
                earlier.statement.effect == .allow && earlier.layer == entry.layer
                    && (earlier.terms == entry.terms || earlier.isUnconditional)
            }
            return Names(of: entry).outside(covering)
        }
    }

    /// The actions that a layer of the earlier policies did not simply allow, and that no longer limits.
    private var lostLimits: [Names] {
        let layers = Set(old.set.limits).filter { !limits(new, $0) }
        return layers.map { layer in
            Names().outside(
                old.entries.filter { $0.layer == layer && $0.statement.effect == .allow && $0.isUnconditional })
        } + (!old.set.resource.isEmpty && new.set.resource.isEmpty ? [Names()] : [])
    }

    /// The actions that a statement of the earlier policies denied and none of the new ones does as widely.
    private var lostDenials: [Names] {
        old.entries.filter { $0.statement.effect == .deny }.map { entry in
            Names(of: entry).outside(
                new.entries.filter {
                    $0.statement.effect == .deny && ($0.terms == entry.terms || $0.isUnconditional)
                })
        }
    }

    private func limits(_ authorization: Authorization, _ layer: Layer) -> Bool {
        authorization.set.limits.contains(layer)
    }
}

extension PolicySet {
    /// The layers that must allow beside those that grant.
    fileprivate var limits: [Layer] {
        serviceControl.indices.map { .serviceControl(level: $0) } + (boundary == nil ? [] : [.boundary])
            + (session == nil ? [] : [.session])
    }
}

extension Authorization.Entry {
    /// True if the statement speaks of every request for its actions.
    fileprivate var isUnconditional: Bool {
        let isForAll: Bool
        switch principal {
        case .everyone: isForAll = true
        case .none, .account, .role, .pathlessRole, .direct, .unclear: isForAll = false
        }
        let resources = statement.resources
        let isAnywhere = resources.map { !$0.isNegated && $0.values.contains { $0.text == "*" } } ?? true
        if case .resourceControl = layer { return false }
        return isForAll && isAnywhere && statement.conditions.isEmpty
    }
}

/// A set of names of actions.
private struct Names {
    /// A name is in each of these groups of patterns, and in none of the others.
    var required: [[Glob]] = []
    var forbidden: [Glob] = []

    init() {}

    init(required: [[Glob]]) { self.required = required }

    /// The actions of a statement; of what its source leaves open any.
    init(of entry: Authorization.Entry) {
        let globs = Self.globs(of: entry)
        if entry.statement.actions.isNegated {
            forbidden = globs
        } else if !entry.hasUnknownAction {
            required = [globs]
        }
    }

    /// The names in no statement. A statement whose actions are not all given is left out.
    static func not(in entries: [Authorization.Entry]) -> Names { Names().outside(entries) }

    func outside(_ entries: [Authorization.Entry]) -> Names {
        var copy = self
        for entry in entries {
            let globs = Self.globs(of: entry)
            if !entry.statement.actions.isNegated {
                copy.forbidden += globs
            } else if !entry.hasUnknownAction {
                copy.required.append(globs)
            }
        }
        return copy
    }

    private static func globs(of entry: Authorization.Entry) -> [Glob] {
        entry.statement.actions.values.filter { !$0.template.isUnknown }.map {
            Glob(pattern: $0.text, ignoringCase: true)
        }
    }
}

extension [Names] {
    /// False if surely no name is in all of the sets.
    fileprivate func mayHoldTogether(budget: inout Int) -> Bool {
        let forbidden = flatMap(\.forbidden)
        if forbidden.contains(where: \.matchesEverything) { return false }
        let search = TextSearch(required: flatMap(\.required), forbidden: forbidden, candidates: [])
        if case .none = search.run(budget: &budget) { return false }
        return true
    }
}
