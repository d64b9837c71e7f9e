/// The static type of an expression.
public indirect enum CELType: Hashable, Sendable {
    case dyn
    case null
    case bool
    case int
    case uint
    case double
    case string
    case bytes
    case timestamp
    case duration
    case list(CELType)
    case map(CELType, CELType)
    /// The type or null.
    case wrapper(CELType)
    case optional(CELType)
    /// The type of a type.
    case type(CELType)
    /// A value that only functions look into, such as `net.IP`.
    case opaque(String, [CELType])
    /// A mapping with declared fields, looked up in the environment's schema by this name.
    case object(String)
    /// A type parameter of an overload.
    case parameter(String)
}
