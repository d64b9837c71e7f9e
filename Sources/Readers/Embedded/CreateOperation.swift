import Resources

/// What the operations of SageMaker create, as Step Functions and EventBridge Scheduler name them.
struct CreateOperations {
    enum Outcome {
        case creates(String)
        /// It creates something of a type that the catalogue does not know.
        case unknown(operation: String)
        case other
    }

    /// The service whose ARNs name the operations: `states` or `scheduler`.
    let service: String
    private var known: [String: Outcome] = [:]

    init(service: String) { self.service = service }

    /// What the operation at the end of an ARN such as `arn:aws:states:::sagemaker:createTransformJob.sync` creates.
    ///
    /// The partition may be missing: definitions insert it.
    /// - SeeAlso: AWS Step Functions Developer Guide, "Create and manage Amazon SageMaker AI jobs"; EventBridge Scheduler
    ///   User Guide, "Using universal targets".
    mutating func outcome(ofARN arn: String) -> Outcome {
        if let outcome = known[arn] { return outcome }
        let outcome = operation(ofARN: arn).map(Self.outcome) ?? .other
        known[arn] = outcome
        return outcome
    }

    private func operation(ofARN arn: String) -> Substring? {
        let parts = arn.utf8.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false).map { Substring($0) }
        guard let head = parts.firstIndex(of: Substring(service)), parts.count > head + 3 else { return nil }
        let target = parts[(head + (parts[head + 3] == "aws-sdk" ? 4 : 3))...].prefix(2)
        guard target.count == 2, target.first == "sagemaker", let operation = target.last?.prefix(while: { $0 != "." }),
            operation.hasPrefix("create")
        else { return nil }
        return operation
    }

    /// Every type is described under the name under which it is created.
    private static func outcome(of operation: Substring) -> Outcome {
        let description = "Describe" + operation.dropFirst("create".count)
        guard let type = Catalogue.apiBinding(describedBy: description)?.type, type.hasPrefix("AWS::SageMaker::") else {
            return .unknown(operation: String(operation))
        }
        return .creates(type)
    }
}
