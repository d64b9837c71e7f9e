/// How a formula treats what AWS's documentation leaves open and what policy variables stand for.
enum Reading: Hashable {
    /// Each such matter is an atom of its own that may hold or not.
    case open
    /// True only if it holds however the matters turn out.
    case surely
    /// True if it holds for some outcome of the matters.
    case possibly

    /// The reading of something whose negation is read this way.
    var flipped: Reading {
        switch self {
        case .open: .open
        case .surely: .possibly
        case .possibly: .surely
        }
    }

    /// Something that holds at most where `bound` does, and is not known beyond that.
    func matter(_ matter: @autoclosure () -> Matter, _ bound: Formula, in vocabulary: Vocabulary) -> Formula {
        switch self {
        case .surely: .no
        case .possibly: bound
        case .open: bound && vocabulary.open(matter())
        }
    }
}

/// Turns conditions into formulas over the variables of a request model.
struct ConditionFormula {
    let model: RequestModel
    let target: Int
    let scope: RequestModel.Scope
    /// Values for policy variables by key; nil where any value is considered.
    let substitutes: [String: Template.Substitute]?
    /// What is settled of policy variables while one condition is looked at, by key.
    private var settled: [String: Template.Substitute] = [:]

    init(model: RequestModel, target: Int, scope: RequestModel.Scope, substitutes: [String: Template.Substitute]?) {
        self.model = model
        self.target = target
        self.scope = scope
        self.substitutes = substitutes
    }

    private var vocabulary: Vocabulary { model.vocabulary }

    func formula(_ conditions: [Condition], _ reading: Reading) -> Formula {
        Formula.and(conditions.map { formula($0, reading) })
    }

    func formula(_ condition: Condition, _ reading: Reading) -> Formula {
        model.ask(condition.normalizedKey, target: target, scope: scope) { formula(condition, on: $0, reading) }
    }

    private func formula(_ condition: Condition, on variable: Int?, _ reading: Reading) -> Formula {
        settling(condition.values) { $0.plainFormula(condition, on: variable, reading) }
    }

    /// A question about texts. Without its key a policy variable is its default, which is known: the two cases are looked at
    /// by themselves.
    func settling(_ values: [Statement.Value], _ question: (ConditionFormula) -> Formula) -> Formula {
        guard substitutes == nil, settled.count < 2, let (key, carrier) = openVariable(in: values) else {
            return question(self)
        }
        var (without, with) = (self, self)
        without.settled[key] = .missing
        with.settled[key] = .anything
        let present = vocabulary.present(carrier)
        return !present && without.settling(values, question) || present && with.settling(values, question)
    }

    /// A policy variable with a default whose key a request may carry, and what carries it.
    private func openVariable(in values: [Statement.Value]) -> (key: String, carrier: Int)? {
        for template in values.map(\.template) where template.hasDefaults {
            for key in template.variables where settled[key] == nil {
                guard let carrier = model.variable(key, target: target, scope: scope),
                    vocabulary.variables[carrier].presence == .possible
                else { continue }
                return (key, carrier)
            }
        }
        return nil
    }

    private func plainFormula(_ condition: Condition, on variable: Int?, _ reading: Reading) -> Formula {
        let comparison = condition.comparison
        if comparison.family == .null {
            return Formula.or(condition.values.map { null($0, variable, reading) })
        }
        guard let variable else { return .constant(ConditionEvaluator.holdsWithoutKey(comparison)) }
        let present = vocabulary.present(variable)
        let body: Formula
        switch (comparison.quantifier, vocabulary.variables[variable].isMultivalued) {
        case (let quantifier?, true):
            body = quantified(quantifier, variable, condition, reading)
        case (.forAllValues?, false): body = !present || simple(variable, condition, reading)
        case (.forAnyValue?, false): body = present && simple(variable, condition, reading)
        case (nil, false): body = simple(variable, condition, reading)
        case (nil, true):
            // A set operator is missing: what happens once the key is there is not documented.
            let matches = undocumented(
                present, "`\(condition.operatorText)` without a set operator on `\(condition.key)`",
                mark(variable, condition) + condition.values.map { " `\($0.text)` \(mark($0.template))" }.joined(),
                comparison.isNegated ? reading.flipped : reading)
            body = comparison.isNegated ? !matches : matches
        }
        return comparison.ifExists ? !present || body : body
    }

