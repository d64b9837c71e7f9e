import Documents
internal import HCL

/// What a piece of Terraform's JSON is, told by its keys.
enum TerraformShape {
    /// What `terraform show -json` prints of a plan.
    case plan
    /// What `terraform show -json` prints of a state.
    case state
    /// None that is read, with the reason.
    case unread(String)

    init?(_ root: NodeView) {
        guard root.kind == .map else { return nil }
        if root["format_version"] != nil {
            if root["resource_changes"] != nil || root["planned_values"] != nil {
                self = .plan
            } else if root["terraform_version"] != nil {
                // A state without resources has no `values`, a plan that failed early neither changes nor values.
                self = root["configuration"] == nil && root["errored"] == nil ? .state : .plan
            } else {
                return nil
            }
        } else if root["lineage"] != nil, root["serial"] != nil {
            self = .unread("Terraform's own state file: give what `terraform show -json` prints")
        } else if root["@level"] != nil, root["@message"] != nil {
            self = .unread("log of a Terraform run: give what `terraform show -json` prints")
        } else {
            return nil
        }
    }

    /// Whether a text begins as Terraform's JSON does, which names its format first. What repeats other parts of a plan,
    /// and is often most of it, is passed over then.
    static func opens(_ bytes: UnsafeRawBufferPointer) -> Bool {
        UnsafeRawBufferPointer(rebasing: bytes.prefix(64)).contains("\"format_version\"")
    }

    /// Members of a plan that say nothing that its changes do not say better, and of changes what nobody asks for.
    static var passedOver: [[String]] {
        let sections = ["planned_values", "prior_state", "resource_drift", "output_changes", "relevant_attributes"]
        let ofEntries = ["name", "module_address", "provider_name", "previous_address", "action_reason"]
        let ofChanges = [
            "before", "before_sensitive", "before_identity", "after_identity", "replace_paths", "generated_config",
        ]
        return sections.map { [$0] } + ofEntries.map { ["resource_changes", "*", $0] }
            + ofChanges.map { ["resource_changes", "*", "change", $0] }
    }
}

/// How plans and configurations are read.
public struct TerraformOptions: Hashable, Sendable {
    /// Whether resources that stay as they are take part, and not only what is created, updated or replaced.
    public var includesUnchanged = false
    /// Values for variables of configurations, in the order in which they are given.
    var variables: [VariableValues.Argument] = []
    /// What `terraform.workspace` is; nil when that is not known.
    public var workspace: String?

    public init() {}

    /// Gives a variable a value, as `--var` does: a text as it is, anything else as an expression.
    public mutating func setVariable(_ name: String, to text: String) {
        variables.append(.value(name: name, text: text))
    }

    /// The files that give variables values.
    public var variableFiles: [String] {
        variables.compactMap { if case .file(let path) = $0 { path } else { nil } }
    }

    /// Gives variables the values of a file, as `--var-file` does.
    public mutating func setVariables(from file: String) { variables.append(.file(file)) }
}
