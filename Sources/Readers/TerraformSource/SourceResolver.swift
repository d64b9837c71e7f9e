import Documents
import HCL
import Resources

/// Says why values of a Terraform configuration are not known, and what is known of them all the same.
final class SourceResolver: ValueResolver {
    /// The condition of resources of which it is not known how many there are.
    static let repetition = "repetition"

    private let attributes: Document
    private let open: [Answer]

    private struct Answer: Sendable {
        var resolution: Resolution
        var parts: [TextPart]?
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
            if let attribute = unknown.reference { return Answer(resolution: .reference(reference(attribute))) }
            let parts: [TextPart] = unknown.parts.map { part in
                switch part {
                case .text(let text): .literal(text)
                case .value(let value): value.reference.map { .reference(reference($0)) } ?? .unknown
                }
            }
            return Answer(
                resolution: .unknown(reason: unknown.reason, mayBeAbsent: open.mayBeAbsent),
                parts: parts.isEmpty ? nil : parts)
        }
    }

    private func answer(_ node: NodeView) -> Answer? {
        guard node.kind == .unknown, Int(node.node.extent) < attributes.nodes.count else { return nil }
        let index = Int(attributes.nodes[Int(node.node.extent)].extent)
        return open.indices.contains(index) ? open[index] : nil
    }

    func resolve(_ node: NodeView, in scenario: Scenario) -> Resolution {
        guard node.kind == .unknown else { return .value(node) }
        return answer(node)?.resolution ?? .unknown(reason: "not known", mayBeAbsent: true)
    }

    func parts(of node: NodeView, in scenario: Scenario) -> [TextPart]? { answer(node)?.parts }

    func holds(_ condition: String, in scenario: Scenario) -> Bool? { nil }
}