    private func null(_ value: Statement.Value, _ variable: Int?, _ reading: Reading) -> Formula {
        if value.template.isUnknown {
            return undocumented(
                .yes, "the computed value of a `Null` condition", "\(variable ?? -1) \(mark(value.template))", reading)
        }
        let present = variable.map { vocabulary.present($0) } ?? .no
        return value.text.asciiLowercased == "true" ? !present : present
    }

    /// Something that holds at most where `bound` does.
    private func undocumented(
        _ bound: Formula, _ name: @autoclosure () -> String, _ mark: @autoclosure () -> String, _ reading: Reading
    ) -> Formula {
        reading.matter(Matter(name(), mark: mark()), bound, in: vocabulary)
    }

    /// Tells conditions apart that compare different variables, or in different ways.
    private func mark(_ variable: Int, _ condition: Condition) -> String {
        "\(variable) \(condition.comparison.family.rawValue) \(condition.comparison.comparison.rawValue)"
    }

    func mark(_ template: Template) -> String { model.mark(template, target: target, scope: scope) }

    /// A condition on a key with one value.
    private func simple(_ variable: Int, _ condition: Condition, _ reading: Reading) -> Formula {
        let values = matching(condition)
        let own = condition.comparison.isNegated ? reading.flipped : reading
        let matches = Formula.or(
            [vocabulary.within(variable, values.sure)]
                + values.doubtful.map {
                    undocumented(
                        vocabulary.within(variable, $0.set), $0.name, mark(variable, condition) + $0.mark, own)
                })
        return condition.comparison.isNegated ? !matches : matches
    }

    /// A condition with a set operator on a key with several values.
    private func quantified(
        _ quantifier: ConditionOperator.Quantifier, _ variable: Int, _ condition: Condition, _ reading: Reading
    ) -> Formula {
        let values = matching(condition)
        let isNegated = condition.comparison.isNegated
        switch (quantifier, isNegated) {
        case (.forAnyValue, false): return someMatches(variable, values, condition, reading)
        case (.forAnyValue, true): return someFails(variable, values, condition, reading)
        case (.forAllValues, false): return !someFails(variable, values, condition, reading.flipped)
        case (.forAllValues, true): return !someMatches(variable, values, condition, reading.flipped)
        }
    }

    private func someMatches(
        _ variable: Int, _ values: Matching, _ condition: Condition, _ reading: Reading
    ) -> Formula {
        Formula.or(
            [vocabulary.some(variable, values.sure)]
                + values.doubtful.map {
                    undocumented(
                        vocabulary.some(variable, $0.set), $0.name, mark(variable, condition) + $0.mark, reading)
                })
    }

    /// Some value of the request matches no value of the policy.
    private func someFails(
        _ variable: Int, _ values: Matching, _ condition: Condition, _ reading: Reading
    ) -> Formula {
        let possibly = vocabulary.someOutside(variable, values.sure)
        guard !values.doubtful.isEmpty else { return possibly }
        let surely = values.everything.map { vocabulary.someOutside(variable, $0) } ?? .no
        switch reading {
        case .surely: return surely
        case .possibly: return possibly
        case .open:
            // What is doubtful decides only about values that no other value of the condition matches.
            let sure = vocabulary.number(of: values.sure)
            let matter = Matter(
                values.doubtful.map(\.name).joined(separator: " and ") + " for every value",
                mark: "\(mark(variable, condition)) \(sure)" + values.doubtful.map(\.mark).joined())
            return surely || possibly && vocabulary.open(matter)
        }
    }
}

/// The values with which the values of a condition agree.
struct Matching {
    var sure: ValueSet
    /// Sets that hold all values with which a value agrees of which this is not known exactly.
    var doubtful: [Doubtful] = []

