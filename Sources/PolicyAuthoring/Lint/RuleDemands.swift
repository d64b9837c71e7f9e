import Documents
import Policies
import Resources

/// What the rules of several packs demand of properties, to find two that no resource can both satisfy.
struct RuleDemands {
    private struct Demand {
        var rule: String
        var path: String
        var types: Set<String>
        /// Two rules with different conditions may never apply to the same resource.
        var when: String?
        var condition: Condition.Kind
        var operand: NodeView
        /// The values of the operand, or the operand itself.
        var values: [String]
    }

    private var demands: [Demand] = []

    mutating func add(_ pack: PolicyPack) {
        for rule in pack.rules {
            let types = Set(rule.targets.flatMap { Catalogue.typeNames(matching: Glob($0.pattern)) })
            add(rule.check, of: rule, pack, types)
        }
    }

    private mutating func add(_ check: Check, of rule: Rule, _ pack: PolicyPack, _ types: Set<String>) {
        switch check {
        case .property(let check):
            for path in check.paths {
                for condition in check.conditions {
                    guard let operand = pack.value(of: condition.operand) else { continue }
                    let values = operand.kind == .list ? operand.children.compactMap(\.text) : [operand.text ?? ""]
                    demands.append(
                        Demand(
                            rule: "\(pack.id)/\(rule.name)", path: path.description, types: types,
                            when: rule.when?.text.onOneLine, condition: condition.kind, operand: operand, values: values
                        ))
                }
            }
        case .all(let checks): for check in checks { add(check, of: rule, pack, types) }
        case .requiredTags, .tagValues, .assert, .guarantee, .policyLint, .any, .not: break
        }
    }

    var contradictions: [PolicyLintFinding] {
        var found: [PolicyLintFinding] = []
        for (index, left) in demands.enumerated() {
            for right in demands[index...].dropFirst() where left.path == right.path && left.when == right.when {
                guard !left.types.isDisjoint(with: right.types), Self.exclude(left, right) else { continue }
                let own = left.rule == right.rule ? "another condition of the rule" : "`\(left.rule)`"
                found.append(
                    PolicyLintFinding(
                        .contradiction, right.rule, right.operand,
                        "no value of `\(right.path)` satisfies this and \(own), which demands \(left.condition.rawValue) "
                            + "`\(left.values.joined(separator: ", "))`",
                        help: "change one of them, or give them conditions that exclude each other"))
            }
        }
        return found
    }

    private static func exclude(_ left: Demand, _ right: Demand) -> Bool {
        excludes(left, right) || excludes(right, left)
    }

    private static func excludes(_ left: Demand, _ right: Demand) -> Bool {
        let globs = right.values.map { Glob($0) }
        let isPlain = !left.values.contains { $0.contains("*") || $0.contains("?") }
        switch (left.condition, right.condition) {
        case (.equals, .equals), (.equals, .oneOf): return !globs.contains { $0.matches(left.values.first ?? "") }
        case (.equals, .notEquals), (.equals, .noneOf): return globs.contains { $0.matches(left.values.first ?? "") }
        case (.oneOf, .oneOf) where isPlain:
            return !left.values.contains { value in globs.contains { $0.matches(value) } }
        case (.oneOf, .noneOf) where isPlain:
            return left.values.allSatisfy { value in globs.contains { $0.matches(value) } }
        case (.atLeast, .atMost): return (left.operand.number ?? 0) > (right.operand.number ?? 0)
        case (.exists, .exists): return (left.operand.boolean ?? true) != (right.operand.boolean ?? true)
        // What must not be there cannot have a value either.
        case (.exists, .equals), (.exists, .oneOf), (.exists, .matches), (.exists, .atLeast), (.exists, .atMost):
            return left.operand.boolean == false
        default: return false
        }
    }
}

extension PolicyPack {
    fileprivate func value(of operand: Operand) -> NodeView? {
        switch operand {
        case .literal(let node): node
        case .parameter(let name, _): parameter(named: name)?.value
        case .expression: nil
        }
    }
}
