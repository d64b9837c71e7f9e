import Documents
import Resources

/// What a template declares about one of its parameters.
struct TemplateParameter {
    let name: String
    /// A text that stands for all values that are allowed; nil when the template names none.
    let standard: NodeView?
    let allowed: [NodeView]
    /// The value must not be shown.
    let isSecret: Bool
    /// The value is a list that is written as one text with commas.
    let isList: Bool
    /// The text is the name of a value that lies in Parameter Store.
    let isStored: Bool
    let demands: ParameterDemands

    init(_ node: NodeView) {
        name = node.key
        standard = node["Default"].flatMap { $0.kind == .null || $0.node.isContainer ? nil : $0 }
        let type = node["Type"]?.text ?? "String"
        isStored = type.utf8.starts(with: "AWS::SSM::Parameter::Value<".utf8)
        isList = type == "CommaDelimitedList" || type.utf8.starts(with: "List<".utf8)
        // What a list's elements may be says little about the list.
        allowed = isList ? [] : node["AllowedValues"].map { Array($0.children.filter { !$0.node.isContainer }) } ?? []
        isSecret = node["NoEcho"]?.text.map { $0.lowercased() == "true" } ?? false
        demands = ParameterDemands(node, type: type, isList: isList)
    }

    /// Whether the declaration allows a value.
    func admits(_ value: NodeView) -> Bool { demands.expectation(violatedBy: value) == nil }

    /// The value that a text gives the parameter.
    func value(of node: NodeView) -> NodeView {
        guard isList, !node.node.isContainer else { return isSecret ? DerivedDocument.secret(node) : node }
        let texts = (node.text ?? "").split(separator: ",", omittingEmptySubsequences: false).map {
            String($0.trimmingBlanks())
        }
        let list = DerivedDocument.list(texts == [""] ? [] : texts, for: node)
        return isSecret ? DerivedDocument.secret(list) : list
    }
}

/// The values that a parameter can have, as far as the template tells them apart.
struct ParameterDomain {
    let choice: Choice
    /// The value of each option; nil for any other value.
    let values: [NodeView?]

    /// - Parameter literals: what the template compares the parameter with.
    init(_ parameter: TemplateParameter, literals: [NodeView], scope: String) {
        var options: [(NodeView?, Choice.Option.Standing)] = []
        var seen: Set<String> = []
        func add(_ node: NodeView, _ standing: Choice.Option.Standing) {
            guard seen.insert(node.comparableText).inserted else { return }
            options.append((node, standing))
        }
        let standard = parameter.standard
        if parameter.allowed.isEmpty {
            if let standard { add(standard, .standard) }
            if !parameter.isList {
                for literal in literals where parameter.admits(literal) { add(literal, .stated) }
            }
            if !options.isEmpty { options.append((nil, .other)) }
        } else {
            // The caret belongs on the default if the finding is about the default.
            if let standard { add(standard, .standard) }
            for value in parameter.allowed { add(value, .stated) }
        }
        values = options.map { $0.0.map(parameter.value(of:)) }
        choice = Choice(
            id: Choice.ID(scope: scope, kind: .parameter, name: parameter.name),
            options: options.map { node, standing in
                Choice.Option(label: parameter.isSecret ? nil : node?.comparableText, standing: standing)
            })
    }

    /// A parameter of CloudFormation itself.
    /// - Parameter candidates: its values; nil for any other, which alone is no choice.
    init(pseudo name: String, values candidates: [NodeView?], scope: String) {
        var seen: Set<String?> = []
        let distinct = candidates.filter { seen.insert($0?.comparableText).inserted }
        values = distinct.allSatisfy { $0 == nil } ? [] : distinct
        choice = Choice(
            id: Choice.ID(scope: scope, kind: .parameter, name: name),
            options: values.map {
                Choice.Option(label: $0?.comparableText, standing: $0 == nil ? .other : .stated)
            })
    }

    /// Whether any other value differs from a text.
    func tellsApart(_ text: String) -> Bool { values.contains { $0?.comparableText == text } }
}

extension NodeView {
    /// The text as CloudFormation compares it.
    var comparableText: String { boolean.map { $0 ? "true" : "false" } ?? text ?? key }
}
