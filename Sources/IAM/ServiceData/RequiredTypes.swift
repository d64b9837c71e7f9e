/// What it means that the service data call several resource types of an action required.
///
/// The data mark them alike whether one call names a resource of each, as `sagemaker:CreateEndpoint` does, or of one of
/// them, as `bedrock:InvokeModel` does. Taking alternatives for a conjunction makes proofs that do not hold.
/// - SeeAlso: `RequestFacts`, for what is known of which action.
enum RequiredTypes: Sendable, Equatable {
    /// A call names a resource of each type, and each is authorised.
    case together
    /// A call names a resource of one of the types, along with some of them one of another.
    case alternatives([RequestFacts.Companion])
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
            self = .alternatives([])
        } else {
            self = RequestFacts.requiredTypes(of: action)
            if case .atLeast(let always, _) = self, Set(always) == Set(names) { self = .together }
        }
    }
}

extension RequestFacts {
    /// A resource type that a call is authorised for along with others that it names.
    struct Companion: Equatable, Sendable {
        let type: String
        let others: [String]

        /// Reads `type:type,type`.
        init?(_ text: String) {
            guard let colon = text.firstIndex(of: ":") else { return nil }
            type = String(text[..<colon])
            others = text[text.index(after: colon)...].split(separator: ",").map(String.init)
        }
    }
}

extension ServiceAction {
    /// What it means that several resource types are required.
    var requiredTypes: RequiredTypes { RequiredTypes(self) }

    /// The types of which each call names a resource that is authorised on its own, where there are several.
    public var typesNamedTogether: [ResourceType] {
        requiredTypes == .together && requiredResourceTypes.count > 1 ? requiredResourceTypes : []
    }

    /// What a call may name that is no resource of AWS, such as a phone number; nil if nothing is known of such a thing.
    public var namesBesideResources: String? { RequestFacts.unnamed(self) }
}
