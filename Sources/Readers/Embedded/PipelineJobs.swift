import Documents
import Resources

/// Finds the requests to SageMaker in the steps of a pipeline.
/// - SeeAlso: the JSON schema of pipeline definitions,
///   github.com/aws-sagemaker-mlops/sagemaker-model-building-pipeline-definition-JSON-schema.
struct PipelineJobs {
    private(set) var jobs: [EmbeddedJob] = []

    /// What a step of each type creates. Quality and bias checks run as processing jobs.
    /// - SeeAlso: Amazon SageMaker AI Developer Guide, "Pipelines steps".
    private static let types = [
        "Training": "TrainingJob", "Processing": "ProcessingJob", "Transform": "TransformJob",
        "Tuning": "HyperParameterTuningJob", "AutoML": "AutoMLJob", "Model": "Model", "RegisterModel": "ModelPackage",
        "QualityCheck": "ProcessingJob", "ClarifyCheck": "ProcessingJob", "EndpointConfig": "EndpointConfig",
        "Endpoint": "Endpoint",
    ]

    init(in definition: NodeView) { collect(definition["Steps"]) }

    static func isDefinition(_ root: NodeView) -> Bool {
        guard root.kind == .map, root["Version"]?.text != nil, let steps = root["Steps"], steps.kind == .list else {
            return false
        }
        return steps.children.contains { $0["Name"] != nil && $0["Type"] != nil }
            || steps.node.stride == 1 && root["Parameters"]?.kind == .list
    }

    /// The parameters of a pipeline, by name.
    static func parameters(of definition: NodeView) -> [String: NodeView] {
        guard let list = definition["Parameters"], list.kind == .list else { return [:] }
        return Dictionary(list.children.compactMap { parameter in parameter["Name"]?.string.map { ($0, parameter) } }) {
            first, _ in first
        }
    }

    private mutating func collect(_ steps: NodeView?) {
        guard let steps, steps.kind == .list else { return }
        for step in steps.children where step.kind == .map {
            let arguments = step["Arguments"]
            guard let type = step["Type"]?.string else { continue }
            if type == "Condition" {
                collect(arguments?["IfSteps"])
                collect(arguments?["ElseSteps"])
            } else if let created = Self.types[type] {
                add(step, creating: "AWS::SageMaker::\(created)", arguments)
            }
        }
    }

    private mutating func add(_ step: NodeView, creating type: String, _ arguments: NodeView?) {
        let name = step["Name"]
        let request = arguments.flatMap { $0.kind == .map ? $0 : nil }
        // A version of a model package has the tags of its group.
        let isVersion = type == "AWS::SageMaker::ModelPackage" && request?["ModelPackageGroupName"] != nil
        jobs.append(
            EmbeddedJob(
                type: type, name: name?.string ?? "step",
                isNameSecret: name?.node.flags.contains(.secret) ?? false, anchor: name?.range ?? step.opening,
                request: request,
                isTaggable: !isVersion))
    }
}
