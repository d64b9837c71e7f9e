import CEL
import Documents
import Resources

/// What a template demands of the value of a parameter before CloudFormation deploys anything.
/// - SeeAlso: CloudFormation template reference, "Parameters section syntax".
struct ParameterDemands {
    private let declaration: NodeView
    private let isList: Bool
    private let isNumber: Bool
    private let allowed: [NodeView]

    init(_ declaration: NodeView, type: String, isList: Bool) {
        self.declaration = declaration
        self.isList = isList
        isNumber = type == "Number" || type == "List<Number>"
        allowed = declaration["AllowedValues"].map { Array($0.children.filter { !$0.node.isContainer }) } ?? []
    }

    /// What would be allowed, in words, if a value is not; nil if it is. Of a list each element is looked at.
    func expectation(violatedBy value: NodeView) -> String? {
        guard isList else { return value.node.isContainer ? nil : expectation(violatedBy: value.comparableText) }
        let texts =
            value.kind == .list
            ? value.children.map(\.comparableText)
            : (value.text ?? "").split(separator: ",").map { String($0.trimmingBlanks()) }
        for text in texts {
            if let expectation = expectation(violatedBy: text) { return expectation }
        }
        return nil
    }

    private func expectation(violatedBy text: String) -> String? {
        if !allowed.isEmpty, !allowed.contains(where: { $0.comparableText == text }) {
            return allowed.map { "`\(Diagnostic.shown($0.comparableText))`" }.joined(separator: ", ")
        }
        if isNumber {
            guard let number = Double(text) else { return "a number" }
            if let least = bound("MinValue"), number < least { return "at least \(words("MinValue"))" }
            if let most = bound("MaxValue"), number > most { return "at most \(words("MaxValue"))" }
        }
        let length = text.unicodeScalars.count
        if let least = bound("MinLength"), Double(length) < least {
            return "at least \(words("MinLength")) characters"
        }
        if let most = bound("MaxLength"), Double(length) > most { return "at most \(words("MaxLength")) characters" }
        guard let pattern = declaration["AllowedPattern"]?.text, matches(text, pattern) == false else { return nil }
        return "something that matches `\(Diagnostic.shown(pattern))`"
    }

    private func bound(_ key: String) -> Double? { declaration[key]?.text.flatMap { Double($0) } }

    private func words(_ key: String) -> String { declaration[key].flatMap(\.text) ?? "" }

    /// Whether a whole text matches; nil for a pattern that only Java knows.
    private func matches(_ text: String, _ pattern: String) -> Bool? {
        guard case .success(let compiled) = RegularExpression.compile("\\A(?:\(pattern))\\z") else { return nil }
        var text = text
        return text.withUTF8 { compiled.matches(UnsafeRawBufferPointer($0)) }
    }
}

extension TemplateOutline {
    /// The defaults that the template itself does not allow: CloudFormation refuses it.
    var refusedDefaults: [Diagnostic] {
        guard let parameters = root["Parameters"], parameters.kind == .map else { return [] }
        return parameters.children.compactMap { node in
            guard node.kind == .map, node["Default"] != nil else { return nil }
            let parameter = TemplateParameter(node)
            guard !parameter.isStored, let standard = parameter.standard,
                let expectation = parameter.demands.expectation(violatedBy: standard)
            else { return nil }
            let source = root.document.source
            let name = Diagnostic.shown(parameter.name)
            let message = "the default of parameter `\(name)` is not allowed by the template"
            // A line of the file would show what the parameter hides.
            if parameter.isSecret { return Diagnostic(file: source.name, message: message) }
            return Diagnostic(in: source, at: standard.range, "\(message): expected \(expectation)")
        }
    }
}
