import Documents
import Resources

/// Tells what an input is by its content.
enum InputRecognizer {
    /// What one root of a document turned out to be.
    enum Recognition {
        /// A template: the mapping that holds `Resources`.
        case cloudFormation(NodeView)
        case apiOutput(APIRecords)
        case resourceFile(NodeView)
        case iamPolicy(NodeView)
        /// What IAM or Organizations answer about policies.
        case accountAnswer(NodeView)
        case terraform(NodeView)
        /// The definition of a state machine that uses SageMaker.
        case stateMachine(NodeView)
        /// The definition of a SageMaker pipeline.
        case pipeline(NodeView)
        case configItems(NodeView)
        case registryAnswer(NodeView)
        case changeSet(NodeView)
        case tagAnswers(NodeView)
        /// A line of a snapshot of accounts.
        case snapshot(NodeView)
        /// Recognised, but no reader exists yet.
        case unread(String)
        case foreign(String)
    }

    static func recognize(_ root: NodeView) -> Recognition {
        if let template = template(in: root) { return .cloudFormation(template) }
        if let policy = IAMPolicyReader.policy(in: root) { return .iamPolicy(policy) }
        if AccountAnswers.isAnswer(root) { return .accountAnswer(root) }
        switch TerraformShape(root) {
        case .plan, .state: return .terraform(root)
        case .unread(let reason): return .unread(reason)
        case nil: break
        }
        if SnapshotReader.isLine(root) { return .snapshot(root) }
        if ResourceFileReader.isResourceFile(root) { return .resourceFile(root) }
        if ConfigItems.isConfig(root) { return .configItems(root) }
        if RegistryAnswer.isAnswer(root) { return .registryAnswer(root) }
        if ChangeSet.isChangeSet(root) { return .changeSet(root) }
        if TagAnswers.isAnswer(root) { return .tagAnswers(root) }
        if PipelineJobs.isDefinition(root) { return .pipeline(root) }
        if StateMachineJobs.isDefinition(root), root.document.source.bytes.contains("sagemaker:create") {
            return .stateMachine(root)
        }
        if let name = ForeignFormat.name(of: root) { return .foreign(name) }
        let found = APIRecords(in: root)
        return found.records.isEmpty && !found.isEmptyAnswer ? .foreign(reason(for: root)) : .apiOutput(found)
    }

    /// The template that a root is, or that the answer of `get-template` holds.
    private static func template(in root: NodeView) -> NodeView? {
        if isTemplate(root) { return root }
        return root["TemplateBody"].flatMap { isTemplate($0) ? $0 : nil }
    }

    private static func isTemplate(_ root: NodeView) -> Bool {
        guard root.kind == .map else { return false }
        if root["AWSTemplateFormatVersion"] != nil { return true }
        guard root["apiVersion"] == nil || root["kind"] == nil else { return false }
        if isServerless(root["Transform"]) { return true }
        guard let resources = root["Resources"], resources.kind == .map else { return false }
        return resources.children.contains { $0["Type"]?.string?.contains("::") ?? false }
    }

    private static func isServerless(_ transform: NodeView?) -> Bool {
        guard let transform else { return false }
        let names = transform.kind == .list ? Array(transform.children) : [transform]
        return names.contains { $0.string?.hasPrefix("AWS::") ?? $0["Name"]?.string?.hasPrefix("AWS::") ?? false }
    }

    private static func reason(for root: NodeView) -> String {
        if root["ResponseMetadata"] != nil || root["data"]?["ResponseMetadata"] != nil {
            return "AWS API output that describes no resource of a known type"
        }
        if root["Tags"]?.kind == .list, APIRecords.fields(of: root).isEmpty {
            return "tags without the ARN of their resource: add it as `ResourceArn`"
        }
        return switch root.kind {
        case .null: "empty"
        case .map: root.node.stride == 1 ? "empty" : "no resources recognised"
        case .list: root.node.stride == 1 ? "empty" : "no resources recognised"
        default: "plain text"
        }
    }
}
