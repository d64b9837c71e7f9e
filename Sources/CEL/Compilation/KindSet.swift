/// The kinds of values that a parameter of an overload accepts.
struct KindSet: OptionSet {
    let rawValue: UInt32
    /// The `detail` that an opaque value must have.
    private(set) var opaque: ClosedRange<UInt8> = 0...UInt8.max

    init(rawValue: UInt32) { self.rawValue = rawValue }

    init(_ kinds: Val.Kind...) {
        rawValue = kinds.reduce(0) { $0 | 1 << UInt32($1.rawValue) }
    }

    init(accepting type: CELType) {
        switch type {
        case .dyn, .parameter: self = .all
        case .null: self = KindSet(.null)
        case .bool: self = KindSet(.bool)
        case .int: self = KindSet(.int)
        case .uint: self = KindSet(.uint)
        case .double: self = KindSet(.double)
        case .string: self = KindSet(.string)
        case .bytes: self = KindSet(.bytes)
        case .timestamp: self = KindSet(.timestamp)
        case .duration: self = KindSet(.duration)
        case .list: self = KindSet(.list, .nodeList)
        case .map, .object: self = KindSet(.map, .nodeMap, .object)
        case .wrapper(let type):
            let plain = KindSet(accepting: type)
            self = plain.union(KindSet(.null))
            opaque = plain.opaque
        case .optional: self = KindSet(.optional)
        case .type: self = KindSet(.type)
        case .opaque(let name, _):
            self = KindSet(.opaque)
            // Which of its own kinds a type is only the host knows.
            opaque =
                OpaqueKind.known(by: name).map { $0.rawValue...$0.rawValue } ?? OpaqueKind.host.rawValue...UInt8.max
        }
    }

    static let all = KindSet(rawValue: .max)

    @inline(__always)
    func contains(_ value: Val) -> Bool {
        rawValue & 1 << UInt32(value.kind.rawValue) != 0
            && (value.kind != .opaque || opaque.contains(value.detail))
    }
}

extension OpaqueKind {
    private static let named: [OpaqueKind] = [.address, .network, .url, .quantity, .version]

    /// The kind whose type has this name.
    static func known(by name: String) -> OpaqueKind? {
        named.first { $0.typeName.description == name }
    }
}
