/// The type of a property's value.
public indirect enum PropertyType: Hashable, Sendable {
    case string, integer, number, boolean
    /// A point in time: text in the form of RFC 3339, or seconds since 1970 in answers of the API.
    case timestamp
    /// Any JSON value.
    case any
    case list(PropertyType)
    /// A mapping from arbitrary keys.
    case map(PropertyType)
    /// An object with declared properties, by the name that `Catalogue.object(named:)` takes.
    case object(String)

    /// The type at the end of lists and maps.
    public var leaf: PropertyType {
        switch self {
        case .list(let element), .map(let element): element.leaf
        default: self
        }
    }

    /// Reads a type code of the object table: `[@.Tag` is a list of the owner's `Tag` objects.
    init(code: Substring.UTF8View, owner: String) {
        switch code.first {
        case UInt8(ascii: "s"): self = .string
        case UInt8(ascii: "i"): self = .integer
        case UInt8(ascii: "n"): self = .number
        case UInt8(ascii: "b"): self = .boolean
        case UInt8(ascii: "t"): self = .timestamp
        case UInt8(ascii: "["): self = .list(PropertyType(code: code.dropFirst(), owner: owner))
        case UInt8(ascii: "{"): self = .map(PropertyType(code: code.dropFirst(), owner: owner))
        case UInt8(ascii: "@"): self = .object(owner + String(Substring(code.dropFirst())))
        default: self = .any
        }
    }
}

/// What the catalogue knows of one property.
public struct PropertyInfo: Hashable, Sendable {
    public var name: String
    public var type: PropertyType
    public var isRequired: Bool
    /// Set by AWS; templates cannot give it.
    public var isReadOnly: Bool
    /// Only answers of the API have it.
    public var isAPIOnly: Bool
    /// What an absent property means. Only where that is the same always and everywhere.
    public var defaultValue: PropertyDefault?
    /// The values that the schema allows, where they are few; empty when it does not say.
    public var allowedValues: [String]
    public var minimum: Double?
    public var maximum: Double?
    /// For an instance type: which list of the API it must be in.
    public var instanceUse: InstanceUse?
    /// What the value refers to, if it is the name, id or ARN of another resource.
    public var references: [ReferenceTarget]
    /// How a text inside the value is wrapped.
    public var encoding: PropertyEncoding?
}

/// A default in its property's type.
public enum PropertyDefault: Hashable, Sendable {
    case string(String)
    case integer(Int64)
    case number(Double)
    case boolean(Bool)
}

public enum PropertyEncoding: String, Sendable {
    case base64, json
}

/// A kind of resource that a property's value points to.
public struct ReferenceTarget: Hashable, Sendable {
    public enum Form: Hashable, Sendable {
        /// The value is the resource's name, id or ARN.
        case identity
        /// The value names the resource at `{}`; `*` stands for any text without a slash.
        case pattern(String)
        /// The value equals this property of the resource.
        case property(String)
    }

    public var type: String
    public var form: Form

    public init(type: String, form: Form) {
        self.type = type
        self.form = form
    }

    /// Reads `TYPE`, `TYPE~pattern` or `TYPE=property`.
    init(_ text: String) {
        if let mark = text.firstIndex(where: { $0 == "~" || $0 == "=" }) {
            let rest = String(text[text.index(after: mark)...])
            self.init(type: String(text[..<mark]), form: text[mark] == "~" ? .pattern(rest) : .property(rest))
        } else {
            self.init(type: text, form: .identity)
        }
    }
}
