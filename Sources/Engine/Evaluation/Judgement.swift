/// What a rule says of a resource.
enum Judgement {
    case notApplicable
    case pass
    /// It passes with every value that the input names; with others, which are possible, nobody knows.
    case passWhereKnown(note: String)
    case fail([Violation])
    /// `scenarios`: where it is unknown, if it is not so everywhere.
    case unknown(reason: String, place: Place, scenarios: [FindingScenario] = [])
    /// The rule could not be evaluated: a defect of the policy, or a value of a kind that no rule can compare.
    case error(message: String, place: Place)
}

/// A place in the input: what a finding points at.
struct Place: Hashable {
    var range: Range<Int>
    /// The property path; empty for the resource as a whole.
    var path: String
    /// Where the resource uses the value, if the value itself stands elsewhere: the default of a parameter, an entry of a
    /// mapping.
    var use: Range<Int>?

    /// The range as one number: as good a key, and one that needs no search for how to hash it, which costs each run as much as
    /// a rule. Offsets of a text have 32 bits.
    var rangeNumber: Int { range.lowerBound << 32 | range.upperBound }
}

/// One thing that is wrong with a resource.
struct Violation {
    var place: Place
    /// The offending value as people read it; nil when something is missing.
    var value: String?
    var evidence: [Evidence] = []
    /// What was expected, in words.
    var expected: String?
    /// What is added to the rule's message.
    var hint: String?
    /// Evidence that is no property of the resource.
    var facts: [Evidence] = []
    /// The rule's own words, filled in for this violation.
    var message: String?
    var remedy: String?
    /// What `--fix` would do for the resource; only with its first violation, and only when it was asked for.
    var fix: PlannedFix?
    /// Whether something beside it is not known, which may fail as well.
    var isBesideUnknown = false
    /// The deployments in which it arises, the smallest first; empty when it always does.
    var scenarios: [FindingScenario] = []

    /// Adds to what is said beside the rule's message.
    mutating func add(hint more: String) { hint = [hint, more].compactMap(\.self).joined(separator: "; ") }
}

extension Judgement {
    /// Joins the outcomes of checks that must all hold. One that fails decides, whatever is unknown beside it.
    ///
    /// Nothing is kept of those that pass, which nearly all do.
    static func all<Checks: Collection>(_ checks: Checks, _ judge: (Checks.Element) -> Judgement) -> Judgement {
        var violations: [Violation] = []
        var error: Judgement?
        var unknown: Judgement?
        // A check that has nothing to judge says nothing.
        var saysNothing = !checks.isEmpty
        for check in checks {
            let outcome = judge(check)
            if !outcome.isNotApplicable { saysNothing = false }
            switch outcome {
            case .fail(let found): violations += found
            case .error: error = error ?? outcome
            case .unknown: unknown = unknown ?? outcome
            case .pass, .passWhereKnown, .notApplicable: continue
            }
        }
        if !violations.isEmpty {
            if error != nil || unknown != nil { violations[0].isBesideUnknown = true }
            return .fail(violations)
        }
        return error ?? unknown ?? (saysNothing ? .notApplicable : .pass)
    }

    static func all(_ outcomes: [Judgement]) -> Judgement { all(outcomes) { $0 } }

    /// Joins the outcomes of checks of which one must hold.
    static func any(_ outcomes: [Judgement], at place: @autoclosure () -> Place) -> Judgement {
        if outcomes.contains(where: \.isPass) { return .pass }
        if let open = outcomes.first(where: \.isError) ?? outcomes.first(where: \.isUnknown) { return open }
        return .fail([Violation(place: place(), evidence: outcomes.flatMap(\.violations).uniqueEvidence)])
    }

    /// The opposite; what is not known stays so.
    func negated(at place: @autoclosure () -> Place) -> Judgement {
        switch self {
        case .pass: .fail([Violation(place: place())])
        case .fail: .pass
        case .notApplicable, .unknown, .error, .passWhereKnown: self
        }
    }

    var violations: [Violation] {
        if case .fail(let violations) = self { violations } else { [] }
    }

    /// Whether another judgement is of the same kind.
    func agrees(with other: Judgement) -> Bool {
        switch (self, other) {
        case (.notApplicable, .notApplicable), (.pass, .pass), (.fail, .fail), (.unknown, .unknown), (.error, .error):
            true
        default: false
        }
    }

    var isPass: Bool {
        if case .pass = self { true } else { false }
    }

    var isNotApplicable: Bool {
        if case .notApplicable = self { true } else { false }
    }

    /// Whether more could be said with choices made: what is unknown may be decided, and what fails may fail elsewhere too.
    var mayDependOnChoices: Bool {
        switch self {
        case .unknown, .fail: true
        case .notApplicable, .pass, .passWhereKnown, .error: false
        }
    }

    var isUnknown: Bool {
        if case .unknown = self { true } else { false }
    }

    var isError: Bool {
        if case .error = self { true } else { false }
    }
}

extension [Violation] {
    /// One violation for each anchor: what else is wrong there is told with the first.
    var merged: [Violation] {
        guard count > 1 else { return self }
        var merged: [Violation] = []
        var indices: [Int: Int] = [:]
        for violation in self {
            if let index = indices[violation.place.rangeNumber] {
                merged[index].add(violation)
            } else {
                indices[violation.place.rangeNumber] = merged.count
                merged.append(violation)
            }
        }
        return merged
    }

    fileprivate var uniqueEvidence: [Evidence] {
        var seen: Set<Evidence> = []
        return flatMap(\.evidence).filter { seen.insert($0).inserted }
    }
}

extension Violation {
    fileprivate mutating func add(_ other: Violation) {
        evidence = [self, other].uniqueEvidence
        facts += other.facts.filter { !facts.contains($0) }
        isBesideUnknown = isBesideUnknown || other.isBesideUnknown
        if other.place.path != place.path {
            let demand = other.expected.map { ": expected \($0)" } ?? ""
            let words = other.place.path.isEmpty ? nil : "also `\(other.place.path)`\(demand)"
            if let words, hint?.contains(words) != true {
                hint = [hint, words].compactMap(\.self).joined(separator: "; ")
            }
        } else if let more = other.expected, more != expected {
            expected = [expected, more].compactMap(\.self).joined(separator: " and ")
        }
    }
}
