/// Which kind of opaque value a `Val` is: its `detail`.
///
/// The payload of an opaque value is plain bytes (`Val.text`) without pointers, in a canonical form: two values of a
/// kind are equal exactly when their payloads are.
public struct OpaqueKind: RawRepresentable, Hashable, Sendable {
    public let rawValue: UInt8

    @inlinable
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    public static let address = OpaqueKind(rawValue: 1)
    public static let network = OpaqueKind(rawValue: 2)
    public static let url = OpaqueKind(rawValue: 3)
    public static let quantity = OpaqueKind(rawValue: 4)
    public static let version = OpaqueKind(rawValue: 5)

    /// The first kind that a host may use for its own values. A parameter of an opaque type that no library has accepts all
    /// of the host's kinds; its functions tell them apart.
    public static let host = OpaqueKind(rawValue: 128)

    /// The name of the CEL type.
    public var typeName: StaticString {
        switch self {
        case .address: "net.IP"
        case .network: "net.CIDR"
        case .url: "url.URL"
        case .quantity: "quantity.Quantity"
        case .version: "semver.Semver"
        default: "opaque"
        }
    }
}
