import Resources

/// What the catalogue says of the properties of the types that were judged, remembered: it is asked for each resource.
final class KnownProperties {
    private var objects: [String: ObjectType?] = [:]
    private var holding: [String: Bool] = [:]

    /// The properties of a type; nil if the catalogue lacks it.
    func object(ofType type: String) -> ObjectType? {
        if let known = objects[type] { return known }
        let object = Catalogue.object(named: type)
        objects[type] = .some(object)
        return object
    }

    /// Whether the value at a path may have a property of a name somewhere inside.
    func mayHold(_ name: String, at path: String, ofType type: String) -> Bool {
        let key = "\(type)\n\(path)\n\(name)"
        if let known = holding[key] { return known }
        let property = object(ofType: type)?.property(at: PropertyPath(path))
        let answer = property?.type.mayHold(name, depth: 0) ?? false
        // An element's path has its position, which is the input's to choose.
        if !path.utf8.contains(UInt8(ascii: "[")) { holding[key] = answer }
        return answer
    }
}

extension PropertyType {
    /// Objects inside each other that are looked into; schemas that lead to themselves end somewhere.
    private static let deepest = 8

    fileprivate func mayHold(_ name: String, depth: Int) -> Bool {
        guard depth < Self.deepest else { return false }
        switch self {
        case .list(let element), .map(let element): return element.mayHold(name, depth: depth + 1)
        case .object(let object):
            guard let object = Catalogue.object(named: object) else { return false }
            return object.propertyNames.contains { member in
                member == name || object.property(named: member)?.type.mayHold(name, depth: depth + 1) ?? false
            }
        case .string, .integer, .number, .boolean, .timestamp, .any: return false
        }
    }
}
