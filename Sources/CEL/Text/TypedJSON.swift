import Documents

/// Values as JSON that keeps their types, for programs that compare what implementations of the language give.
///
/// | value | text |
/// |---|---|
/// | null, bools | `{"null": null}`, `{"bool": true}` |
/// | numbers | `{"int": "-1"}`, `{"uint": "1"}`, `{"double": "1.5"}` with `NaN`, `Infinity` and `-Infinity` |
/// | strings, bytes | `{"string": "text"}`, `{"bytes": "base64"}` |
/// | times | `{"timestamp": "2009-02-13T23:31:30.5Z"}`, `{"duration": "-1.5s"}` |
/// | lists, maps | `{"list": [value, ...]}`, `{"map": [[key, value], ...]}` |
/// | types | `{"type": "int"}` |
/// | optionals | `{"optional": value}`, `{"optional": null}` |
/// | opaque values | `{"net.IP": "192.0.2.1"}`, by the name of their type |
/// | errors | `{"error": "division by zero"}` |
/// | unknown | `{"unknown": null}` |
///
/// The text is one line. Control, format and separator characters, and the second half of `##`, are written as `\u`
/// escapes, so that printing it steers neither a terminal nor a build log.
public struct TypedJSON {
    private var text = ""

    /// The text of a value.
    public static func text(of value: Value) -> String {
        var writer = TypedJSON()
        writer.append(value)
        return writer.text
    }

    /// The text of an error that is none of an evaluation, such as one of the parser.
    public static func text(ofError message: String) -> String {
        var writer = TypedJSON()
        writer.append("error", message)
        return writer.text
    }

    private mutating func append(_ value: Value) {
        switch value {
        case .null: text += #"{"null": null}"#
        case .bool(let value): text += value ? #"{"bool": true}"# : #"{"bool": false}"#
        case .int(let value): append("int", String(value))
        case .uint(let value): append("uint", String(value))
        case .double(let value): append("double", value.isFinite ? value.description : Value.name(ofSpecial: value))
        case .string(let value): append("string", value)
        case .bytes(let value): append("bytes", TypedJSON.base64(value))
        case .timestamp: append("timestamp", value.sourceText ?? "")
        case .duration: append("duration", value.sourceText ?? "")
        case .type(let name): append("type", name)
        case .opaque: append(value.typeName, value.sourceText ?? "")
        case .error(let error): append("error", error.message)
        case .unknown: text += #"{"unknown": null}"#
        case .optional(nil): text += #"{"optional": null}"#
        case .optional(let wrapped?):
            text += #"{"optional": "#
            append(wrapped)
            text += "}"
        case .list(let elements): append("list", elements) { $0.append($1) }
        case .map(let entries):
            append("map", entries) { writer, entry in
                writer.text += "["
                writer.append(entry.key)
                writer.text += ", "
                writer.append(entry.value)
                writer.text += "]"
            }
        }
    }

    private mutating func append(_ kind: String, _ content: String) {
        text += #"{"\#(kind)": "#
        append(quoting: content)
        text += "}"
    }

    private mutating func append<Element>(
        _ kind: String, _ elements: [Element], _ write: (inout TypedJSON, Element) -> Void
    ) {
        text += #"{"\#(kind)": ["#
        for (index, element) in elements.enumerated() {
            if index > 0 { text += ", " }
            write(&self, element)
        }
        text += "]}"
    }

    private static let shortEscapes: [Unicode.Scalar: String] = [
        "\"": "\\\"", "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t",
    ]

    private mutating func append(quoting content: String) {
        text += "\""
        var previous: Unicode.Scalar?
        for scalar in content.unicodeScalars {
            if let short = TypedJSON.shortEscapes[scalar] {
                text += short
            } else if Excerpt.printable(scalar) != scalar || scalar == "#" && previous == "#" {
                for unit in String(scalar).utf16 { text += "\\u" + Hexadecimal.text(UInt32(unit), width: 4) }
            } else {
                text.unicodeScalars.append(scalar)
            }
            previous = scalar
        }
        text += "\""
    }

    private static func base64(_ bytes: [UInt8]) -> String {
        guard let count = Base64.encodedCount(bytes.count) else { return "" }
        let encoded = [UInt8](unsafeUninitializedCapacity: count) { buffer, written in
            bytes.withUnsafeBytes { Base64.encode($0, into: UnsafeMutableRawBufferPointer(buffer)) }
            written = count
        }
        return String(decoding: encoded, as: UTF8.self)
    }
}
