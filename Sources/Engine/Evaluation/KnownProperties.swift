import Documents
import Resources

/// What the catalogue says of the properties of the types that were judged, remembered: it is asked for each resource.
final class KnownProperties {
    /// What was found out of a type. An object, so that types may take turns.
    private final class Known {
        let object: ObjectType?
        /// By the symbols of a property and of a name that is looked for inside it, as one number: keys of a type of their own
        /// cost each run a search for how to hash them.
        var holding: [Int: Bool] = [:]
        /// The same for what is deeper, by name and path. Inputs may have as many paths as they like.
        var holdingBelow: [String: Bool] = [:]

        init(_ object: ObjectType?) { self.object = object }
    }

    /// The paths of a type of which something is remembered.
    private static let mostPaths = 4_096

    private var types: [String: Known] = [:]
    /// The type that was asked about last, and what was found out of it.
    private var last: (type: String, known: Known)?
    /// Whose symbols these are.
    private var table: ObjectIdentifier?

    /// Starts on another input, whose documents have symbols of their own.
    func enter() {
        forgetSymbols()
        table = nil
    }

    private func forgetSymbols() {
        for known in types.values { known.holding.removeAll(keepingCapacity: true) }
    }

    /// The properties of a type; nil if the catalogue lacks it.
    func object(ofType type: String) -> ObjectType? { known(ofType: type).object }

    private func known(ofType type: String) -> Known {
        if let last, last.type == type { return last.known }
        let known = types[type] ?? Known(Catalogue.object(named: type))
        types[type] = known
        last = (type, known)
        return known
    }

    /// Whether the value of a property of a type may have a property of a name somewhere inside.
    /// - Parameter name: the name as the document has it; nil where it has none such.
    func mayHold(_ name: String, _ symbol: Symbol?, in property: NodeView, ofType type: String) -> Bool {
        let known = known(ofType: type)
        guard let symbol else { return mayHold(name, in: property, of: known.object) }
        let table = ObjectIdentifier(property.document.symbols)
        if table != self.table { forgetSymbols() }
        self.table = table
        let question = Int(property.node.key.rawValue) << 32 | Int(symbol.rawValue)
        if let answer = known.holding[question] { return answer }
        let answer = mayHold(name, in: property, of: known.object)
        known.holding[question] = answer
        return answer
    }

    private func mayHold(_ name: String, in property: NodeView, of object: ObjectType?) -> Bool {
        object?.property(named: property.key)?.type.mayHold(name, depth: 0) ?? false
    }

    /// Whether the value at a path may have a property of a name somewhere inside.
    func mayHold(_ name: String, at path: String, ofType type: String) -> Bool {
        let known = known(ofType: type)
        let question = "\(name)\u{0}\(path)"
        if let answer = known.holdingBelow[question] { return answer }
        let answer = known.object?.property(at: PropertyPath(path))?.type.mayHold(name, depth: 0) ?? false
        if known.holdingBelow.count >= Self.mostPaths { known.holdingBelow.removeAll(keepingCapacity: true) }
        known.holdingBelow[question] = answer
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
