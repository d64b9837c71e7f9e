/// One action of a service.
public struct ServiceAction: Sendable {
    public enum AccessLevel: Character, Sendable {
        case read = "R"
        case list = "L"
        case write = "W"
        case tagging = "T"
        case permissionsManagement = "P"
    }

    /// What an action asks of one kind of resource, or of the request as a whole.
    public struct Row: Sendable {
        /// Nil for the keys of the request that belong to no resource.
        public let resourceType: ResourceType?
        /// The caller must be allowed the action on a resource of this type.
        public let isRequired: Bool
        public let conditionKeys: [ConditionKey]
        /// Actions that the caller also needs, such as `iam:PassRole`.
        public let dependents: [String]
    }

    /// The prefix of the service, such as `sagemaker`.
    public let prefix: String
    /// The name without prefix, such as `CreateEndpoint`.
    public let name: String
    public let qualifiedName: String
    /// The qualified name in lower case.
    let normalizedName: String
    public let accessLevel: AccessLevel
    /// True if a request of this action can carry tags for a new or existing resource.
    public let supportsRequestTags: Bool
    let service: Service
    private let line: FactLines.Line
    /// The characters of both names, for patterns.
    let characters: [UInt32]
    var nameCharacters: ArraySlice<UInt32> { characters[(service.prefix.utf8.count + 1)...] }

    init?(service: Service, line: FactLines.Line) {
        let fields = line.fields
        guard fields.count == 3, let level = fields[1].first.flatMap({ AccessLevel(rawValue: $0) }) else { return nil }
        self.service = service
        self.line = line
        prefix = service.prefix
        name = fields[0]
        qualifiedName = service.prefix + ":" + fields[0]
        normalizedName = qualifiedName.asciiLowercased
        accessLevel = level
        // The names of AWS are ASCII.
        characters = qualifiedName.utf8.map { UInt32($0) }
        supportsRequestTags = fields[1].utf8.last == UInt8(ascii: "#")
    }

    /// What the action asks for, as the reference and what is known beside it say. Read from the tables at each call.
    public var rows: [Row] {
        let fields = line.fields
        let tables = service.tables
        guard fields.count == 3 else { return [] }
        return fields[2].utf8.split(separator: UInt8(ascii: ",")).map { Row(tables: tables, text: $0) }
            + RequestFacts.unlistedTypes(of: self).map {
                Row(resourceType: $0, isRequired: false, conditionKeys: [], dependents: [])
            }
    }

    /// Every key that a request of this action may carry, those of its resources included; global keys apart.
    public var conditionKeys: [ConditionKey] {
        var seen: Set<String> = []
        return rows.flatMap { row in
            // Types list the tags of calls that make a resource, also those of calls that carry none.
            row.conditionKeys
                + (row.resourceType?.conditionKeys ?? []).filter { supportsRequestTags || !$0.isTagOfCall }
        }.filter { seen.insert($0.name).inserted }
    }

    public var dependents: [String] {
        var seen: Set<String> = []
        return rows.flatMap(\.dependents).filter { seen.insert($0).inserted }
    }

    public var resourceTypes: [ResourceType] { rows.compactMap(\.resourceType) }

    /// Types for which the caller needs permission in every request; each is authorised on its own.
    public var requiredResourceTypes: [ResourceType] { rows.filter(\.isRequired).compactMap(\.resourceType) }
}

extension ServiceAction.Row {
    /// Reads `type[!][.set[.dependents]]`.
    init(tables: ServiceFacts, text: Substring.UTF8View) {
        let parts = text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).map { Substring($0) }
        func member<Element>(of table: [Element], _ number: Int?) -> Element? {
            number.flatMap { table.indices.contains($0) ? table[$0] : nil }
        }
        isRequired = parts[0].utf8.last == UInt8(ascii: "!")
        resourceType = member(of: tables.types, Int(isRequired ? parts[0].dropLast() : parts[0]))
        conditionKeys = parts.count > 1 ? member(of: tables.sets, Int(parts[1])) ?? [] : []
        dependents = parts.count > 2 ? member(of: tables.dependents, Int(parts[2])) ?? [] : []
    }
}

/// A kind of resource that policies can name.
public struct ResourceType: Sendable {
    public let name: String
    /// The form of its ARN, such as `arn:${Partition}:sagemaker:${Region}:${Account}:endpoint/${EndpointName}`.
    public let arn: String
    /// Keys that describe a resource of this type, such as `aws:ResourceTag/${TagKey}`.
    public let conditionKeys: [ConditionKey]
}

/// A documented condition key.
public struct ConditionKey: Sendable, Hashable {
    public enum ValueType: String, Sendable {
        case string, arn, bool, numeric, date, address

        init?(code: UInt8) {
            switch code {
            case UInt8(ascii: "S"): self = .string
            case UInt8(ascii: "A"): self = .arn
            case UInt8(ascii: "B"): self = .bool
            case UInt8(ascii: "N"): self = .numeric
            case UInt8(ascii: "D"): self = .date
            case UInt8(ascii: "I"): self = .address
            default: return nil
            }
        }
    }

    /// As documented, such as `aws:RequestTag/${TagKey}`.
    public let name: String
    public let type: ValueType
    /// A request may hold several values; a set operator is needed to speak of them.
    public let isMultivalued: Bool
    /// False for a key that its service documents without saying which actions carry it.
    public let isListed: Bool
    /// The name in lower case.
    let normalizedName: String

    /// The key tells of the tags that a call gives.
    var isTagOfCall: Bool { normalizedName == "aws:tagkeys" || normalizedName.hasPrefix("aws:requesttag/") }

    public init(name: String, type: ValueType, isMultivalued: Bool, isListed: Bool = true) {
        self.name = name
        self.type = type
        self.isMultivalued = isMultivalued
        self.isListed = isListed
        normalizedName = name.asciiLowercased
    }

    /// True if a key of a policy, in lower case, is this key or one of the family that it describes.
    public func covers(_ lowercasedKey: String) -> Bool {
        if let dollar = normalizedName.firstIndex(of: "$") {
            return lowercasedKey.utf8.count > normalizedName.utf8.distance(from: normalizedName.startIndex, to: dollar)
                && lowercasedKey.hasPrefix(normalizedName[..<dollar])
        }
        return normalizedName == lowercasedKey
            || normalizedName.utf8.last == UInt8(ascii: "/") && lowercasedKey.hasPrefix(normalizedName)
    }
}
