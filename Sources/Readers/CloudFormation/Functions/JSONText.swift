import Documents
import Resources

/// `Fn::ToJsonString`: a value as JSON, once everything inside it is known.
enum JSONText {
    static func toJsonString(_ call: Intrinsic, _ evaluation: Evaluation) throws(Undetermined) -> Resolution {
        var text = ""
        _ = try write(try evaluation.argument(of: call), to: &text, evaluation)
        return .value(DerivedDocument.text(text, for: call.argument))
    }

    /// - Returns: false when the value stands for nothing and nothing was written.
    private static func write(
        _ resolution: Resolution, to text: inout String, _ evaluation: Evaluation
    ) throws(Undetermined) -> Bool {
        guard evaluation.depth < Evaluation.depthLimit else { throw Undetermined("nested too deeply") }
        guard text.utf8.count <= Evaluation.textLimit else { throw Undetermined("the text becomes too long") }
        guard case .value(let value) = resolution else {
            if case .absent = resolution { return false }
            text += quoted(try evaluation.text(of: resolution))
            return true
        }
        switch value.kind {
        case .map: try write(value, to: &text, evaluation, brackets: ("{", "}"), isMap: true)
        case .list: try write(value, to: &text, evaluation, brackets: ("[", "]"), isMap: false)
        case .null: text += "null"
        case .true: text += "true"
        case .false: text += "false"
        case .integer, .double: text += value.text ?? ""
        case .string: text += quoted(try evaluation.literal(value.text ?? ""))
        case .unknown: throw Undetermined("a value is known after deployment")
        }
        return true
    }

    private static func write(
        _ container: NodeView, to text: inout String, _ evaluation: Evaluation, brackets: (String, String), isMap: Bool
    ) throws(Undetermined) {
        text += brackets.0
        var isFirst = true
        for child in container.children {
            var member = isFirst ? "" : ","
            if isMap { member += quoted(child.key) + ":" }
            guard try write(try evaluation.value(of: child), to: &member, evaluation.deeper) else { continue }
            text += member
            isFirst = false
        }
        text += brackets.1
    }

    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case "\0"..<" ":
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
