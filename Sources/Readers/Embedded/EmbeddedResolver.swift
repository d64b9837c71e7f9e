import Documents
import Resources

/// The tags that what is created gets without asking for them.
enum PassedTags: Sendable {
    case none
    /// Some, that the input does not show.
    case unknown
    case ofResource(Resource)

    func tags(in scenario: Scenario) -> TagSet? {
        switch self {
        case .none: nil
        case .unknown: .unknown
        case .ofResource(let resource): resource.tags(in: scenario)
        }
    }
}

/// Answers what the values of embedded definitions stand for; those of their holder it passes on to the holder's resolver.
final class EmbeddedResolver: ValueResolver, ChoiceSource {
    /// Marks a node of ours. Its text is the index of its value.
    static let tag = "!embedded"
    /// Values that lead to values.
    private static let depthLimit = 32

    private let values: [EmbeddedValue]
    private let outer: (any ValueResolver)?
    /// The parameters of the pipeline, by name.
    private let parameters: [String: NodeView]

    private let passed: PassedTags

    init(
        _ values: [EmbeddedValue], outer: (any ValueResolver)?, parameters: [String: NodeView] = [:],
        passed: PassedTags = .none
    ) {
        self.values = values
        self.outer = outer
        self.parameters = parameters
        self.passed = passed
    }

    func resolve(_ node: NodeView, in scenario: Scenario) -> Resolution { resolve(node, Context(scenario: scenario)) }

    func parts(of node: NodeView, in scenario: Scenario) -> [TextPart]? {
        guard let value = value(of: node) else { return outer?.parts(of: node, in: scenario) }
        return parts(of: value, Context(scenario: scenario))
    }

    func holds(_ condition: String, in scenario: Scenario) -> Bool? { outer?.holds(condition, in: scenario) }

    func reason(forOpen condition: String) -> String? { outer?.reason(forOpen: condition) }

    func tags(of resource: Resource, in scenario: Scenario) -> TagSet {
        let own = ResourceFacts(resource.type).tags(in: resource.properties, self, scenario)
        return own.adding(passed.tags(in: scenario))
    }

    /// A text without the parts of it that are not known; nil when nothing of it is.
    func knownParts(of node: NodeView) -> String? {
        guard node.node.flags.contains(.deferred) else { return node.string }
        if case .value(let value) = resolve(node) { return value.string }
        return parts(of: node)?.reduce(into: "") { text, part in
            if case .literal(let literal) = part { text += literal }
        }
    }

    /// One question, and how many values led to values on the way.
    private struct Context {
        let scenario: Scenario
        var depth = 0

        var next: Context { Context(scenario: scenario, depth: depth + 1) }
    }

    /// The value of one of our nodes.
    private func value(of node: NodeView) -> EmbeddedValue? {
        guard node.kind == .unknown, node.tag == Self.tag else { return nil }
        let index = Int(String(decoding: node.document.text(of: node.node), as: UTF8.self))
        guard let index, values.indices.contains(index) else { return .unknown(reason: "the value is not literal") }
        return values[index]
    }

    private func resolve(_ node: NodeView, _ context: Context) -> Resolution {
        guard context.depth < Self.depthLimit else {
            return .unknown(reason: "the value leads to itself", mayBeAbsent: false)
        }
        if let value = value(of: node) { return resolve(value, for: node, context.next) }
        guard node.node.flags.contains(.deferred) else { return .value(node) }
        return outer?.resolve(node, in: context.scenario)
            ?? .unknown(reason: "the value is not literal", mayBeAbsent: true)
    }

    private func resolve(_ value: EmbeddedValue, for node: NodeView, _ context: Context) -> Resolution {
        switch value {
        case .unknown(let reason, let mayBeAbsent): return .unknown(reason: reason, mayBeAbsent: mayBeAbsent)
        case .outer(let view): return resolve(view, context)
        case .text(let pieces): return text(pieces, for: node, context)
        case .scalar(let index): return scalar(index, for: node, context)
        case .parameter(let name): return parameter(name, context)
        }
    }

    /// A text that is nothing but one value is what the value is, so that a reference stays one.
    private func text(_ pieces: [EmbeddedValue.Piece], for node: NodeView, _ context: Context) -> Resolution {
        var text = ""
        var isSecret = false
        for piece in pieces {
            switch piece {
            case .literal(let literal): text += literal
            case .value(let index):
                guard values.indices.contains(index) else {
                    return .unknown(reason: "the value is not literal", mayBeAbsent: false)
                }
                let resolution = resolve(values[index], for: node, context)
                if pieces.count == 1, case .reference = resolution { return resolution }
                isSecret = isSecret || resolution.isSecret
                switch Self.insertion(resolution) {
                case .success(let inserted): text += inserted
                case .failure(let undetermined): return .unknown(reason: undetermined.reason, mayBeAbsent: false)
                }
            }
            guard text.utf8.count <= TextComposer.sizeLimit else {
                return .unknown(reason: "the text becomes too long", mayBeAbsent: false)
            }
        }
        let value = DerivedDocument.text(text, for: node)
        return .value(isSecret ? DerivedDocument.secret(value) : value)
    }

