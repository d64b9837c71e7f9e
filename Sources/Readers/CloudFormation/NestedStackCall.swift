import Documents
import Resources

/// How a template is used as a nested stack of another: where its parameters come from.
struct NestedStackCall: Sendable {
    /// The resolver of the template that nests it.
    let parent: CloudFormationResolver
    /// The `Parameters` of the stack resource.
    let arguments: NodeView?
    /// Whether more parameters may be passed than can be seen.
    var isOpen: Bool { arguments.map { Intrinsic($0) != nil } ?? false }

    func argument(_ name: String) -> NodeView? { isOpen ? nil : arguments?[name] }

    func evaluation(in scenario: Scenario) -> Evaluation { parent.evaluation(in: scenario) }
}
