/// What the checker knows of objects with declared fields.
public protocol ObjectSchema: Sendable {
    /// The field of an object type; nil if the type has no such field.
    func field(_ name: String, of object: String) -> ObjectField?

    /// The names of all fields, for suggestions; nil if the object accepts any field.
    func fieldNames(of object: String) -> [String]?
}

public struct ObjectField: Hashable, Sendable {
    public var type: CELType
    /// The field may be absent, so that selecting it without a guard can fail.
    public var isOptional: Bool

    public init(type: CELType, isOptional: Bool) {
        self.type = type
        self.isOptional = isOptional
    }
}