    private func scalar(_ index: Int, for node: NodeView, _ context: Context) -> Resolution {
        guard values.indices.contains(index) else {
            return .unknown(reason: "the value is not literal", mayBeAbsent: true)
        }
        let resolution = resolve(values[index], for: node, context)
        switch Self.insertion(resolution) {
        case .success(let text):
            guard let value = DerivedDocument.json(text, for: node) else {
                return .unknown(
                    reason: "the inserted text is not a number, a text, true, false or null", mayBeAbsent: true)
            }
            if value.kind == .null { return .absent }
            return .value(resolution.isSecret ? DerivedDocument.secret(value) : value)
        case .failure(let undetermined): return .unknown(reason: undetermined.reason, mayBeAbsent: true)
        }
    }

    /// As the service inserts a value into a text.
    private static func insertion(_ resolution: Resolution) -> Result<String, Undetermined> {
        switch resolution {
        case .value(let value):
            if let boolean = value.boolean { return .success(boolean ? "true" : "false") }
            guard value.kind != .null, let text = value.text else {
                return .failure(Undetermined("the inserted value is not a text"))
            }
            // Such a text would end the string that it stands in, or escape what follows.
            let changesJSON = text.utf8.contains { $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\\") }
            return changesJSON ? .failure(Undetermined("the inserted text changes the JSON around it")) : .success(text)
        case .absent: return .failure(Undetermined("the inserted value is absent"))
        case .reference(let reference):
            return .failure(Undetermined("the value of `\(reference.target)` is known only after deployment"))
        case .unknown(let reason, _): return .failure(Undetermined(reason))
        }
    }

    private func parameter(_ name: String, _ context: Context) -> Resolution {
        guard let parameter = parameters[name] else {
            return .unknown(reason: "the pipeline declares no parameter `\(name)`", mayBeAbsent: false)
        }
        if let values = parameter["EnumValues"], values.kind == .list {
            let allowed = Self.allowedValues(of: parameter)
            let outcome = allowed.isEmpty ? nil : context.scenario.outcome(of: Self.id(name, parameter), from: self)
            if let outcome, allowed.indices.contains(outcome) { return .value(allowed[outcome]) }
            return .unknown(
                reason: "pipeline parameter `\(name)` is one of \(values.node.stride - 1) values", mayBeAbsent: false)
        }
        guard let value = parameter["DefaultValue"] else {
            return .unknown(reason: "pipeline parameter `\(name)` has no default", mayBeAbsent: false)
        }
        return resolve(value, context)
    }

    func choice(_ id: Choice.ID) -> Choice {
        guard let parameter = parameters[id.name] else { return Choice(id: id, options: []) }
        let hasDefault = parameter["DefaultValue"] != nil
        let options = Self.allowedValues(of: parameter).enumerated().map { index, value in
            Choice.Option(label: value.text, standing: hasDefault && index == 0 ? .standard : .stated)
        }
        return Choice(id: id, options: options)
    }

    /// More values than these are not tried.
    private static let mostValues = 16

    /// The values that a parameter may have, its default first; empty if they are not spelled out, or too many.
    private static func allowedValues(of parameter: NodeView) -> [NodeView] {
        guard let list = parameter["EnumValues"] else { return [] }
        let values = list.children.filter { !$0.node.isContainer && !$0.node.flags.contains(.deferred) }
        guard values.count == list.node.stride - 1, values.count <= mostValues else { return [] }
        guard let standard = parameter["DefaultValue"] else { return values }
        guard let first = values.first(where: { $0.text == standard.text }) else { return [] }
        return [first] + values.filter { $0.id != first.id }
    }

    /// A file may hold several pipelines, each with parameters of its own.
    private static func id(_ name: String, _ parameter: NodeView) -> Choice.ID {
        Choice.ID(
            scope: "\(parameter.document.source.name)#\(parameter.range.lowerBound)", kind: .parameter, name: name)
    }

    private func parts(of value: EmbeddedValue, _ context: Context) -> [TextPart]? {
        guard context.depth < Self.depthLimit else { return nil }
        switch value {
        case .outer(let view):
            if let inner = self.value(of: view) { return parts(of: inner, context.next) }
            return outer?.parts(of: view, in: context.scenario)
        case .text(let pieces):
            return pieces.flatMap { piece -> [TextPart] in
                switch piece {
                case .literal(let text): [.literal(text)]
                case .value(let index): inserted(index, context)
                }
            }
        case .unknown, .scalar, .parameter: return nil
        }
    }

    private func inserted(_ index: Int, _ context: Context) -> [TextPart] {
        guard values.indices.contains(index) else { return [.unknown] }
        if let parts = parts(of: values[index], context.next) { return parts }
        guard case .outer(let view) = values[index] else { return [.unknown] }
        let resolution = resolve(view, context.next)
        if case .reference(let reference) = resolution { return [.reference(reference)] }
        if case .success(let text) = Self.insertion(resolution) { return [.literal(text)] }
        return [.unknown]
    }
}

extension Resolution {
    /// Whether it is a value that must not be shown.
    fileprivate var isSecret: Bool {
        guard case .value(let value) = self else { return false }
        return value.node.flags.contains(.secret)
    }
}
