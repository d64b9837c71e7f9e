/// The key of one element of a repeated block, as an address holds it.
enum InstanceKey {
    /// A key in quotes, with the escapes of Terraform's addresses.
    static func quoted(_ key: String) -> String {
        var result = "\""
        var rest = key.unicodeScalars[...]
        while let scalar = rest.popFirst() {
            switch scalar {
            case "\"", "\\": result += "\\\(scalar)"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case "$", "%":
                result.unicodeScalars.append(scalar)
                // Else it would begin a template.
                if rest.first == "{" { result.unicodeScalars.append(scalar) }
            case _ where scalar.isShown: result.unicodeScalars.append(scalar)
            default: result += scalar.value < 0x10000 ? scalar.escaped("u", 4) : scalar.escaped("U", 8)
            }
        }
        return result + "\""
    }
}

extension Unicode.Scalar {
    /// Whether Go takes it for a character that can be printed.
    var isShown: Bool {
        switch properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: false
        case .spaceSeparator: self == " "
        default: true
        }
    }

    /// Its number in hexadecimal digits, such as `\\u00ad`.
    func escaped(_ letter: String, _ width: Int) -> String {
        let digits = String(value, radix: 16)
        return "\\" + letter + String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }
}
