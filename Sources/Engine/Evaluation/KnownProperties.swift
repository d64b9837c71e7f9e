import Documents
import Resources

/// What the catalogue says of the properties of the types that were judged, remembered: it is asked for each resource.
final class KnownProperties {
    private var objects: [String: ObjectType?] = [:]
    /// The type that was asked about last, and what was found out of it.
    private var type: String?
    private var object: ObjectType?
    /// By the symbols of a property and of a name that is looked for inside it, as one number: keys of a type of their own
    /// cost each run a search for how to hash them.
    private var holding: [Int: Bool] = [:]
    /// The same for what is deeper, by type, name and path.
    private var holdingBelow: [String: Bool] = [:]
    /// Whose symbols these are.
    private var table: ObjectIdentifier?

    /// Starts on another input, whose documents have symbols of their own.
    func enter() {
        holding.removeAll(keepingCapacity: true)
        table = nil
    }

    /// The properties of a type; nil if the catalogue lacks it.
    func object(ofType type: String) -> ObjectType? {
        turn(to: type)
        return object
    }

    private func turn(to type: String) {
        guard type != self.type else { return }
        self.type = type
        holding.removeAll(keepingCapacity: true)
        if let known = objects[type] {
            object = known
        } else {
            object = Catalogue.object(named: type)
            objects[type] = .some(object)
        }
    }

    /// Whether the value of a property of a type may have a property of a name somewhere inside.
    /// - Parameter name: the name as the document has it; nil where it has none such.
    func mayHold(_ name: String, _ symbol: Symbol?, in property: NodeView, ofType type: String) -> Bool {
        turn(to: type)
        guard let symbol else { return mayHold(name, in: property) }
        let table = ObjectIdentifier(property.document.symbols)
        if table != self.table { holding.removeAll(keepingCapacity: true) }
        self.table = table
        let question = Int(property.node.key.rawValue) << 32 | Int(symbol.rawValue)
        if let known = holding[question] { return known }
        let answer = mayHold(name, in: property)
        holding[question] = answer
        return answer
    }

    private func mayHold(_ name: String, in property: NodeView) -> Bool {
        object?.property(named: property.key)?.type.mayHold(name, depth: 0) ?? false
    }

    /// Whether the value at a path may have a property of a name somewhere inside.
    func mayHold(_ name: String, at path: String, ofType type: String) -> Bool {
        let question = "\(type)\u{0}\(name)\u{0}\(path)"
        if let known = holdingBelow[question] { return known }
        let answer = object(ofType: type)?.property(at: PropertyPath(path))?.type.mayHold(name, depth: 0) ?? false
        holdingBelow[question] = answer
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
