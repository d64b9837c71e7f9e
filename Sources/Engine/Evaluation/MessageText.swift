import CEL
import Policies

/// Values as people read them.
enum MessageText {
    private static let longestValue = 200

    /// The rule's words with the values of its expressions; nil if one of them cannot be evaluated.
    static func fill(_ message: CompiledMessage, _ activation: Activation) -> String? {
        var text = ""
        for part in message.parts {
            switch part {
            case .text(let words): text += words
            case .expression(let program):
                let value = program.evaluate(in: activation)
                if value.isError { return nil }
                text += words(for: value, activation)
            }
        }
        return text
    }

    static func words(for value: Val, _ activation: Activation) -> String {
        shortened(Self.text(of: value, activation, depth: 0))
    }

    private static func text(of value: Val, _ activation: Activation, depth: Int) -> String {
        let frame = activation.frame
        switch value.kind {
        case .unknown: return "(unknown)"
        case .string: return String(decoding: value.text, as: UTF8.self)
        case .list, .nodeList:
            guard depth < 4 else { return "[...]" }
            let elements = frame.elements(of: value).prefix(16).map { text(of: $0, activation, depth: depth + 1) }
            return "[\(elements.joined(separator: ", "))]"
        case .map, .nodeMap, .object:
            guard depth < 4 else { return "{...}" }
            let entries = Array(frame.entries(of: value).prefix(32))
            let members = stride(from: 0, to: entries.count - 1, by: 2).map {
                "\(text(of: entries[$0], activation, depth: depth + 1)): "
                    + text(of: entries[$0 + 1], activation, depth: depth + 1)
            }
            return "{\(members.joined(separator: ", "))}"
        case .null, .absent: return "null"
        case .bool: return value.boolean ? "true" : "false"
        case .int: return String(value.integer)
        case .uint: return String(value.unsigned)
        case .double: return number(value.number)
        case .timestamp, .duration, .type, .bytes, .optional, .opaque, .error: return value.kind.noun
        }
    }

    /// A value that outlived its evaluation.
    static func words(for value: Value) -> String { shortened(text(of: value)) }

    private static func text(of value: Value) -> String {
        switch value {
        case .null: "null"
        case .bool(let value): value ? "true" : "false"
        case .int(let value): String(value)
        case .uint(let value): String(value)
        case .double(let value): number(value)
        case .string(let value), .type(let value): value
        case .list(let values): "[\(values.prefix(16).map { text(of: $0) }.joined(separator: ", "))]"
        case .map(let entries):
            "{\(entries.prefix(16).map { "\(text(of: $0.key)): \(text(of: $0.value))" }.joined(separator: ", "))}"
        case .optional(let value): value.map { text(of: $0) } ?? "nothing"
        case .unknown: "(unknown)"
        case .bytes: Val.Kind.bytes.noun
        case .timestamp: Val.Kind.timestamp.noun
        case .duration: Val.Kind.duration.noun
        case .opaque: Val.Kind.opaque.noun
        case .error(let error): error.message
        }
    }

    /// A whole number without the fraction that Swift prints.
    private static func number(_ number: Double) -> String {
        let text = String(number)
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }

    private static func shortened(_ text: String) -> String {
        text.utf8.count <= longestValue || text.unicodeScalars.count <= longestValue
            ? text : String(String.UnicodeScalarView(text.unicodeScalars.prefix(longestValue - 3))) + "..."
    }
}