    struct Doubtful {
        /// How answers call what is doubtful.
        var name: String
        /// What tells it from others of that name.
        var mark: String
        var set: ValueSet
    }

    /// Everything that may agree; nil if the sets are of several kinds.
    var everything: ValueSet? {
        guard var globs = sure.globs else { return nil }
        for one in doubtful {
            guard let more = one.set.globs else { return nil }
            globs += more
        }
        return .text(globs)
    }
}

extension ConditionFormula {
    private func matching(_ condition: Condition) -> Matching {
        let comparison = condition.comparison
        // A pattern around an unknown part says something only where texts are compared.
        let readsParts = [.string, .stringIgnoringCase, .stringLike, .arn, .bool].contains(comparison.family)
        let unknown =
            readsParts
            ? []
            : condition.values.filter { $0.template.isUnknown }
                .map { doubtful("the computed value", $0, .text([.everything])) }
        let known = readsParts ? condition.values : condition.values.filter { !$0.template.isUnknown }
        var matching: Matching
        switch comparison.family {
        case .string: matching = texts(known, .exact)
        case .stringIgnoringCase, .bool: matching = texts(known, .ignoringCase)
        case .stringLike: matching = texts(known, .like)
        case .arn: matching = texts(known, .arn(.narrow))
        case .numeric:
            let numbers = known.map { ($0, Number($0.text)) }
            matching = Matching(
                sure: .numbers(
                    numbers.compactMap { $1 }.filter(\.isExact).map {
                        ValueSet.Bound(comparison: comparison.comparison, value: $0.value)
                    }))
            // A double does not tell such numbers apart.
            matching.doubtful = numbers.filter { $1.map { !$0.isExact } ?? false }
                .map { doubtful("the long number", $0.0, .text([.everything])) }
        case .date:
            matching = Matching(
                sure: .dates(
                    known.compactMap { Instant(policyText: $0.text) }.map {
                        ValueSet.Bound(comparison: comparison.comparison, value: $0.seconds)
                    }))
        case .address: matching = Matching(sure: .addresses(known.compactMap { AddressBlock($0.text) }))
        case .binary: matching = Matching(sure: .bytes(known.compactMap { Base64.decode($0.text) }))
        case .null: matching = Matching(sure: .text([]))
        }
        matching.doubtful += unknown
        return matching
    }

    private func doubtful(_ what: String, _ value: Statement.Value, _ set: ValueSet) -> Matching.Doubtful {
        Matching.Doubtful(name: "\(what) `\(value.text)`", mark: " \(mark(value.template))", set: set)
    }

    private func texts(_ values: [Statement.Value], _ style: Template.Style) -> Matching {
        var sure: [Glob] = []
        var doubtful: [Matching.Doubtful] = []
        for value in values {
            let isKnown = value.template.variables.allSatisfy { known($0) != nil } && !value.template.isUnknown
            let style: Template.Style = value.template.isUnknown && style == .arn(.narrow) ? .arn(.wide) : style
            let glob = value.template.glob(style) { known($0) ?? .anything }
            if let glob, isKnown { sure.append(glob) }
            if let glob, !isKnown {
                let what = value.template.isUnknown ? "the computed value" : "the policy variable in"
                var one = self.doubtful(what, value, .text([glob]))
                if style == .ignoringCase { one.name += " in any case" }
                doubtful.append(one)
            }
            if glob == nil, style == .arn(.narrow),
                let wide = value.template.glob(.arn(.wide), substituting: { known($0) ?? .anything })
            {
                doubtful.append(self.doubtful("the incomplete ARN", value, .text([wide])))
            }
        }
        return Matching(sure: .text(sure), doubtful: doubtful)
    }

    /// What a policy variable stands for, if that is settled.
    func known(_ key: String) -> Template.Substitute? {
        if let substitutes { return substitutes[key] ?? .missing }
        if case .missing? = settled[key] { return .missing }
        return model.variable(key, target: target, scope: scope) == nil ? .missing : nil
    }
}
