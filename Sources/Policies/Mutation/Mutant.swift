import Documents

/// A pack with one small mistake in it, which the tests of the pack should notice.
public struct Mutant: Sendable {
    /// What kinds of mistakes are made.
    public enum Operator: String, CaseIterable, Sendable {
        /// `<` for `<=`, `==` for `!=` and so on.
        case comparison
        /// A number one greater or one less.
        case limit
        /// An element of a list is left out: of allowed values, keys, paths, targets.
        case member
        /// A part of `&&`, `||`, `all`, `any` or one of several conditions is left out.
        case clause
        /// The opposite is asked.
        case negation
        /// The rule applies always.
        case when
    }

    public var `operator`: Operator
    /// The rule without the pack.
    public var rule: String
    /// The smallest part that makes sense by itself, as it is written, on one line.
    public var before: String
    /// The same part with the mistake; `(nothing)` where it is left out.
    public var after: String
    /// Where the changed part stands in the pack.
    public var range: Range<Int>
    public var pack: PolicyPack

    /// What stands where something is left out.
    static let nothing = "(nothing)"

    /// The change on one line, by which an equivalent mutant is known.
    public var change: String { "\(before) -> \(after)" }
}

extension PolicyPack {
    /// Every mutant of a rule, in the order of the text.
    public func mutants(of rule: Rule) -> [Mutant] {
        guard let index = rules.firstIndex(where: { $0.name == rule.name }) else { return [] }
        let changes = RuleMutation(rule).all
        let ofRule = changes.map { change in
            var pack = self
            pack.rules[index] = change.result
            return mutant(of: rule, change.operator, change.before, change.after, change.range, pack)
        }
        return (ofRule + parameterMutants(of: rule)).sorted { $0.range.lowerBound < $1.range.lowerBound }
    }

    private func parameterMutants(of rule: Rule) -> [Mutant] {
        let names = ParameterUse.names(in: rule)
        return parameters.indices.filter { names.contains(parameters[$0].name) }.flatMap { index in
            LiteralMutation.changes(of: parameters[index].value).map { change in
                var pack = self
                pack.parameters[index].value = change.result
                let name = parameters[index].name
                return mutant(
                    of: rule, change.operator, "\(name): \(change.before)", change.after, change.range, pack)
            }
        }
    }

    private func mutant(
        of rule: Rule, _ kind: Mutant.Operator, _ before: String, _ after: String, _ range: Range<Int>,
        _ pack: PolicyPack
    ) -> Mutant {
        Mutant(
            operator: kind, rule: rule.name, before: before.onOneLine, after: after.onOneLine, range: range, pack: pack)
    }
}

/// A change of a part, with what the part is afterwards.
struct Change<Result> {
    var `operator`: Mutant.Operator
    var before: String
    var after: String
    /// In the policy file.
    var range: Range<Int>
    var result: Result

    func map<Other>(_ transform: (Result) -> Other) -> Change<Other> {
        Change<Other>(operator: `operator`, before: before, after: after, range: range, result: transform(result))
    }
}

extension String {
    /// The text with every run of blanks and line breaks as one blank.
    public var onOneLine: String { split(whereSeparator: \.isWhitespace).joined(separator: " ") }
}
