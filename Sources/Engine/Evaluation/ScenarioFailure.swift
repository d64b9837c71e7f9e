import Resources

/// A violation and the choices under which it arises.
struct ScenarioFailure {
    /// What makes two violations of different scenarios the same.
    struct Key: Hashable {
        var place: Place
        var message: String?

        init(_ violation: Violation) {
            place = violation.place
            message = violation.message
        }
    }

    var violation: Violation
    var outcomes: [Choice.ID: Int]

    /// One violation for each anchor, with all scenarios in which it arises; in the order of the text.
    static func violations(
        of failures: [ScenarioFailure], choices: [Choice.ID: Choice], names: ScenarioNames
    ) -> [Violation] {
        var order: [Key] = []
        var outcomes: [Key: [[Choice.ID: Int]]] = [:]
        var first: [Key: Violation] = [:]
        for failure in failures {
            let key = Key(failure.violation)
            if first[key] == nil {
                order.append(key)
                first[key] = failure.violation
            }
            if outcomes[key]?.contains(failure.outcomes) != true { outcomes[key, default: []].append(failure.outcomes) }
        }
        var byParameter: [ParameterUse: Int] = [:]
        var violations: [Violation] = []
        for key in order {
            guard var violation = first[key] else { continue }
            let cases = ScenarioCover.reduced(outcomes[key] ?? [], choices)
            violation.scenarios = cases.contains([:]) ? [] : names.scenarios(cases, choices: choices)
            guard let use = ParameterUse(of: violation, in: cases, choices) else {
                violations.append(violation)
                continue
            }
            if let index = byParameter[use] {
                violations[index].join(violation)
            } else {
                byParameter[use] = violations.count
                violations.append(violation)
            }
        }
        return merged(violations).sorted { $0.place.range.lowerBound < $1.place.range.lowerBound }
    }

    /// A property whose value is that of a parameter: what is wrong with several of its values is one violation.
    private struct ParameterUse: Hashable {
        var parameter: Choice.ID
        var path: String
        var use: Range<Int>

        init?(of violation: Violation, in cases: [[Choice.ID: Int]], _ choices: [Choice.ID: Choice]) {
            guard let use = violation.place.use, cases.count == 1, let only = cases.first?.first, cases[0].count == 1,
                only.key.kind == .parameter, let label = choices[only.key]?.options[only.value].label,
                violation.evidence.count == 1, violation.evidence[0].value == label
            else { return nil }
            (parameter, path, self.use) = (only.key, violation.place.path, use)
        }
    }

    /// What the same anchor shows in different scenarios becomes one violation: the most important words first.
    private static func merged(_ violations: [Violation]) -> [Violation] {
        Dictionary(grouping: violations, by: \.place.rangeNumber).values.map { group in
            let group = group.sorted { $0.scenarios.precedes($1.scenarios) }
            var merged = group[0]
            for other in group.dropFirst() {
                let when = other.scenarios.isEmpty ? "" : "when \(other.scenarios.words): "
                merged.add(hint: when + (other.message ?? "the rule is violated as well"))
                if !merged.scenarios.isEmpty { merged.scenarios += other.scenarios }
                if other.scenarios.isEmpty { merged.scenarios = [] }
            }
            merged.scenarios.sort { [$0].precedes([$1]) }
            return merged
        }
    }
}

/// Puts scenarios together that differ in one choice and name all of its outcomes: the choice does not matter then.
enum ScenarioCover {
    static func reduced(_ cases: [[Choice.ID: Int]], _ choices: [Choice.ID: Choice]) -> [[Choice.ID: Int]] {
        var cases = cases
        // In which of the given deployments something arises is always told. In a fixed order, on which it may depend
        // what is left.
        let mergeable = choices.filter { $0.key.kind != .deployment }.sorted { $0.key < $1.key }
        var isChanged = true
        while isChanged {
            isChanged = false
            for (id, choice) in mergeable {
                let groups = Dictionary(grouping: cases.filter { $0[id] != nil }) { $0.filter { $0.key != id } }
                for (rest, group) in groups where Set(group.compactMap { $0[id] }).count == choice.options.count {
                    cases.removeAll { $0[id] != nil && $0.filter { $0.key != id } == rest }
                    if !cases.contains(rest) { cases.append(rest) }
                    isChanged = true
                }
            }
        }
        // A case inside a wider one says nothing new.
        return cases.filter { inner in
            !cases.contains { $0.count < inner.count && $0.allSatisfy { inner[$0.key] == $0.value } }
        }
    }
}

/// How people call the choices of scenarios.
struct ScenarioNames {
    /// The template of the judged resource, whose parameters need no further name.
    let scope: String

    func scenarios(_ cases: [[Choice.ID: Int]], choices: [Choice.ID: Choice]) -> [FindingScenario] {
        cases.map { scenario($0, choices: choices) }.sorted { [$0].precedes([$1]) }
    }

    func scenario(_ outcomes: [Choice.ID: Int], choices: [Choice.ID: Choice]) -> FindingScenario {
        let short = Dictionary(grouping: outcomes.keys, by: \.name)
        var values: [String: String] = [:]
        var isDefault = true
        for (id, index) in outcomes {
            guard let option = choices[id]?.options[index] else { continue }
            let isAmbiguous = (short[id.name]?.count ?? 0) > 1 && id.scope != scope
            values[isAmbiguous ? "\(id.scope): \(id.name)" : id.name] =
                option.standing == .other ? FindingScenario.anyOther : option.label ?? Evidence.hidden
            isDefault = isDefault && option.standing == .standard
        }
        return FindingScenario(values: values, isDefault: isDefault)
    }
}

extension [FindingScenario] {
    /// The default deployment comes first, then few choices before many. What always arises comes before everything.
    fileprivate func precedes(_ other: [FindingScenario]) -> Bool {
        guard let first, let otherFirst = other.first else { return isEmpty && !other.isEmpty }
        if first.isDefault != otherFirst.isDefault { return first.isDefault }
        if first.values.count != otherFirst.values.count { return first.values.count < otherFirst.values.count }
        return first.sortText < otherFirst.sortText
    }
}

extension FindingScenario {
    /// Any other value comes last.
    fileprivate var sortText: String {
        values.sorted { $0.key < $1.key }.map { "\($0.key)\u{0}\($0.value == Self.anyOther ? "\u{10FFFF}" : $0.value)" }
            .joined(separator: "\u{0}")
    }
}

extension Violation {
    /// Takes in what is wrong with another value of the same parameter: the default is told first.
    fileprivate mutating func join(_ other: Violation) {
        var (first, second) = (self, other)
        if other.scenarios.precedes(scenarios) { swap(&first, &second) }
        self = first
        scenarios += second.scenarios
    }
}
