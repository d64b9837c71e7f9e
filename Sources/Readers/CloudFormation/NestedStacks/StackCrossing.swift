import Documents
import Resources

/// Values that go from one template of a tree of stacks into another: parameters down, outputs up.
///
/// On the way they lose their place: what a template is given stands, for messages, where the template uses it.
extension Evaluation {
    /// The value that the parent stack passes to a parameter.
    /// - Parameter origin: where the parameter is used.
    func passed(
        _ argument: NodeView, to parameter: TemplateParameter, at origin: NodeView
    ) throws(Undetermined) -> Resolution {
        guard depth < Self.depthLimit, let parent = resolver.place?.parent?.resolver else {
            throw Undetermined("nested too deeply")
        }
        let outer = inside(parent)
        let resolution: Resolution
        do throws(Undetermined) {
            resolution = try outer.value(of: argument)
        } catch {
            throw other(error, passed: argument, to: parameter)
        }
        switch resolution {
        case .reference, .unknown: return resolution
        case .absent:
            guard let standard = parameter.standard else { throw Undetermined("`\(parameter.name)` gets no value") }
            return .value(parameter.value(of: standard))
        case .value(let value):
            let text = try outer.argumentText(value)
            let node = DerivedDocument.text(text, for: origin)
            guard parameter.admits(node) else { throw refusal(of: parameter) }
            return .value(parameter.value(of: node))
        }
    }

    /// Any other value of a parameter of the parent stack is any other value here, but only if it is passed as it is.
    private func other(
        _ error: Undetermined, passed argument: NodeView, to parameter: TemplateParameter
    ) -> Undetermined {
        guard let domain = error.other else { return error }
        guard LiteralSearch.parameter(in: argument) != nil, !parameter.isList else {
            return Undetermined(error.reason, mayBeAbsent: error.mayBeAbsent)
        }
        let isKnownToDiffer = parameter.allowed.allSatisfy { domain.tellsApart($0.comparableText) }
        return parameter.allowed.isEmpty || !isKnownToDiffer ? error : refusal(of: parameter)
    }

    private func refusal(of parameter: TemplateParameter) -> Undetermined {
        let reason = "parameter `\(parameter.name)` of the nested stack gets a value that is not allowed"
        if !scenario.isOpen { scenario.refuse(reason) }
        return Undetermined(reason)
    }

    /// What a stack passes is one text; a list is written with commas.
    private func argumentText(_ value: NodeView) throws(Undetermined) -> String {
        guard value.kind == .list else { return try text(of: .value(value)) }
        var texts: [String] = []
        for element in try list(.value(value)) { texts.append(try text(of: element)) }
        return texts.joined(separator: ",")
    }

    /// The value of an output of a nested stack.
    /// - Parameter origin: where the output is used.
    func output(_ name: String, of stack: StackPlace, at origin: NodeView) throws(Undetermined) -> Resolution {
        guard depth < Self.depthLimit else { throw Undetermined("nested too deeply") }
        let inner = inside(stack.resolver)
        let file = stack.tree.stack(stack.index).file
        guard let output = inner.outline.root["Outputs"]?[name], let value = output["Value"] else {
            throw Undetermined("`\(file)` has no output `\(name)`")
        }
        if let condition = output["Condition"]?.text, try !inner.holds(condition) {
            let reason = "the output `\(name)` of `\(file)` exists only if `\(condition)` holds"
            if !scenario.isOpen { scenario.refuse(reason) }
            throw Undetermined(reason)
        }
        switch try inner.value(of: value) {
        case .value(let value): return .value(DerivedDocument.text(try inner.argumentText(value), for: origin))
        case let resolution: return resolution
        }
    }
}

extension CloudFormationResolver {
    /// The tags that the resources of a template get from their stack.
    func stackTags(in scenario: Scenario) -> (tags: [Tag], isOpen: Bool) {
        guard let place, let call = place.call, let parent = place.parent?.resolver else {
            return parameters.deploymentTags(in: scenario, from: self)
        }
        let outer = parent.stackTags(in: scenario)
        guard case .known(let own, _, let isOpen) = ResourceFacts(call.type).tags(in: call.properties, parent, scenario)
        else { return outer }
        let settled = own.compactMap { parent.settled($0, in: scenario) }
        let keys = Set(settled.map(\.keyText))
        return (settled + outer.tags.filter { !keys.contains($0.keyText) }, isOpen || outer.isOpen)
    }

    /// A tag whose value no other resolver need look at; nil if there is none.
    private func settled(_ tag: Tag, in scenario: Scenario) -> Tag? {
        switch tag.value(resolvedBy: self, in: scenario) {
        case .text(let text): Tag(key: nil, keyText: tag.keyText, value: DerivedDocument.text(text, for: tag.value))
        case .absent: nil
        case .unknown: Tag(key: nil, keyText: tag.keyText, value: DerivedDocument.unknown(for: tag.value))
        }
    }
}
