import Documents

/// The changes of a rule.
struct RuleMutation {
    private let rule: Rule

    init(_ rule: Rule) { self.rule = rule }

    var all: [Change<Rule>] { targets + when + variables + check }

    private var targets: [Change<Rule>] {
        guard rule.targets.count > 1 else { return [] }
        return rule.targets.indices.map { index in
            var changed = rule
            let target = changed.targets.remove(at: index)
            return Change(
                operator: .member, before: target.pattern, after: Mutant.nothing, range: target.node.range,
                result: changed)
        }
    }

    private var when: [Change<Rule>] {
        guard let when = rule.when else { return [] }
        var dropped = rule
        dropped.when = nil
        let whole = Change(
            operator: .when, before: "when: \(when.text)", after: Mutant.nothing, range: when.node.range,
            result: dropped)
        return [whole]
            + ExpressionMutation.changes(of: when).map { change in
                change.map { source in
                    var changed = rule
                    changed.when = source
                    return changed
                }
            }
    }

    private var variables: [Change<Rule>] {
        rule.variables.indices.flatMap { index in
            ExpressionMutation.changes(of: rule.variables[index].expression).map { change in
                change.map { source in
                    var changed = rule
                    changed.variables[index].expression = source
                    return changed
                }
            }
        }
    }

    private var check: [Change<Rule>] {
        CheckMutation.changes(of: rule.check).map { change in
            change.map { check in
                var changed = rule
                changed.check = check
                return changed
            }
        }
    }
}

/// Which parameters decide what a rule says of a resource.
public enum ParameterUse {
    public static func names(in rule: Rule) -> Set<String> {
        let expressions = [rule.when].compactMap(\.self) + rule.variables.map(\.expression)
        return expressions.reduce(names(in: rule.check)) { $0.union(names(in: $1.text)) }
    }

    private static func names(in check: Check) -> Set<String> {
        switch check {
        case .requiredTags(let operand): names(in: operand)
        case .tagValues(let checks):
            checks.flatMap(\.conditions).reduce(into: []) { $0.formUnion(names(in: $1.operand)) }
        case .property(let check):
            (check.conditions.map(\.operand) + [check.defaultValue].compactMap(\.self)).reduce(into: []) {
                $0.formUnion(names(in: $1))
            }
        case .assert(let source, _): names(in: source.text)
        case .guarantee(let check):
            check.operands.reduce(into: []) { $0.formUnion(names(in: $1)) }
        case .policyLint: []
        case .all(let checks), .any(let checks): checks.reduce(into: []) { $0.formUnion(names(in: $1)) }
        case .not(let check): names(in: check)
        }
    }

    private static func names(in operand: Operand) -> Set<String> {
        switch operand {
        case .literal: []
        case .parameter(let name, _): [name]
        case .expression(let source): names(in: source.text)
        }
    }

    private static func names(in expression: String) -> Set<String> {
        let marker = "params."
        var found: Set<String> = []
        for part in expression.split(separator: marker, omittingEmptySubsequences: false).dropFirst() {
            found.insert(String(part.prefix { $0.isLetter || $0.isNumber || $0 == "_" }))
        }
        return found
    }
}
