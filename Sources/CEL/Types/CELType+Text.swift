extension CELType: LosslessStringConvertible {
    /// The types without parameters, by the name that people write.
    private static let simple: [String: CELType] = [
        "dyn": .dyn, "any": .dyn, "null_type": .null, "bool": .bool, "int": .int, "uint": .uint, "double": .double,
        "string": .string, "bytes": .bytes, "timestamp": .timestamp, "duration": .duration,
    ]

    /// The type as it is written in declarations and messages: `map(string, list(int))`.
    public var description: String {
        switch self {
        case .dyn: "dyn"
        case .null: "null"
        case .bool: "bool"
        case .int: "int"
        case .uint: "uint"
        case .double: "double"
        case .string: "string"
        case .bytes: "bytes"
        case .timestamp: "timestamp"
        case .duration: "duration"
        case .list(let element): "list(\(element))"
        case .map(let key, let value): "map(\(key), \(value))"
        case .wrapper(let type): "wrapper(\(type))"
        case .optional(let type): "optional_type(\(type))"
        case .type(let type): "type(\(type))"
        case .opaque(let name, let arguments):
            arguments.isEmpty ? name : "\(name)(\(arguments.map(\.description).joined(separator: ", ")))"
        case .object(let name): name
        case .parameter(let name): name
        }
    }

    /// Reads what `description` writes. A name that no type of the language has is an opaque type, `$T` a type parameter;
    /// nil if the text is not well formed or nested deeper than 16 levels.
    public init?(_ description: String) {
        var reader = TypeReader(text: Array(description.utf8))
        guard let type = reader.type(depth: 0), reader.isAtEnd else { return nil }
        self = type
    }

    init?(name: String, arguments: [CELType]) {
        switch (name, arguments.count) {
        case ("list", 1): self = .list(arguments[0])
        case ("map", 2): self = .map(arguments[0], arguments[1])
        case ("wrapper", 1): self = .wrapper(arguments[0])
        case ("optional_type", 1): self = .optional(arguments[0])
        case ("type", 1): self = .type(arguments[0])
        case ("list", _), ("map", _), ("wrapper", _), ("optional_type", _), ("type", _): return nil
        case ("null", 0): self = .null
        default:
            if arguments.isEmpty, let simple = Self.simple[name] {
                self = simple
            } else if Self.simple[name] == nil {
                self = .opaque(name, arguments)
            } else {
                return nil
            }
        }
    }
}

/// Reads `name(type, type)`.
private struct TypeReader {
    let text: [UInt8]
    var position = 0

    init(text: [UInt8]) { self.text = text }

    var isAtEnd: Bool { position == text.count }

    private mutating func skip(_ byte: UInt8) -> Bool {
        guard position < text.count, text[position] == byte else { return false }
        position += 1
        return true
    }

    private mutating func skipBlanks() {
        while skip(UInt8(ascii: " ")) {}
    }

    mutating func type(depth: Int) -> CELType? {
        guard depth <= 16 else { return nil }
        skipBlanks()
        let isParameter = skip(UInt8(ascii: "$"))
        let start = position
        while position < text.count, text[position].isIdentifierPart || text[position] == UInt8(ascii: ".") {
            position += 1
        }
        guard position > start, text[start].isIdentifierStart else { return nil }
        let name = String(decoding: text[start..<position], as: UTF8.self)
        if isParameter { return .parameter(name) }
        guard let arguments = arguments(depth: depth) else { return nil }
        skipBlanks()
        return CELType(name: name, arguments: arguments)
    }

    private mutating func arguments(depth: Int) -> [CELType]? {
        var arguments: [CELType] = []
        guard skip(UInt8(ascii: "(")) else { return arguments }
        repeat {
            guard let argument = type(depth: depth + 1) else { return nil }
            arguments.append(argument)
            skipBlanks()
        } while skip(UInt8(ascii: ","))
        return skip(UInt8(ascii: ")")) ? arguments : nil
    }
}
