/// What AWS documents about its services: actions, resource types, condition keys.
///
/// The facts are compiled in as text that is searched in place: nothing is built at start-up and looking up one action
/// takes about a microsecond.
/// - SeeAlso: Scripts/iam-service-data.py for the source and how to refresh it.
public enum ServiceData {
    /// Where the facts come from.
    public static var source: String { "\(ServiceTables.source)" }

    /// The day of the facts, as `YYYY-MM-DD`. AWS may have added actions since.
    public static var date: String { "\(ServiceTables.date)" }

    private static let index = FactLines(ServiceTables.index)
    private static let blocks = FactLines(ServiceTables.blocks)

    /// The prefixes of all services, such as `sagemaker`, sorted.
    public static var prefixes: [String] { index.lines.map(\.name) }

    /// The service of a prefix such as `sagemaker`; upper and lower case are alike.
    public static func service(_ prefix: some StringProtocol) -> Service? {
        guard let fields = index.find(prefix)?.fields, fields.count == 3, let start = Int(fields[1]),
            let end = Int(fields[2]), start < end
        else { return nil }
        return Service(prefix: fields[0], block: blocks[start..<end])
    }

    /// The action of a name such as `sagemaker:CreateEndpoint`; upper and lower case are alike.
    public static func action(_ name: String) -> ServiceAction? {
        guard let colon = name.firstIndex(of: ":") else { return nil }
        return service(name[..<colon])?.action(name[name.index(after: colon)...])
    }

    /// The actions that a pattern such as `sagemaker:Create*` covers, sorted by service and name.
    public static func actions(matching pattern: String) -> [ServiceAction] {
        let colon = pattern.firstIndex(of: ":")
        let prefix = Glob(pattern: String(pattern[..<(colon ?? pattern.endIndex)]), ignoringCase: true)
        let name = Glob(
            pattern: colon.map { String(pattern[pattern.index(after: $0)...]) } ?? "*", ignoringCase: true)
        guard colon != nil || pattern == "*" else { return [] }
        let services =
            prefix.isLiteral
            ? [service(pattern[..<(colon ?? pattern.endIndex)])].compactMap { $0 }
            : index.lines.map(\.name).filter { prefix.matches($0) }.compactMap { service($0) }
        return services.flatMap { service in
            name.isLiteral
                ? [service.action(pattern[pattern.index(after: colon ?? pattern.startIndex)...])].compactMap { $0 }
                : name.matchesEverything ? service.actions : service.actions.filter { name.matches($0.nameCharacters) }
        }
    }

    /// The type of a condition key such as `sagemaker:InstanceTypes` or `aws:RequestTag/team`; nil if no service and no
    /// global list documents it.
    public static func conditionKey(_ name: String) -> ConditionKey? {
        if let global = GlobalKeys.key(name) { return global.key }
        guard let colon = name.firstIndex(of: ":") else { return nil }
        return service(name[..<colon])?.conditionKey(name)
    }
}
