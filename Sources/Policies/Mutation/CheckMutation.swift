import Documents

/// The changes of a check, whatever its form.
enum CheckMutation {
    static func changes(of check: Check) -> [Change<Check>] {
        switch check {
        case .requiredTags(let keys): operand(keys).map { $0.map { .requiredTags($0) } }
        case .tagValues(let checks): tagValues(checks)
        case .property(let check): property(check).map { $0.map { .property($0) } }
        case .assert(let source, let anchors):
            ExpressionMutation.changes(of: source).map { $0.map { .assert($0, at: anchors) } }
        case .guarantee(let check): AccessMutation.changes(of: check)
        case .policyLint(let ids, let node): AccessMutation.changes(ofLint: ids, at: node)
        case .all(let checks): several(checks) { .all($0) }
        case .any(let checks): several(checks) { .any($0) }
        case .not(let check): changes(of: check).map { $0.map { .not($0) } }
        }
    }

    private static func several(_ checks: [Check], _ join: ([Check]) -> Check) -> [Change<Check>] {
        var found: [Change<Check>] = []
        for (index, check) in checks.enumerated() {
            if checks.count > 1, let node = check.node {
                var rest = checks
                rest.remove(at: index)
                found.append(
                    Change(
                        operator: .clause, before: node.sourceText, after: Mutant.nothing, range: node.range,
                        result: join(rest)))
            }
            for change in changes(of: check) {
                found.append(
                    change.map { changed in
                        var all = checks
                        all[index] = changed
                        return join(all)
                    })
            }
        }
        return found
    }

    private static func tagValues(_ checks: [TagValueCheck]) -> [Change<Check>] {
        checks.indices.flatMap { index in
            conditions(checks[index].conditions).map { change in
                change.map { conditions in
                    var all = checks
                    all[index].conditions = conditions
                    return .tagValues(all)
                }
            }
        }
    }

    private static func property(_ check: PropertyCheck) -> [Change<PropertyCheck>] {
        var found = paths(of: check)
        for change in conditions(check.conditions) {
            found.append(change.map { conditions in check.with { $0.conditions = conditions } })
        }
        if let value = check.defaultValue {
            for change in operand(value) {
                found.append(change.map { value in check.with { $0.defaultValue = value } })
            }
        }
        return found
    }

    private static func paths(of check: PropertyCheck) -> [Change<PropertyCheck>] {
        guard check.paths.count > 1, let list = check.node["property"], list.kind == .list else { return [] }
        return zip(check.paths.indices, list.children).map { index, node in
            Change(
                operator: .member, before: node.sourceText, after: Mutant.nothing, range: node.range,
                result: check.with { _ = $0.paths.remove(at: index) })
        }
    }

    private static func conditions(_ conditions: [Condition]) -> [Change<[Condition]>] {
        conditions.indices.flatMap { index in
            let condition = conditions[index]
            let node = condition.operand.node
            let words = "\(condition.kind.rawValue): \(node.sourceText)"
            var found: [Change<[Condition]>] = []
            if conditions.count > 1 {
                var rest = conditions
                rest.remove(at: index)
                found.append(
                    Change(operator: .clause, before: words, after: Mutant.nothing, range: node.range, result: rest))
            }
            for change in self.changes(of: condition, words) {
                found.append(
                    change.map { changed in
                        var all = conditions
                        all[index] = changed
                        return all
                    })
            }
            return found
        }
    }

    private static func changes(of condition: Condition, _ words: String) -> [Change<Condition>] {
        var found = operand(condition.operand).map { change in
            // A number alone tells nobody what it limits.
            var change = change
            if change.operator == .limit || change.operator == .negation && condition.kind == .exists {
                change.before = "\(condition.kind.rawValue): \(change.before)"
                change.after = "\(condition.kind.rawValue): \(change.after)"
            }
            return change.map { Condition(kind: condition.kind, operand: $0) }
        }
        if let opposite = condition.kind.opposite {
            let node = condition.operand.node
            found.append(
                Change(
                    operator: .negation, before: words, after: "\(opposite.rawValue): \(node.sourceText)",
                    range: node.range, result: Condition(kind: opposite, operand: condition.operand)))
        }
        return found
    }

    private static func operand(_ operand: Operand) -> [Change<Operand>] {
        switch operand {
        case .literal(let node): LiteralMutation.changes(of: node).map { $0.map { .literal($0) } }
        // The parameter's own value is changed once for the rule.
        case .parameter: []
        case .expression(let source): ExpressionMutation.changes(of: source).map { $0.map { .expression($0) } }
        }
    }
}

extension PropertyCheck {
    fileprivate func with(_ change: (inout PropertyCheck) -> Void) -> PropertyCheck {
        var copy = self
        change(&copy)
        return copy
    }
}

extension Condition.Kind {
    /// The demand that is met exactly by the values that do not meet this one.
    fileprivate var opposite: Condition.Kind? {
        switch self {
        case .equals: .notEquals
        case .notEquals: .equals
        case .oneOf: .noneOf
        case .noneOf: .oneOf
        case .matches: .notMatches
        case .notMatches: .matches
        case .atLeast, .atMost, .satisfies, .exists: nil
        }
    }
}

extension Check {
    /// A node of the check, for its position.
    fileprivate var node: NodeView? {
        switch self {
        case .requiredTags(let keys): keys.node
        case .tagValues(let checks): checks.first?.conditions.first?.operand.node
        case .property(let check): check.node
        case .assert(let source, _): source.node
        case .guarantee(let check): check.node
        case .policyLint(_, let node): node
        case .all(let checks), .any(let checks): checks.lazy.compactMap(\.node).first
        case .not(let check): check.node
        }
    }
}
