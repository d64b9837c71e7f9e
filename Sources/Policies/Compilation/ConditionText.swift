import Documents

/// Writes the conditions of declarative checks as CEL over `value`, so that there is one evaluator.
enum ConditionText {
    /// The expression that is true when `value` meets the condition; nil for `exists`, which is about the path.
    /// - Parameter isText: the value is a text, and so is what it is compared with, `4711` as well as `'4711'`.
    static func expression(for condition: Condition, onText isText: Bool = false) -> String? {
        let operand = text(of: condition.operand, asText: isText)
        return switch condition.kind {
        case .equals: "check.equals(value, \(operand))"
        case .notEquals: "!check.equals(value, \(operand))"
        case .oneOf: "check.oneOf(value, \(operand))"
        case .noneOf: "!check.oneOf(value, \(operand))"
        case .matches: "value.matches(\(operand))"
        case .notMatches: "!value.matches(\(operand))"
        case .atLeast: "value >= \(operand)"
        case .atMost: "value <= \(operand)"
        case .satisfies: operand
        case .exists: nil
        }
    }

    /// What a person reads as the expectation.
    static func description(of condition: Condition, parameters: [Parameter]) -> String {
        let operand = plain(condition.operand, parameters)
        return switch condition.kind {
        case .exists: condition.operand.node.boolean == false ? "no value" : "a value"
        case .equals: operand
        case .notEquals: "anything but \(operand)"
        case .oneOf: "one of \(operand)"
        case .noneOf: "none of \(operand)"
        case .matches: "a match of \(operand)"
        case .notMatches: "no match of \(operand)"
        case .atLeast: "at least \(operand)"
        case .atMost: "at most \(operand)"
        case .satisfies: "a value for which \(operand) holds"
        }
    }

    private static func plain(_ operand: Operand, _ parameters: [Parameter]) -> String {
        switch operand {
        case .literal(let node): return plain(node)
        case .parameter(let name, _): return parameters.first { $0.name == name }.map { plain($0.value) } ?? name
        case .expression(let source): return "`\(source.text)`"
        }
    }

    private static func plain(_ node: NodeView) -> String {
        node.kind == .list ? node.children.map { plain($0) }.joined(separator: ", ") : node.text ?? ""
    }

    private static func text(of operand: Operand, asText isText: Bool) -> String {
        switch operand {
        case .literal(let node): literal(node, asText: isText)
        case .parameter(let name, _): "params.\(name)"
        case .expression(let source): source.text
        }
    }

    static func literal(_ node: NodeView, asText isText: Bool = false) -> String {
        switch node.kind {
        case .list: "[\(node.children.map { literal($0, asText: isText) }.joined(separator: ", "))]"
        case .true, .false, .integer, .double: isText ? quoted(node.text ?? "") : scalar(node)
        case .null, .map, .unknown: "null"
        case .string: quoted(node.text ?? "")
        }
    }

    private static func scalar(_ node: NodeView) -> String {
        switch node.kind {
        case .true: "true"
        case .false: "false"
        case .integer: node.text ?? "0"
        case .double: node.number.map { "double(\(quoted(String($0))))" } ?? "0.0"
        default: "null"
        }
    }

    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": result += "\\\(scalar)"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
