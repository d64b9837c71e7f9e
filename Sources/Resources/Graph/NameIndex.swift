import Documents

/// Finds resources by the names under which references reach them.
struct NameIndex: Sendable {
    /// A name within what makes it unique: an id in a scope, or the name of a resource of a type.
    private struct Key: Hashable { var space, name: String }

    private var byID: [Key: [Int]] = [:]
    private var byName: [Key: [Int]] = [:]
    private var byARN: [String: [Int]] = [:]

    init(_ resources: [Resource]) {
        var identifying: [String: [PropertyPath]] = [:]
        let scenario = Scenario()
        for (index, resource) in resources.enumerated() {
            byID[Key(space: resource.scope, name: resource.id), default: []].append(index)
            let paths = identifying[resource.type] ?? Self.identifyingPaths(of: resource.type)
            identifying[resource.type] = paths
            for name in Self.names(of: resource, at: paths, scenario) {
                byName[Key(space: resource.type, name: name), default: []].append(index)
                if name.hasPrefix("arn:") { byARN[name, default: []].append(index) }
            }
        }
    }

    /// The resources with this id inside a scope.
    func resources(id: String, scope: String) -> [Int] { byID[Key(space: scope, name: id)] ?? [] }

    /// The resources of a type with this name, id or ARN, as they call themselves.
    func resources(type: String, named name: String) -> [Int] { byName[Key(space: type, name: name)] ?? [] }

    func resources(arn: String) -> [Int] { byARN[arn] ?? [] }

    private static func identifyingPaths(of type: String) -> [PropertyPath] {
        guard let type = Catalogue.type(named: type) else { return [] }
        let names = type.identifiers + [type.nameProperty, type.arnProperty].compactMap(\.self)
        return Set(names).sorted().map { PropertyPath($0.split(separator: "/").joined(separator: ".")) }
    }

    /// The names that the input shows, each once.
    private static func names(of resource: Resource, at paths: [PropertyPath], _ scenario: Scenario) -> Set<String> {
        var names = Set(resource.aliases)
        if resource.id.hasPrefix("arn:") { names.insert(resource.id) }
        guard let properties = resource.properties else { return names }
        for path in paths {
            ReferenceValue.visit(
                path.steps[...], in: properties, resolver: resource.resolver, scenario: scenario, onlyValues: true
            ) { value in
                switch value {
                case .text(let text): names.insert(text)
                case .parts(let parts): if let signature = parts.signature { names.insert(signature) }
                case .reference, .unknown: break
                }
            }
        }
        names.remove("")
        return names
    }
}
