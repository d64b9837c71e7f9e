import Documents
import Resources

/// The section `Rules` of a template: what CloudFormation demands of its parameters before it deploys anything.
struct TemplateRules {
    let rules: NodeView

    /// The first demand that is known not to be met. What is not known is no reason to refuse.
    func refusal(by evaluation: Evaluation) -> String? {
        guard rules.kind == .map else { return nil }
        let conditions = TemplateConditions(evaluation: evaluation)
        for rule in rules.children {
            if let condition = rule["RuleCondition"], truth(of: condition, conditions) != true { continue }
            guard let assertions = rule["Assertions"], assertions.kind == .list else { continue }
            for assertion in assertions.children {
                guard let demand = assertion["Assert"], truth(of: demand, conditions) == false else { continue }
                return "rule `\(rule.key)` of the template"
            }
        }
        return nil
    }

    private func truth(of node: NodeView, _ conditions: TemplateConditions) -> Bool? {
        do throws(Undetermined) {
            return try conditions.truth(of: node)
        } catch {
            return nil
        }
    }
}
