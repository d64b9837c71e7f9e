import CEL
import Documents

/// Why a fix is not made, in a few words.
struct FixRefusal: Error, Hashable {
    var reason: String

    init(_ reason: String) { self.reason = reason }
}

/// How values are written into an input.
enum FixNotation {
    /// The whole input is JSON, or YAML that looks like it.
    case json
    case yaml
    /// Terraform's language.
    case hcl
    /// Terraform's JSON.
    case hclJSON

    init(of document: Document) {
        let root = document.roots.first.map { document[$0] }
        let first = root.flatMap {
            Int($0.start) < document.source.bytes.count ? document.source.bytes[Int($0.start)] : nil
        }
        self = first == UInt8(ascii: "{") || first == UInt8(ascii: "[") ? .json : .yaml
    }

    var isJSON: Bool { self == .json || self == .hclJSON }

    func key(_ key: String) -> String { text(key) }

    func text(_ text: String) -> String {
        switch self {
        case .json: YAMLScalar.quoted(text)
        case .yaml: YAMLScalar.text(text)
        // A text without templates, which JSON's quotes are for, too.
        case .hcl, .hclJSON: YAMLScalar.quoted(text).replacing("${", with: "$${").replacing("%{", with: "%%{")
        }
    }

    /// A value on one line.
    func inline(_ value: Value) throws(FixRefusal) -> String {
        switch value {
        case .string(let text): return self.text(text)
        case .list(let values):
            var parts: [String] = []
            for value in values { parts.append(try inline(value)) }
            return "[\(parts.joined(separator: ", "))]"
        case .map(let entries):
            var parts: [String] = []
            for entry in entries {
                guard case .string(let key) = entry.key else { throw FixRefusal("the value has a key that is no text") }
                parts.append("\(self.key(key))\(self == .hcl ? " = " : ": ")\(try inline(entry.value))")
            }
            return parts.isEmpty ? "{}" : "{ \(parts.joined(separator: ", ")) }"
        default:
            guard let text = Self.plain(value) else { throw FixRefusal("the value of the fix cannot be written down") }
            return text
        }
    }

    /// A value in place of a scalar: in the same quotes.
    func inline(_ value: Value, inPlaceOf node: NodeView) throws(FixRefusal) -> String {
        let text = try inline(value)
        guard node.node.flags.contains(.quoted), let plain = Self.plain(value) else { return text }
        let quote = node.document.source.bytes[node.range.lowerBound]
        guard quote == UInt8(ascii: "'"), plain.allSatisfy({ $0 != "\n" && $0 != "\r" }) else {
            return YAMLScalar.quoted(plain)
        }
        return "'\(plain.replacing("'", with: "''"))'"
    }

    /// The text of a scalar without quotes; nil for a container, and for what no notation can write.
    static func plain(_ value: Value) -> String? {
        switch value {
        case .string(let text): text
        case .int(let number): String(number)
        case .uint(let number): String(number)
        case .double(let number) where number.isFinite: String(number)
        case .bool(let value): value ? "true" : "false"
        default: nil
        }
    }
}
