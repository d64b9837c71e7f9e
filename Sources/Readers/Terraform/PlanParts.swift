import Documents
import Resources

/// Which changes of a plan are parts of which others.
struct PlanParts {
    /// The changes that are a part, by the index of that of which they are one.
    private(set) var byOwner: [Int: [Int]] = [:]

    /// - Parameter kinds: of each change.
    init(_ changes: [PlannedChange], _ kinds: [TerraformKind], _ resolver: PlanResolver) {
        guard kinds.contains(where: { $0.part != nil }) else { return }
        var addresses: [String: Int] = [:]
        for (index, change) in changes.enumerated() { addresses[change.addressText] = index }
        var names: [String: [String: Int]] = [:]
        for (index, kind) in kinds.enumerated() {
            guard let part = kind.part else { continue }
            let change = changes[index]
            let owner: Int?
            if let name = change.after?[part.owner]?.string, !name.isEmpty {
                let type = part.binding.type
                let known = names[type] ?? Self.names(ofType: type, changes, kinds, called: part.owner)
                names[type] = known
                owner = known[name]
            } else if let mark = change.unknown?[part.owner], let address = resolver.target(of: mark.id) {
                owner = addresses[address]
            } else {
                owner = nil
            }
            if let owner, kinds[owner].type == part.binding.type { byOwner[owner, default: []].append(index) }
        }
    }

    /// The resources of a type by everything that may name them.
    private static func names(
        ofType type: String, _ changes: [PlannedChange], _ kinds: [TerraformKind], called attribute: String
    ) -> [String: Int] {
        var names: [String: Int] = [:]
        for (index, kind) in kinds.enumerated() where kind.type == type {
            for key in ["id", "arn", "name", attribute] {
                if let name = changes[index].after?[key]?.string { names[name] = index }
            }
        }
        return names
    }
}
