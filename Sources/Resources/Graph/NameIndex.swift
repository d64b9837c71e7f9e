import Documents

/// Finds resources by the names under which references reach them.
struct NameIndex: Sendable {
    private let ids: Deferred<ResourceIDs>
    /// References by id alone, as in templates and plans, need not know what resources call themselves.
    private let ownNames: Deferred<OwnNames>

    init(_ resources: [Resource]) {
        ids = Deferred { ResourceIDs(resources) }
        ownNames = Deferred { OwnNames(resources) }
    }

    /// The resources with this id inside a scope.
    func resources(id: String, scope: String) -> [Int] { ids.value.resources(id: id, scope: scope) }

    /// The resources of a type with this name, id or ARN, as they call themselves.
    func resources(type: String, named name: String) -> [Int] { ownNames.value.resources(type: type, named: name) }

    func resources(arn: String) -> [Int] { ownNames.value.resources(arn: arn) }
}

/// Resources by their ids.
private struct ResourceIDs: Sendable {
    /// The ids of one scope: the first with an id; the further ones, of which there are few, beside it.
    private struct Scope {
        var first: [String: Int] = [:]
        var others: [String: [Int]] = [:]
    }

    private var scopes: [String: Scope] = [:]

    init(_ resources: [Resource]) {
        var index = resources.startIndex
        while index < resources.endIndex {
            // The resources of a scope mostly follow each other.
            let name = resources[index].scope
            let end = resources[index...].firstIndex { $0.scope != name } ?? resources.endIndex
            var scope = scopes.removeValue(forKey: name) ?? Scope()
            scope.first.reserveCapacity(scope.first.count + end - index)
            for position in index..<end {
                let id = resources[position].id
                guard let first = scope.first.updateValue(position, forKey: id) else { continue }
                scope.first[id] = first
                scope.others[id, default: []].append(position)
            }
            scopes[name] = scope
            index = end
        }
    }

    func resources(id: String, scope: String) -> [Int] {
        guard let scope = scopes[scope], let first = scope.first[id] else { return [] }
        return [first] + (scope.others[id] ?? [])
    }
}

/// Resources by the names that they give themselves.
private struct OwnNames: Sendable {
    /// By type and name.
    private var byName: [String: [String: [Int]]] = [:]
    private var byARN: [String: [Int]] = [:]

    init(_ resources: [Resource]) {
        var identifying: [String: [PropertyPath]] = [:]
        let scenario = Scenario()
        for (index, resource) in resources.enumerated() {
            let paths = identifying[resource.type] ?? Self.identifyingPaths(of: resource.type)
            identifying[resource.type] = paths
            for name in Self.names(of: resource, at: paths, scenario) {
                byName[resource.type, default: [:]][name, default: []].append(index)
                if name.hasPrefix("arn:") { byARN[name, default: []].append(index) }
            }
        }
    }

    func resources(type: String, named name: String) -> [Int] {
        byName[type]?[name] ?? []
    }

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
