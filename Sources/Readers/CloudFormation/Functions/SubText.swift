import Documents
import Resources

/// The text of `Fn::Sub`: literal parts and variables in `${...}`.
struct SubText {
    enum Part: Equatable {
        case literal(Substring)
        case variable(Substring)
    }

    private(set) var parts: [Part] = []

    /// Takes a text apart. `${!x}` is the literal text `${x}`; an opening that is never closed is literal.
    init(_ text: String) {
        var rest = text[...]
        while let opening = rest.opening, let close = rest[opening.upperBound...].utf8.firstIndex(of: UInt8(ascii: "}"))
        {
            append(literal: rest[..<opening.lowerBound])
            let name = rest[opening.upperBound..<close]
            if name.utf8.first == UInt8(ascii: "!") {
                append(literal: "${")
                append(literal: Substring(name.utf8.dropFirst()))
                append(literal: "}")
            } else {
                parts.append(.variable(name.trimmingBlanks()))
            }
            rest = rest[rest.utf8.index(after: close)...]
        }
        append(literal: rest)
    }

    var variables: [Substring] {
        parts.compactMap { part in
            if case .variable(let name) = part { name } else { nil }
        }
    }

    private mutating func append(literal: Substring) {
        if !literal.isEmpty { parts.append(.literal(literal)) }
    }
}

/// The arguments of `Fn::Sub`.
struct SubArguments {
    /// The node of the text.
    let template: NodeView
    let text: String
    /// What the text's variables stand for where the call says so itself.
    private let variables: [String: NodeView]

    /// Nil when the argument has another shape.
    init?(_ call: Intrinsic) {
        let elements = call.argument.kind == .list ? call.elements : [call.argument]
        guard (1...2).contains(elements.count), let text = elements[0].text else { return nil }
        template = elements[0]
        self.text = text
        let own = elements.count == 2 && elements[1].kind == .map ? Array(elements[1].children) : []
        variables = Dictionary(own.map { ($0.key, $0) }) { _, last in last }
    }

    func own(_ name: String) -> NodeView? { variables[name] }

    /// What a variable stands for.
    func value(of name: Substring, _ evaluation: Evaluation) throws(Undetermined) -> Resolution {
        let name = String(name)
        if let own = own(name) { return try evaluation.value(of: own) }
        if let (resource, attribute) = TemplateReferences.parts(ofAttribute: name) {
            return try evaluation.attribute(String(attribute), of: String(resource), at: template)
        }
        return try evaluation.reference(to: name, at: template)
    }
}

extension SubText {
    static func sub(_ call: Intrinsic, _ evaluation: Evaluation) throws(Undetermined) -> Resolution {
        guard let arguments = SubArguments(call) else { throw Undetermined("needs a text") }
        let parts = SubText(arguments.text).parts
        if parts.count == 1, case .variable(let name) = parts[0] {
            // A text that is nothing but one variable is what the variable is, so that a reference stays one.
            let resolution = try arguments.value(of: name, evaluation)
            if case .reference = resolution { return resolution }
            return .value(DerivedDocument.text(try evaluation.text(of: resolution), for: call.argument))
        }
        let result = try text(of: parts, arguments, evaluation)
        return .value(
            result == arguments.text
                ? DerivedDocument.untagged(arguments.template) : DerivedDocument.text(result, for: call.argument))
    }

    private static func text(
        of parts: [Part], _ arguments: SubArguments, _ evaluation: Evaluation
    ) throws(Undetermined) -> String {
        var values: [String: String] = [:]
        var result = ""
        for part in parts {
            switch part {
            case .literal(let literal): result += literal
            case .variable(let name):
                let known = values[String(name)]
                let value =
                    if let known { known } else { try evaluation.text(of: arguments.value(of: name, evaluation)) }
                values[String(name)] = value
                result += value
            }
            guard result.utf8.count <= Evaluation.textLimit else { throw Undetermined("the text becomes too long") }
        }
        return try evaluation.literal(result)
    }
}

extension Substring {
    /// The range of the next `${`. Bytes are compared: a combining mark behind a brace makes no other brace of it.
    fileprivate var opening: Range<Index>? {
        var start = startIndex
        while let dollar = self[start...].utf8.firstIndex(of: UInt8(ascii: "$")) {
            let next = utf8.index(after: dollar)
            guard next < endIndex else { return nil }
            if utf8[next] == UInt8(ascii: "{") { return dollar..<utf8.index(after: next) }
            start = next
        }
        return nil
    }

    func trimmingBlanks() -> Substring {
        var trimmed = utf8.drop { $0 == UInt8(ascii: " ") }
        while trimmed.last == UInt8(ascii: " ") { trimmed.removeLast() }
        return Substring(trimmed)
    }
}
