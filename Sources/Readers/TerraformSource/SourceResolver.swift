import Documents
import HCL
import Resources

/// Says why values of a Terraform configuration are not known, and what is known of them all the same.
// INVARIANT: what is `var` is set by the thread that reads the configuration, before any other has the resolver.
final class SourceResolver: ValueResolver, ChoiceSource, @unchecked Sendable {
    private let attributes: Document
    private let open: [Answer]
    /// What variables with a closed set of values decide.
    var choices: SourceChoices?
    /// The document of the properties.
    var properties: Document?
    /// The resources of this resolver, in the order of their properties.
    var resources: [Place] = []
    /// What decides how many there are of a resource, by its address.
    var repetitions: [String: Repetition] = [:]
    /// Those of a resource that stand for one of which it is not known how many there are, with that one's address.
    private var elements: [String: String] = [:]

    /// Where the properties of a resource are.
    struct Place {
        var properties: NodeID
        var address: String
        var tags: PropertyWay.Tags?
    }

    /// Why it is not known how many there are of a resource.
    struct Repetition {
        /// The variables with a closed set of values that decide it.
        var choices: Set<String>
        var reason: String
    }

    private struct Answer: Sendable {
        var resolution: Resolution
        var parts: [TextPart]?
        var choices: Set<String> = []
    }

    /// The variables that decide something here.
    var choosing: Set<String> {
        open.reduce(into: repetitions.values.reduce(into: []) { $0.formUnion($1.choices) }) { $0.formUnion($1.choices) }
    }

    init(_ attributes: Document, _ open: [SourceAttributes.Open]) {
        self.attributes = attributes
        var types: [String: String] = [:]
        func reference(_ attribute: ResourceAttribute) -> ResourceReference {
            // The steps before the last dot outside of brackets name the type.
            let base = TerraformAddress(attribute.address[...])?.base ?? attribute.address[...]
            let terraformType = String(base.prefix { $0 != "." })
            let type = types[terraformType] ?? TerraformKind.type(of: terraformType)
            types[terraformType] = type
            let path = attribute.path.filter { Int($0) == nil }
            let name: String? =
                path.isEmpty || path == ["id"]
                ? nil : TerraformKind.canonical(path, ofType: terraformType, standingFor: type)
            return ResourceReference(target: attribute.address, attribute: name)
        }
        self.open = open.map { open in
            let unknown = open.unknown
            if let attribute = unknown.reference, !open.mayBeAbsent {
                return Answer(resolution: .reference(reference(attribute)))
            }
            let parts: [TextPart] = unknown.parts.map { part in
                switch part {
                case .text(let text): .literal(text)
                case .value(let value): value.reference.map { .reference(reference($0)) } ?? .unknown
                }
            }
            return Answer(
                resolution: .unknown(reason: unknown.reason, mayBeAbsent: open.mayBeAbsent),
                parts: parts.isEmpty ? nil : parts, choices: unknown.choices)
        }
    }

    private func answer(_ node: NodeView) -> Answer? {
        guard node.kind == .unknown, Int(node.node.extent) < attributes.nodes.count else { return nil }
        let index = Int(attributes.nodes[Int(node.node.extent)].extent)
        return open.indices.contains(index) ? open[index] : nil
    }

    func resolve(_ node: NodeView, in scenario: Scenario) -> Resolution {
        guard node.kind == .unknown else { return .value(node) }
        // A list that a choice decides is that of another reading.
        if let other = choices?.resolver(of: node.document), other !== self { return other.resolve(node) }
        guard let answer = answer(node) else { return .unknown(reason: "not known", mayBeAbsent: true) }
        guard !answer.choices.isEmpty, let choices,
            let chosen = choices.combination(in: scenario, deciding: answer.choices, from: self)
        else { return answer.resolution }
        return resolve(node, in: chosen) ?? answer.resolution
    }

    /// The value that stands in the place of a node where variables have values; nil if there are several.
    private func resolve(_ node: NodeView, in chosen: SourceChoices.Combination) -> Resolution? {
        guard let own = place(of: node),
            let way = PropertyWay(
                from: NodeView(document: node.document, id: own.properties), to: node.id, tags: own.tags)
        else { return nil }
        let found = chosen[own.address]
        // What there is none of has no value, and `holds` says so.
        guard let resource = found.first else { return .absent }
        var values: [NodeView?] = []
        for other in found {
            switch way.end(in: other.properties) {
            case .node(let value): values.append(value)
            case .nothing: values.append(nil)
            case .unclear: return nil
            }
        }
        guard values.dropFirst().allSatisfy({ Self.areSame($0, values[0]) }) else { return nil }
        guard let value = values[0] else { return .absent }
        guard value.node.flags.contains(.deferred), let resolver = resource.resolver else { return .value(value) }
        return resolver.resolve(value)
    }

    /// The resource that a node belongs to: the last one that begins before it.
    private func place(of node: NodeView) -> Place? {
        var (low, high) = (0, resources.count)
        while low < high {
            let middle = (low + high) / 2
            if resources[middle].properties <= node.id { low = middle + 1 } else { high = middle }
        }
        return low > 0 ? resources[low - 1] : nil
    }

    /// Whether two values are surely the same.
    private static func areSame(_ one: NodeView?, _ other: NodeView?) -> Bool {
        guard let one, let other else { return one == nil && other == nil }
        guard let text = one.text, !one.node.flags.contains(.deferred) else { return false }
        return one.kind == other.kind && text == other.text
    }

    func parts(of node: NodeView, in scenario: Scenario) -> [TextPart]? {
        if let other = choices?.resolver(of: node.document), other !== self { return other.parts(of: node) }
        return answer(node)?.parts
    }

    /// What decides whether there is a resource; nil where it is known.
    func repetition(of address: String) -> Repetition? { repetitions[elements[address] ?? address] }

    func reason(forOpen condition: String) -> String? {
        repetition(of: condition).map { "whether the resource exists is not known: \($0.reason)" }
    }

    /// The addresses of the resources that stand for one of which it is not known how many there are: those that it has for
    /// some values of the variables that decide it. Its own if they do not decide it alone, or give many.
    func addresses(insteadOf address: String) -> [String] {
        guard let names = repetitions[address]?.choices, !names.isEmpty, let found = choices?.addresses(of: address)
        else {
            return [address]
        }
        for element in found { elements[element] = address }
        return found
    }

    /// - Parameter condition: the address of a resource of which it is not known how many there are.
    func holds(_ condition: String, in scenario: Scenario) -> Bool? {
        guard let names = repetition(of: condition)?.choices, !names.isEmpty,
            let found = choices?.combination(in: scenario, deciding: names, from: self)?[condition]
        else { return nil }
        // Something else may decide it, too.
        return found.isEmpty ? false : found.contains { $0.condition == nil } ? true : nil
    }

    func tags(of resource: Resource, in scenario: Scenario) -> TagSet {
        guard let choices, let chosen = choices.combination(in: scenario, deciding: choices.names, from: self) else {
            return resource.tags
        }
        let found = chosen[resource.id]
        return found.count == 1 ? found[0].tags : resource.tags
    }

    func choice(_ id: Choice.ID) -> Choice {
        choices?.variables.first { $0.choice.id == id }?.choice ?? Choice(id: id, options: [])
    }
}
