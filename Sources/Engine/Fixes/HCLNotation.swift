import CEL
import Documents

/// How values are written in Terraform's language.
enum HCLNotation {
    static func text(_ value: Value) throws(FixRefusal) -> String {
        switch value {
        case .string(let text): return quoted(text)
        case .int(let number): return String(number)
        case .uint(let number): return String(number)
        case .double(let number) where number.isFinite: return String(number)
        case .bool(let value): return value ? "true" : "false"
        case .list(let values):
            var parts: [String] = []
            for value in values { parts.append(try text(value)) }
            return "[\(parts.joined(separator: ", "))]"
        case .map(let entries):
            var parts: [String] = []
            for entry in entries {
                guard case .string(let key) = entry.key else { throw FixRefusal("the value has a key that is no text") }
                parts.append("\(quoted(key)) = \(try text(entry.value))")
            }
            return parts.isEmpty ? "{}" : "{ \(parts.joined(separator: ", ")) }"
        default: throw FixRefusal("the value of the fix cannot be written down")
        }
    }

    /// A text without templates, which JSON's quotes are for, too.
    private static func quoted(_ text: String) -> String {
        YAMLScalar.quoted(text).replacing("${", with: "$${").replacing("%{", with: "%%{")
    }
}
