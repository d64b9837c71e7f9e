public import Documents
import Resources

/// Reads what templates are deployed with, in each form that tools use; the form is told by the content.
///
/// - The command line's: `[{"ParameterKey": "Env", "ParameterValue": "prod"}]`, or `["Env=prod"]`.
/// - CodePipeline's: `{"Parameters": {"Env": "prod"}, "Tags": {"owner": "ml"}}`.
/// - A mapping: `Env: prod`.
/// - `samconfig.toml` and `samconfig.yaml`: one deployment for each environment.
/// - SeeAlso: AWS CLI, `cloudformation create-stack --parameters`; CodePipeline, "Using parameter override functions";
///   SAM, "AWS SAM CLI configuration file".
public struct DeploymentFile: Sendable {
    private let limits: DocumentLimits

    public init(limits: DocumentLimits = DocumentLimits()) { self.limits = limits }

    /// - Throws: the first thing that is wrong with the file.
    public func read(_ source: SourceText) throws(Diagnostic) -> [Deployment] {
        let deployments =
            TOMLReader.isLikely(source)
            ? try SAMConfiguration.deployments(in: TOMLReader.read(source)) : try structured(source)
        guard !deployments.isEmpty else {
            throw Diagnostic(
                file: source.name, message: "the file gives no parameters",
                help: "give a mapping, such as `Env: prod`, or the JSON that `aws cloudformation deploy` takes")
        }
        return deployments
    }

    private func structured(_ source: SourceText) throws(Diagnostic) -> [Deployment] {
        let document = try SourceParser(limits: limits).parse(source, symbols: SymbolTable())
        guard let root = document.root, root.node.isContainer else {
            throw Diagnostic(file: source.name, message: "expected a mapping or a list of parameters")
        }
        // A text in another encoding was converted: positions are those of what was parsed.
        var deployment = Deployment(name: source.name, source: document.source)
        if root.kind == .list {
            for element in root.children { try add(element, to: &deployment) }
        } else if SAMConfiguration.isLikely(root) {
            return try SAMConfiguration.deployments(in: SAMConfiguration.settings(in: root))
        } else if let parameters = root["Parameters"], parameters.kind == .map {
            try add(members: parameters, to: &deployment)
            for tag in root["Tags"]?.children.map(\.self) ?? [] where root["Tags"]?.kind == .map {
                deployment.tags.append(Tag(key: nil, keyText: tag.key, value: tag))
            }
        } else {
            try add(members: root, to: &deployment)
        }
        return [deployment]
    }

    private func add(members: NodeView, to deployment: inout Deployment) throws(Diagnostic) {
        for member in members.children {
            if member.kind == .map {
                throw wrong(member, "the value of parameter `\(member.key)` is a mapping, expected a text")
            }
            deployment.parameters[member.key] = Deployment.Value(node: member, place: member.keyRange ?? member.range)
        }
    }

    private func add(_ element: NodeView, to deployment: inout Deployment) throws(Diagnostic) {
        if element.kind == .map, let key = element["ParameterKey"], let name = key.text {
            let isKept = element["UsePreviousValue"]?.boolean ?? false
            guard isKept || element["ParameterValue"] != nil else {
                throw wrong(element, "parameter `\(name)` has no `ParameterValue`")
            }
            deployment.parameters[name] = Deployment.Value(
                node: isKept ? nil : element["ParameterValue"], place: key.range)
        } else if let text = element.string, let equals = text.firstIndex(of: "="), equals != text.startIndex {
            let value = DerivedDocument.text(String(text[text.index(after: equals)...]), for: element)
            deployment.parameters[String(text[..<equals])] = Deployment.Value(node: value, place: element.range)
        } else {
            throw wrong(element, "expected `ParameterKey` and `ParameterValue`")
        }
    }

    private func wrong(_ node: NodeView, _ message: String) -> Diagnostic {
        Diagnostic(in: node.document.source, at: node.opening, message)
    }
}
