/// How a text is written as a scalar of YAML.
public enum YAMLScalar {
    /// Words that some version of YAML reads as something else than a text.
    private static let reserved: Set<String> = [
        "true", "false", "yes", "no", "on", "off", "null", "y", "n", "~", "", "inf", "nan",
    ]

    /// The text plain where every reader of YAML takes it for a text, and in double quotes elsewhere.
    public static func text(_ text: String) -> String { isPlain(text) ? text : quoted(text) }

    /// Whether the text may stand without quotes, in block and in flow style.
    public static func isPlain(_ text: String) -> Bool {
        guard let first = text.unicodeScalars.first, first.properties.isAlphabetic,
            !reserved.contains(text.lowercased())
        else { return false }
        let scalars = Array(text.unicodeScalars)
        for (index, scalar) in scalars.enumerated() {
            switch scalar {
            case ":": guard index + 1 < scalars.count, scalars[index + 1] != " " else { return false }
            case " ": guard index + 1 < scalars.count, scalars[index + 1] != "#" else { return false }
            case ".", "-", "_", "/", "+", "@", "(", ")", "*": break
            default: guard scalar.properties.isAlphabetic || scalar.properties.numericType != nil else { return false }
            }
        }
        return true
    }

    /// The text in double quotes, which JSON reads as well.
    public static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": result += "\\\(scalar)"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            default:
                if scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) {
                    let digits = String(scalar.value, radix: 16)
                    result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
                } else {
                    result.unicodeScalars.append(scalar)
                }
            }
        }
        return result + "\""
    }
}
