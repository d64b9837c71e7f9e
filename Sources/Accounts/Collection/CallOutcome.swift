import Documents

/// What became of one call of the table in one region: everything was seen, or what was not and why.
public struct CallOutcome: Sendable, Hashable {
    public enum Status: String, Sendable {
        case complete
        /// Some was seen. What was not may be there.
        case partial
        /// Nothing was seen.
        case refused
    }

    /// One reason why something was not seen.
    public struct Gap: Sendable, Hashable {
        public var operation: String
        /// The IAM action that is lacking, if that is the reason.
        public var permission: String?
        public var reason: String
        /// How many resources it is about; 0 if nobody knows.
        public var resources: Int
    }

    public var account: String
    /// `global` for services without regions.
    public var region: String
    public var service: String
    public var operation: String
    public var types: [String]
    public var resources = 0
    public var gaps: [Gap] = []
    /// Whether the list itself was refused.
    public var sawNothing = false

    /// Whether a list came to its end, whatever became of its elements.
    var listWasWhole: Bool { !gaps.contains { $0.operation == operation } }

    public var status: Status { gaps.isEmpty ? .complete : sawNothing ? .refused : .partial }

    mutating func add(_ failure: ServiceFailure, of operation: String, action: String, isAboutResource: Bool) {
        let permission = failure.kind == .denied ? action : nil
        // The same reason for many resources is one gap, whatever identifiers the message holds.
        let reason = isAboutResource ? failure.shortReason : failure.reason
        let same = gaps.firstIndex { $0.operation == operation && $0.permission == permission && $0.reason == reason }
        if let same {
            gaps[same].resources += isAboutResource ? 1 : 0
        } else {
            gaps.append(
                Gap(operation: operation, permission: permission, reason: reason, resources: isAboutResource ? 1 : 0))
        }
    }

    public var json: String {
        JSONText.object([
            ("account", JSONText.quoted(account)), ("region", JSONText.quoted(region)),
            ("service", JSONText.quoted(service)), ("operation", JSONText.quoted(operation)),
            ("types", JSONText.array(types.map(JSONText.quoted))), ("status", JSONText.quoted(status.rawValue)),
            ("resources", String(resources)),
            ("gaps", gaps.isEmpty ? nil : JSONText.array(sortedGaps.map(\.json))),
        ])
    }

    /// Gaps in an order that does not depend on which answer came first.
    private var sortedGaps: [Gap] { gaps.sorted { ($0.operation, $0.reason) < ($1.operation, $1.reason) } }

    /// Reads what `json` writes.
    init?(_ node: NodeView) {
        guard let account = node["account"]?.scalar, let region = node["region"]?.scalar,
            let service = node["service"]?.scalar, let operation = node["operation"]?.scalar
        else { return nil }
        self.account = account
        self.region = region
        self.service = service
        self.operation = operation
        types = node["types"]?.children.compactMap(\.scalar) ?? []
        resources = node["resources"]?.integer.flatMap { Int(exactly: $0) } ?? 0
        sawNothing = node["status"]?.scalar == Status.refused.rawValue
        gaps = node["gaps"]?.children.compactMap(Gap.init) ?? []
    }

    init(account: String, region: String, call: CollectionCall) {
        self.init(
            account: account, region: region, service: call.service.name, operation: call.operation,
            types: call.results.map(\.type))
    }

    init(account: String, region: String, service: String, operation: String, types: [String]) {
        self.account = account
        self.region = region
        self.service = service
        self.operation = operation
        self.types = types
    }
}

extension CallOutcome {
    /// Stands for the types of an account of which nothing could be read.
    public static let allTypes = "all resources"

    /// What is said of an account of which nothing could be read.
    public init(_ account: UnreachableAccount) {
        self.init(
            account: account.id, region: "global", service: Service.securityTokens.name, operation: "AssumeRole",
            types: [Self.allTypes])
        gaps = [Gap(operation: operation, permission: account.permission, reason: account.reason, resources: 0)]
        sawNothing = true
    }
}

extension CallOutcome.Gap {
    fileprivate var json: String {
        JSONText.object([
            ("operation", JSONText.quoted(operation)), ("permission", permission.map(JSONText.quoted)),
            ("reason", JSONText.quoted(reason)), ("resources", resources > 0 ? String(resources) : nil),
        ])
    }

    fileprivate init?(_ node: NodeView) {
        guard let operation = node["operation"]?.scalar, let reason = node["reason"]?.scalar else { return nil }
        self.operation = operation
        self.reason = reason
        permission = node["permission"]?.scalar
        resources = node["resources"]?.integer.flatMap { Int(exactly: $0) } ?? 0
    }
}
