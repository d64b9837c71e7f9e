import Documents
import Resources

/// A resource of a case, without its form.
struct ParityResource {
    struct Tag: Equatable {
        var key: String
        var value: PlainValue
    }

    let type: String
    let name: String
    let account: String?
    let region: String?
    /// Without tags.
    let properties: PlainValue
    let tags: [Tag]
    /// Whether there may be tags that the case does not give.
    let hasOpenTags: Bool

    init(_ resource: Resource) {
        type = resource.type
        name = resource.name
        account = resource.account
        region = resource.region
        let all = resource.properties.map { PlainValue($0) } ?? .map([])
        let tagProperty = Catalogue.type(named: resource.type)?.tagProperty
        properties = .map(all.members.filter { $0.key != tagProperty && $0.value != .null })
        switch resource.tags {
        case .known(let tags, _, let isOpen):
            self.tags = tags.map { Tag(key: $0.keyText, value: PlainValue($0.value)) }
            hasOpenTags = isOpen
        case .unknown:
            tags = []
            hasOpenTags = true
        case .notTaggable:
            tags = []
            hasOpenTags = false
        }
    }

    /// A value that has no inside that the schema names, at the end of its path.
    struct Leaf {
        struct Step {
            var name: String
            /// The elements of lists on the way.
            var indices: [Int] = []
        }

        var steps: [Step]
        var value: PlainValue

        var names: [String] { steps.map(\.name) }
    }

    /// All values, each with its path.
    var leaves: [Leaf] {
        guard let object = Catalogue.object(named: type) else {
            return properties.members.map { Leaf(steps: [Leaf.Step(name: $0.key)], value: $0.value) }
        }
        return Self.leaves(of: properties, type: .object(object.name), below: [])
    }

    private static func leaves(of value: PlainValue, type: PropertyType, below steps: [Leaf.Step]) -> [Leaf] {
        switch (value, type) {
        case (.map(let members), .object(let name)) where !members.isEmpty:
            let object = Catalogue.object(named: name)
            return members.filter { $0.value != .null }.flatMap { member in
                leaves(
                    of: member.value, type: object?.type(of: member.key) ?? .any,
                    below: steps + [Leaf.Step(name: member.key)])
            }
        case (.list(let elements), .list(let element)) where !elements.isEmpty && !element.isPlain:
            return elements.enumerated().flatMap { index, inner in
                var path = steps
                path[path.count - 1].indices.append(index)
                return leaves(of: inner, type: element, below: path)
            }
        default: return [Leaf(steps: steps, value: value)]
        }
    }
}

extension PropertyType {
    /// Whether the schema says nothing of what is inside.
    fileprivate var isPlain: Bool {
        switch self {
        case .object, .list: false
        case .string, .integer, .number, .boolean, .timestamp, .any, .map: true
        }
    }
}
