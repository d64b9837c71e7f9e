public import CEL

/// The object types of the catalogue, as the expression checker sees them.
///
/// The name of an object type is a resource type, a nested object (`AWS::SageMaker::EndpointConfig.ProductionVariant`),
/// a pattern of resource types, or several of these joined by `|`. Such a union has a field if any member has it; the
/// field is optional if any member lacks it or need not have it, and of type `dyn` where members disagree.
///
/// A type that the catalogue does not know accepts any field.
public struct CatalogueSchema: ObjectSchema {
    /// What every resource has beside its properties.
    public static let resourceFields = ["id", "name", "type"]
    /// Nested unions of more members than this are not followed.
    static let widestUnion = 16

    public init() {}

    /// The name of the object type for the resources that any of the patterns selects.
    public static func objectName(forTargets patterns: [String]) -> String { patterns.joined(separator: "|") }

    public func field(_ name: String, of object: String) -> ObjectField? {
        if Self.resourceFields.contains(name), Self.hasResources(object) {
            return ObjectField(type: .string, isOptional: false)
        }
        let members = Members(of: object)
        if members.isOpen { return ObjectField(type: .dyn, isOptional: true) }
        var type: CELType?
        var isOptional = false
        for member in members.objects {
            guard let property = member.property(named: name) else {
                isOptional = true
                continue
            }
            let found = Self.type(of: property.type)
            isOptional = isOptional || !property.isRequired
            type = type.map { Self.union($0, found) } ?? found
        }
        return type.map { ObjectField(type: $0, isOptional: isOptional) }
    }

    /// Whether an object type stands for resources, among others: the name of a nested object has a dot.
    private static func hasResources(_ object: String) -> Bool {
        object.utf8.split(separator: UInt8(ascii: "|")).contains { part in
            let pattern = Glob(String(Substring(part)))
            return pattern.isLiteral ? !part.contains(UInt8(ascii: ".")) : Catalogue.hasType(matching: pattern)
        }
    }

    public func fieldNames(of object: String) -> [String]? {
        let members = Members(of: object)
        guard !members.isOpen else { return nil }
        var names = Set(Self.hasResources(object) ? Self.resourceFields : [])
        for member in members.objects { names.formUnion(member.propertyNames) }
        return names.sorted()
    }

    /// The type of an expression that selects a property.
    public static func type(of property: PropertyType) -> CELType {
        switch property {
        case .string: .string
        case .integer: .int
        case .number: .double
        case .boolean: .bool
        case .timestamp: .timestamp
        case .any: .dyn
        case .list(let element): .list(type(of: element))
        case .map(let value): .map(.string, type(of: value))
        case .object(let name): .object(name)
        }
    }

    private static func union(_ left: CELType, _ right: CELType) -> CELType {
        switch (left, right) {
        case _ where left == right: return left
        case (.list(let a), .list(let b)): return .list(union(a, b))
        case (.map(let key, let a), .map(_, let b)): return .map(key, union(a, b))
        case (.object(let a), .object(let b)):
            let names = Set(a.split(separator: "|") + b.split(separator: "|")).sorted()
            return names.count > widestUnion ? .dyn : .object(names.joined(separator: "|"))
        default: return .dyn
        }
    }
}

/// The objects that the name of an object type stands for.
private struct Members {
    var objects: [ObjectType] = []
    /// Whether something is among them that the catalogue does not know.
    var isOpen = false

    init(of name: String) {
        for part in name.split(separator: "|") {
            let pattern = Glob(String(part))
            let names = pattern.isLiteral ? [String(part)] : Catalogue.typeNames(matching: pattern)
            isOpen = isOpen || names.isEmpty
            for name in names {
                if let object = Catalogue.object(named: name) {
                    objects.append(object)
                } else {
                    isOpen = true
                }
            }
        }
    }
}
