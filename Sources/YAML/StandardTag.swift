internal import Documents

/// The tags that YAML itself defines.
enum StandardTag: String {
    case string = "str"
    case integer = "int"
    case double = "float"
    case boolean = "bool"
    case null
    case binary
    case timestamp
    case merge
    case list = "seq"
    case map
    case set
    case orderedMap = "omap"
    case pairs

    static let prefix = "tag:yaml.org,2002:"

    /// Recognises a resolved tag; nil for tags of applications.
    init?(_ tag: String) {
        guard tag.hasPrefix(Self.prefix) else { return nil }
        self.init(rawValue: String(tag.dropFirst(Self.prefix.count)))
    }

    /// A tag as people write it.
    static func shown(_ tag: String) -> String {
        tag.hasPrefix(prefix) ? "!!" + tag.dropFirst(prefix.count) : tag
    }

    /// Whether it can stand before a list, a mapping or a scalar.
    func allows(_ kind: Node.Kind) -> Bool {
        switch self {
        case .list: kind == .list
        case .orderedMap, .pairs: kind == .list
        case .map: kind == .map
        case .set: kind == .map
        default: kind != .list && kind != .map
        }
    }

    /// Whether a document keeps the tag: those whose meaning is not in the node's kind.
    var isKept: Bool {
        switch self {
        case .binary, .timestamp, .set, .orderedMap, .pairs: true
        default: false
        }
    }

    /// What the text of a scalar with this tag stands for; nil if the text does not fit.
    func meaning(of bytes: UnsafeRawBufferPointer, _ resolver: ScalarResolver) -> ScalarResolver.Meaning? {
        let plain = resolver.meaning(of: bytes)
        switch self {
        case .integer: return plain.kind == .integer ? plain : nil
        case .double:
            let isNumber = plain.kind == .double || plain.kind == .integer
            return isNumber ? ScalarResolver.Meaning(.double, text: plain.text) : nil
        case .boolean: return plain.kind == .true || plain.kind == .false ? plain : nil
        case .null: return plain.kind == .null ? plain : nil
        case .binary: return Base64.isValid(bytes) ? ScalarResolver.Meaning(.string) : nil
        default: return ScalarResolver.Meaning(.string)
        }
    }

    /// What was expected, for the message about a text that does not fit.
    var expectation: String {
        switch self {
        case .integer: "an integer"
        case .double: "a number"
        case .boolean: "a boolean"
        case .null: "null"
        case .binary: "Base64"
        case .list, .orderedMap, .pairs: "a list"
        case .map, .set: "a mapping"
        default: "text"
        }
    }
}

extension Base64 {
    /// True for Base64 as it stands in YAML, with white space anywhere.
    fileprivate static func isValid(_ bytes: UnsafeRawBufferPointer) -> Bool {
        let text = bytes.filter { $0 != 0x20 && $0 != 0x09 }
        return withUnsafeTemporaryAllocation(byteCount: text.count + 1, alignment: 1) { output in
            text.withUnsafeBytes { decode($0, into: output) } != nil
        }
    }
}
