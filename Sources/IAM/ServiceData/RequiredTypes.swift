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
    /// A call names a resource of each type of one of the lists; of the second lists it is not known if they suffice.
    case calls([[String]], perhaps: [[String]])
    /// Each call names resources of the first types and may leave out the second; of the others it is not known. Empty where
    /// nothing is.
    case atLeast([String], optional: [String])

    /// What several required types of an action mean.
    init(_ action: ServiceAction) {
        let names = action.requiredResourceTypes.map(\.name)
        if let calls = RequestFacts.calls(of: action) {
            self = calls
        } else if names.count == 1 {
            self = .together
        } else if names.isEmpty {
            self = RequestFacts.requiredTypes(of: action)
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

    /// True if every call surely names a resource.
    var namesResource: Bool {
        guard accessLevel != .tagging, requiredResourceTypes.isEmpty else { return true }
        switch requiredTypes {
        case .alternatives, .calls: return true
        case .together, .atLeast: return false
        }
    }

    /// The types of which each call names a resource that is authorised on its own, where there are several; more than one list
    /// where calls differ.
    public var typesNamedTogether: [[ResourceType]] {
        switch requiredTypes {
        case .together: return requiredResourceTypes.count > 1 ? [requiredResourceTypes] : []
        case .calls(let sure, _):
            let types = resourceTypes
            let least = sure.filter { list in !sure.contains { $0.count < list.count && Set($0).isSubset(of: list) } }
            guard least.allSatisfy({ $0.count > 1 }) else { return [] }
            return least.map { list in types.filter { list.contains($0.name) } }
        case .alternatives, .atLeast: return []
        }
    }

    /// What a call may name that is no resource of AWS, such as a phone number; nil if nothing is known of such a thing.
    public var namesBesideResources: String? { RequestFacts.unnamed(self) }
}
