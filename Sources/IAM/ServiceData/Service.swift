/// A service and its facts.
public struct Service: Sendable {
    public let prefix: String
    public let name: String
    fileprivate let keys: FactLines
    fileprivate let types: FactLines
    fileprivate let sets: FactLines
    fileprivate let dependents: FactLines
    fileprivate let actionLines: FactLines

    init?(prefix: String, block: FactLines) {
        guard let fields = block.first?.fields, fields.count == 6 else { return nil }
        let offsets = fields.dropFirst().compactMap { Int($0) } + [block.count]
        guard offsets.count == 6, zip(offsets, offsets.dropFirst()).allSatisfy({ $0 <= $1 }) else { return nil }
        self.prefix = prefix
        name = fields[0]
        keys = block[offsets[0]..<offsets[1]]
        types = block[offsets[1]..<offsets[2]]
        sets = block[offsets[2]..<offsets[3]]
        dependents = block[offsets[3]..<offsets[4]]
        actionLines = block[offsets[4]..<offsets[5]]
    }

    /// Every action, sorted by name without regard to case.
    public var actions: [ServiceAction] { tables.actions }

    public var resourceTypes: [ResourceType] { tables.types }

    public var conditionKeys: [ConditionKey] { tables.keys }

    /// The action of a name without prefix, such as `CreateEndpoint`; upper and lower case are alike.
    public func action(_ name: some StringProtocol) -> ServiceAction? {
        actionLines.find(name).flatMap { ServiceAction(service: self, line: $0) }
    }

    /// The documented key that a key of a policy names: `aws:RequestTag/team` is found under `aws:RequestTag/${TagKey}`.
    public func conditionKey(_ name: String) -> ConditionKey? {
        if let line = keys.find(name) { return ServiceFacts.conditionKey(line) }
        let lower = name.asciiLowercased
        return tables.families.first { $0.covers(lower) }
    }

    /// What the actions refer to, read when it is first asked for.
    var tables: ServiceFacts { ServiceFacts.store.facts(of: self) }
}

/// What the actions of a service refer to by number.
final class ServiceFacts: Sendable {
    let keys: [ConditionKey]
    /// Keys that stand for many, such as `aws:RequestTag/${TagKey}`.
    let families: [ConditionKey]
    let sets: [[ConditionKey]]
    let types: [ResourceType]
    let dependents: [[String]]
    let actions: [ServiceAction]

    static let store = ServiceFactsStore()

    init(_ service: Service) {
        let keys = service.keys.lines.compactMap { Self.conditionKey($0) }
        let sets = service.sets.lines.map { line in
            line.words.compactMap { Int($0) }.filter(keys.indices.contains).map { keys[$0] }
        }
        self.keys = keys
        self.sets = sets
        families = keys.filter { $0.name.utf8.contains(UInt8(ascii: "$")) || $0.name.utf8.last == UInt8(ascii: "/") }
        types = service.types.lines.map { line in
            let fields = line.fields
            let set = fields.count == 3 ? Int(fields[2]) : nil
            let arn = fields.count == 3 ? fields[1] : ""
            return ResourceType(
                name: line.name,
                arn: arn.first == "~"
                    ? "arn:${Partition}:\(service.prefix):${Region}:${Account}:" + arn.dropFirst() : arn,
                conditionKeys: set.map { sets.indices.contains($0) ? sets[$0] : [] } ?? [])
        }
        dependents = service.dependents.lines.map(\.words)
        actions = service.actionLines.lines.compactMap { ServiceAction(service: service, line: $0) }
    }

    fileprivate static func conditionKey(_ line: FactLines.Line) -> ConditionKey? {
        let fields = line.fields
        guard fields.count == 2 else { return nil }
        let marks = fields[1].utf8
        guard let type = marks.lazy.compactMap({ ConditionKey.ValueType(code: $0) }).first else { return nil }
        return ConditionKey(
            name: familyName(fields[0]), type: type, isMultivalued: marks.first == UInt8(ascii: "*"),
            isListed: marks.last != UInt8(ascii: "-"))
    }

    /// Some services document `s3:ExistingObjectTag/<key>` or `ssm:resourceTag/tag-key` where others write `${TagKey}`.
    private static func familyName(_ documented: String) -> String {
        for ending in ["/<key>", "/tag-key"] where documented.hasSuffix(ending) {
            return documented.dropLast(ending.count) + "/${TagKey}"
        }
        return documented
    }
}
