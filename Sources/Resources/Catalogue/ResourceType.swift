import Documents

/// One type of resource, named as CloudFormation names it.
///
/// What only the API has is named in the same manner (`AWS::SageMaker::TransformJob`), with the API's field names.
public struct ResourceType: Sendable {
    /// How much of the property tree is known.
    public enum Depth: String, Sendable {
        /// The whole tree.
        case full
        /// Only the properties of the resource itself; what is inside them is accepted as it is.
        case root
        /// The whole tree, from the API: CloudFormation has no such type.
        case api
        /// Nothing: the type takes any property, as custom resources do.
        case open
    }

    /// What the tag property holds.
    public enum TagShape: String, Sendable {
        /// A list of objects with `Key` and `Value`.
        case list
        /// A mapping from key to value.
        case map
        /// A list of objects with `Key`, `Value` and more.
        case other
    }

    /// What `Ref` gives for a resource of this type.
    public enum RefValue: String, Sendable {
        case name, arn, id, url
        /// Several identifiers joined, or none.
        case composite
    }

    /// The columns of the table of types.
    private enum Column {
        static let depth = 1
        static let tagProperty = 2
        static let tagShape = 3
        static let identifiers = 4
        static let refValue = 5
        static let nameProperty = 6
        static let arnProperty = 7
        static let config = 8
    }

    private let row: FactRow

    init(row: FactRow) { self.row = row }

    public var name: String { row.key.string }

    public var depth: Depth { Depth(rawValue: row[Column.depth].string) ?? .root }

    /// Whether resources of this type can carry tags.
    public var isTaggable: Bool { !row[Column.tagProperty].isEmpty }

    /// The path of the tag property, usually `Tags`; nil when the type takes no tags.
    public var tagProperty: String? { row[Column.tagProperty].optional }

    public var tagShape: TagShape? { TagShape(rawValue: row[Column.tagShape].string) }

    /// The properties that together identify a resource, as the schema states them; empty for types that only the API
    /// has.
    public var identifiers: [String] { row[Column.identifiers].list }

    /// Nil when it is not known.
    public var refValue: RefValue? { RefValue(rawValue: row[Column.refValue].string) }

    /// The property that holds the name a person gives, such as `NotebookInstanceName`.
    public var nameProperty: String? { row[Column.nameProperty].optional }

    /// The property or attribute that holds the ARN.
    public var arnProperty: String? { row[Column.arnProperty].optional }

    /// Whether AWS Config records this type. Known for SageMaker only.
    public var isRecordedByConfig: Bool { !row[Column.config].isEmpty }

    /// The object whose fields are the properties of the resource; nil for a type that takes any property.
    public var object: ObjectType? { Catalogue.object(named: name) }

    /// The property at a path such as `ProductionVariants[*].ModelName`; nil when the catalogue does not declare it.
    public func property(_ path: String) -> PropertyInfo? {
        object?.property(at: PropertyPath(path))
    }

    /// Whether a path may lead to something; false only where the catalogue knows the inside of what lacks it.
    public func mayHave(_ path: PropertyPath) -> Bool {
        if case .undeclared = object?.find(path.steps[...]) { false } else { true }
    }

    /// What the catalogue says of a path, with the difference between a name that is wrong and one that cannot be
    /// judged.
    public func lookUp(_ path: String) -> PropertyLookup {
        switch object?.find(PropertyPath(path).steps[...]) {
        case .declared(let property): .declared(property)
        case .open, nil: .open
        case .undeclared(let name, in: .object(let object)):
            .undeclared(
                name: name, object: object.name,
                suggestions: Suggestion.nearest(to: name, among: object.propertyNames))
        case .undeclared(let name, in: .scalar(let property)):
            .undeclared(name: name, object: property.name, suggestions: [])
        }
    }
}

/// The outcome of looking for a property path.
public enum PropertyLookup: Hashable, Sendable {
    case declared(PropertyInfo)
    /// The object is known and has no property of this name. It may still exist: the catalogue can lag behind AWS.
    case undeclared(name: String, object: String, suggestions: [String])
    /// The path leads into a value whose inside the catalogue does not know.
    case open
}
