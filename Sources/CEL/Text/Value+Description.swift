import Documents

extension Value: CustomStringConvertible {
    /// The value as an expression of the language that gives it: `{"a": [1, 2u, duration("1.5s")]}`.
    ///
    /// Strings and bytes are escaped so that the text is one line and shows everything. Errors, unknown values and opaque
    /// values of a host are no values of the language: they are told between angle brackets.
    public var description: String {
        var writer = LiteralWriter()
        writer.append(self)
        return writer.text
    }

    /// The name of the value's type, as `type(value)` gives it. Errors and unknown values have none of the language's.
    public var typeName: String {
        switch self {
        case .null: "null_type"
        case .bool: "bool"
        case .int: "int"
        case .uint: "uint"
        case .double: "double"
        case .string: "string"
        case .bytes: "bytes"
        case .timestamp: "google.protobuf.Timestamp"
        case .duration: "google.protobuf.Duration"
        case .type: "type"
        case .list: "list"
        case .map: "map"
        case .optional: "optional_type"
        case .opaque(let kind, _): "\(kind.typeName)"
        case .error: "error"
        case .unknown: "unknown"
        }
    }

    /// What a double that is not finite is called.
    static func name(ofSpecial value: Double) -> String {
        value.isNaN ? "NaN" : value < 0 ? "-Infinity" : "Infinity"
    }

    /// The text that a time, an address or a URL is made from; nil for any other value, and for a payload that no function
    /// of ours has written.
    var sourceText: String? {
        switch self {
        case .timestamp, .duration, .opaque: break
        default: return nil
        }
        var arena = Arena()
        let value = stored(in: &arena)
        return ByteWriter.with(limit: .max) { writer in
            writer.append(scalar: value) ? String(decoding: writer.bytes, as: UTF8.self) : nil
        }
    }
}

/// Writes values in the syntax of the language.
private struct LiteralWriter {
    private(set) var text = ""

    mutating func append(_ value: Value) {
        switch value {
        case .null: text += "null"
        case .bool(let value): text += value ? "true" : "false"
        case .int(let value): text += String(value)
        case .uint(let value): text += "\(value)u"
        case .double(let number): append(number)
        case .string(let value): append(quoting: value)
        case .bytes(let value): append(value)
        case .type(let name): text += name
        case .list(let elements):
            append("[", elements, "]") { $0.append($1) }
        case .map(let entries):
            append("{", entries, "}") { writer, entry in
                writer.append(entry.key)
                writer.text += ": "
                writer.append(entry.value)
            }
        case .optional(nil): text += "optional.none()"
        case .optional(let wrapped?): appendCall("optional.of") { $0.append(wrapped) }
        case .timestamp: appendCall("timestamp", of: value)
        case .duration: appendCall("duration", of: value)
        case .opaque(let kind, _):
            if let function = LiteralWriter.constructors[kind] {
                appendCall(function, of: value)
            } else {
                text += "<\(kind.typeName)>"
            }
        case .error(let error): text += "<error: \(error.message)>"
        case .unknown: text += "<unknown>"
        }
    }

    /// The functions that make opaque values from a string.
    private static let constructors: [OpaqueKind: String] = [.address: "ip", .network: "cidr", .url: "url"]

    private mutating func append<Element>(
        _ opening: String, _ elements: [Element], _ closing: String, _ write: (inout LiteralWriter, Element) -> Void
    ) {
        text += opening
        for (index, element) in elements.enumerated() {
            if index > 0 { text += ", " }
            write(&self, element)
        }
        text += closing
    }

    private mutating func appendCall(_ function: String, _ argument: (inout LiteralWriter) -> Void) {
        text += function + "("
        argument(&self)
        text += ")"
    }

    private mutating func appendCall(_ function: String, of value: Value) {
        appendCall(function) { $0.append(quoting: value.sourceText ?? "") }
    }

    private mutating func append(_ number: Double) {
        if number.isFinite {
            text += number.description
            return
        }
        appendCall("double") { $0.append(quoting: Value.name(ofSpecial: number)) }
    }

    private static let shortEscapes: [Unicode.Scalar: String] = [
        "\"": "\\\"", "\\": "\\\\", "\u{07}": "\\a", "\u{08}": "\\b", "\u{0C}": "\\f", "\n": "\\n", "\r": "\\r",
        "\t": "\\t", "\u{0B}": "\\v",
    ]

    private mutating func append(quoting string: String) {
        text += "\""
        for scalar in string.unicodeScalars {
            if let short = LiteralWriter.shortEscapes[scalar] {
                text += short
            } else if Excerpt.printable(scalar) == scalar {
                text.unicodeScalars.append(scalar)
            } else {
                let isShort = scalar.value <= 0xFFFF
                text += (isShort ? "\\u" : "\\U") + Hexadecimal.text(scalar.value, width: isShort ? 4 : 8)
            }
        }
        text += "\""
    }

    private mutating func append(_ bytes: [UInt8]) {
        text += "b\""
        for byte in bytes {
            let scalar = Unicode.Scalar(byte)
            if let short = LiteralWriter.shortEscapes[scalar] {
                text += short
            } else if (0x20..<0x7F).contains(byte) {
                text.unicodeScalars.append(scalar)
            } else {
                text += "\\x" + Hexadecimal.text(UInt32(byte), width: 2)
            }
        }
        text += "\""
    }
}
