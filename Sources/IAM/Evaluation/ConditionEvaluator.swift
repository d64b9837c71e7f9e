/// Decides a condition for one request.
struct ConditionEvaluator {
    let context: Request.Context

    func holds(_ conditions: [Condition]) -> Truth { conditions.every { holds($0) } }

    func holds(_ condition: Condition) -> Truth {
        let value = context.value(normalized: condition.normalizedKey)
        let comparison = condition.comparison
        if comparison.family == .null {
            return condition.values.some {
                $0.template.isUnknown ? .unclear : Truth(($0.text.asciiLowercased == "true") == (value == nil))
            }
        }
        guard let value else { return Truth(Self.holdsWithoutKey(comparison)) }
        let values = value.all
        switch comparison.quantifier {
        case .forAllValues: return values.every { test($0, condition) }
        case .forAnyValue: return values.some { test($0, condition) }
        case nil:
            // AWS asks for a set operator here and does not say what happens without one.
            if Self.isMultivalued(condition, value) { return .unclear }
            return values.first.map { test($0, condition) } ?? .unclear
        }
    }

    /// What a condition yields when the request does not carry its key.
    static func holdsWithoutKey(_ comparison: ConditionOperator) -> Bool {
        if comparison.ifExists { return true }
        switch comparison.quantifier {
        case .forAllValues: return true
        case .forAnyValue: return false
        case nil: return comparison.isNegated
        }
    }

    private static func isMultivalued(_ condition: Condition, _ value: Request.Value) -> Bool {
        if let documented = condition.documentedKey { return documented.isMultivalued }
        if case .several = value { return true }
        return false
    }

    /// One value of the request against all values of the policy: any may match, or none may when negated.
    private func test(_ value: String, _ condition: Condition) -> Truth {
        let comparison = ValueComparison(comparison: condition.comparison, context: context)
        let matches = condition.values.some { comparison.matches(value, $0.template) }
        return condition.comparison.isNegated ? !matches : matches
    }
}
