import Documents

/// The changes of the checks that are about IAM policies.
enum AccessMutation {
    static func changes(ofLint ids: [String], at node: NodeView) -> [Change<Check>] {
        guard ids.count > 1 else { return [] }
        return zip(ids.indices, node.children).map { index, element in
            var rest = ids
            rest.remove(at: index)
            return Change(
                operator: .member, before: element.sourceText, after: Mutant.nothing, range: element.range,
                result: .policyLint(rest, at: node))
        }
    }

    static func changes(of check: GuaranteeCheck) -> [Change<Check>] {
        var found = conditions(check.onlyWhen).map { change in
            change.map { lines in Self.changed(check) { $0.onlyWhen = lines } }
        }
        if let unless = check.unless, let node = check.node["unless"] {
            found.append(
                Change(
                    operator: .clause, before: "unless: \(node.sourceText)", after: Mutant.nothing, range: node.range,
                    result: changed(check) { $0.unless = nil }))
            found += conditions(unless).map { change in
                change.map { lines in Self.changed(check) { $0.unless = lines } }
            }
        }
        if check.requestTagging, let node = check.node["requestTagging"] {
            found.append(
                Change(
                    operator: .negation, before: "requestTagging: true", after: "requestTagging: false",
                    range: node.range, result: changed(check) { $0.requestTagging = false }))
        }
        return found
    }

    /// Each line left out; a guarantee without any would be another one.
    private static func conditions(_ lines: [GuaranteeCondition]) -> [Change<[GuaranteeCondition]>] {
        guard lines.count > 1 else { return [] }
        return lines.indices.map { index in
            var rest = lines
            let line = rest.remove(at: index)
            return Change(
                operator: .clause, before: "\(line.operatorText): { \(line.key): \(line.node.sourceText) }",
                after: Mutant.nothing, range: line.node.range, result: rest)
        }
    }

    private static func changed(_ check: GuaranteeCheck, _ change: (inout GuaranteeCheck) -> Void) -> Check {
        var copy = check
        change(&copy)
        return .guarantee(copy)
    }
}
