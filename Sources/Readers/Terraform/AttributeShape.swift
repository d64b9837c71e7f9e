import Documents
import Resources

/// Where the attributes of one Terraform type stand in the canonical type: a tree along the attributes, which grows as
/// they are met, so that the catalogue is asked once for each.
final class AttributeShape {
    /// A step to a place that lies deeper than the attribute.
    struct Step {
        var key: Symbol
        /// Whether the property is a list, so that the way goes on in an element.
        var isList: Bool
    }

    enum Role {
        /// The canonical type has no such property.
        case dropped
        /// A member of the mapping at hand.
        case member(Symbol)
        /// A place deeper inside the mapping at hand, behind at least two steps.
        case moved([Step])
        /// The attribute has no place, but parts of it have.
        case opened
    }

    let role: Role
    let type: PropertyType
    /// Whether the attribute is a text that spells what the property is: a document in JSON.
    private(set) var spellsDocument = false
    private let binding: TerraformBinding
    private let symbols: SymbolTable
    /// The attribute's path in Terraform, without indexes, and the canonical one.
    private let path: [String]
    private let place: [String]
    private var members: [(key: Symbol, shape: AttributeShape)] = []
    /// Where the next member is expected: one resource of a type after another has its attributes in the same order.
    private var next = 0

    /// The shape of a whole resource.
    convenience init(_ binding: TerraformBinding, symbols: SymbolTable) {
        self.init(binding, symbols, path: [], place: [], role: .opened, type: .object(binding.type))
    }

    private init(
        _ binding: TerraformBinding, _ symbols: SymbolTable, path: [String], place: [String], role: Role,
        type: PropertyType
    ) {
        self.binding = binding
        self.symbols = symbols
        self.path = path
        self.place = place
        self.role = role
        self.type = type
    }

    /// The shape of a member, by the key of its attribute.
    func member(_ key: Symbol) -> AttributeShape {
        let position =
            next < members.count && members[next].key == key ? next : members.firstIndex { $0.key == key }
        next = (position ?? members.count) + 1
        if let position { return members[position].shape }
        let made = makeMember(symbols.text(of: key))
        members.append((key, made))
        return made
    }

    /// The shapes of the parts of an opened attribute that have places of their own.
    func placedParts() -> [AttributeShape] {
        var parts: [AttributeShape] = []
        for rename in binding.renames where rename.source.count > path.count && rename.source.starts(with: path) {
            var part = self
            for name in rename.source.dropFirst(path.count) {
                guard case .opened = part.role else { break }
                part = part.member(symbols.intern(name))
            }
            if !parts.contains(where: { $0 === part }) { parts.append(part) }
        }
        return parts
    }

    private func makeMember(_ name: String) -> AttributeShape {
        let path = self.path + [name]
        // Tags have a form of their own.
        let found = path == ["tags"] && binding.tagsAreMapping ? nil : binding.place(of: path)
        if let found, found.path.count > place.count, found.path.starts(with: place) {
            let types = found.types[place.count...]
            let steps = zip(found.path[place.count...], types).map { name, type in
                Step(key: symbols.intern(name), isList: type.isList)
            }
            let role = steps.count == 1 ? Role.member(steps[0].key) : .moved(steps)
            let shape = AttributeShape(
                binding, symbols, path: path, place: found.path, role: role, type: types.last ?? .any)
            if found.path.count == 1, case .any = shape.type {
                let property = Catalogue.object(named: binding.type)?.property(named: found.path[0])
                shape.spellsDocument = property?.encoding == .json
            }
            return shape
        }
        // Its parts may go elsewhere, even to a place above this one.
        return AttributeShape(
            binding, symbols, path: path, place: place, role: binding.movesParts(of: path) ? .opened : .dropped,
            type: .any)
    }
}

extension PropertyType {
    var isList: Bool {
        if case .list = self { true } else { false }
    }

    /// The type of an element of a list; the type itself if it is none.
    var element: PropertyType {
        if case .list(let element) = self { element } else { self }
    }

    var isScalar: Bool {
        switch self {
        case .string, .integer, .number, .boolean, .timestamp: true
        case .any, .list, .map, .object: false
        }
    }
}
