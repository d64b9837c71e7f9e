/// What it means that the service data call several resource types of an action required.
///
/// The data mark them alike whether one call names a resource of each, as `sagemaker:CreateEndpoint` does, or of one of
/// them, as `bedrock:InvokeModel` does. Taking alternatives for a conjunction makes proofs that do not hold.
/// - SeeAlso: `RequestFacts`, for what is known of which action.
public enum RequiredTypes: Sendable, Equatable {
    /// A call names a resource of each type, and each is authorised.
    case together
    /// A call names a resource of one of the types.
    case alternatives
    /// Each call names resources of the first types and may leave out the second; of the others it is not known. Empty where
    /// nothing is.
    case atLeast([String], optional: [String])

    /// What several required types of an action mean.
    init(_ action: ServiceAction) {
        let names = action.requiredResourceTypes.map(\.name)
        if names.count < 2 {
            self = .together
        } else if action.accessLevel == .tagging {
            // A tag is put on one resource.
            self = .alternatives
        } else {
            self = RequestFacts.requiredTypes(of: action)
            if case .atLeast(let always, _) = self, Set(always) == Set(names) { self = .together }
        }
    }
}

extension ServiceAction {
    /// What it means that several resource types are required.
    public var requiredTypes: RequiredTypes { RequiredTypes(self) }

    /// What a call may name that is no resource of AWS, such as a phone number; nil if nothing is known of such a thing.
    public var namesBesideResources: String? { RequestFacts.unnamed(self) }
}
