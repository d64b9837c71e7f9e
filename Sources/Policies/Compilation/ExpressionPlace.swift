import CEL

/// Where in a rule an expression stands, which decides whether there is an offending element that it can name.
enum ExpressionPlace {
    /// `when`, `variables`, `assert`: the resource as a whole.
    case resource
    /// An operand of a condition on one value.
    case condition
    /// The message or remedy of a rule with this check.
    case message(Check)

    private var visible: [RuleSlot] {
        switch self {
        case .resource: []
        case .condition: [.value, .path]
        case .message(let check): check.namesInMessages
        }
    }

    /// An error for each of the special names that the expression uses although nothing stands behind it here.
    func misplacedNames(in checked: CheckedExpression) -> [Issue] {
        let visible = visible
        return RuleSlot.allCases.filter { $0.isSpecial && !visible.contains($0) }.compactMap { slot -> Issue? in
            guard let index = checked.resolutions.firstIndex(of: .variable(slot.rawValue)) else { return nil }
            let range = checked.tree.range(of: ExpressionID(rawValue: Int32(truncatingIfNeeded: index)))
            return Issue(
                .error, "`\(slot.name)` means nothing here: it is \(slot.meaning)", help: help(for: slot), at: range)
        }
    }

    private func help(for slot: RuleSlot) -> String? {
        switch self {
        case .resource, .condition: "name the property, such as `resource.InstanceType`"
        case .message where slot == .missing: "only a rule whose check is `requiredTags` has missing tags"
        case .message:
            "under `any`, `not` and `assert` there is none; name the property, such as `resource.InstanceType`"
        }
    }
}

extension RuleSlot {
    /// Whether the variable exists only in some places of a rule.
    fileprivate var isSpecial: Bool { self == .value || self == .path || self == .missing }

    fileprivate var meaning: String {
        switch self {
        case .value: "the offending element of a property or tag check"
        case .path: "the path of the offending element of a property or tag check"
        case .missing: "the list of the tag keys that are missing"
        case .resource, .tags, .account, .region, .environment, .today, .metrics, .usage: name
        }
    }
}

extension Check {
    /// The special names that are bound whenever the check fails.
    fileprivate var namesInMessages: [RuleSlot] {
        switch self {
        case .requiredTags: [.missing]
        case .tagValues, .property: [.value, .path]
        case .assert, .guarantee, .policyLint, .any, .not: []
        case .all(let checks):
            checks.dropFirst().reduce(checks.first?.namesInMessages ?? []) { names, check in
                names.filter(check.namesInMessages.contains)
            }
        }
    }
}
