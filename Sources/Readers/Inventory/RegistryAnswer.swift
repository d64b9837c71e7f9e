import Documents
import Resources

/// Reads what `aws cloudcontrol get-resource` and `list-resources` print: the properties that the CloudFormation registry
/// knows of a resource, as JSON in a text.
/// - SeeAlso: Cloud Control API Reference, `GetResource`, `ListResources` and `ResourceDescription`.
struct RegistryAnswer {
    private(set) var records: [TypedRecord] = []
    private var json: EmbeddedJSON

    var diagnostics: DiagnosticList { json.diagnostics }

    init(_ roots: [NodeView], limits: DocumentLimits, diagnostics: DiagnosticList) {
        json = EmbeddedJSON(limits: limits, diagnostics: diagnostics)
        for root in roots {
            guard let type = root["TypeName"]?.string else { continue }
            if let description = root["ResourceDescription"] { add(description, type, isListed: false) }
            guard let list = root["ResourceDescriptions"], list.kind == .list else { continue }
            for description in list.children { add(description, type, isListed: true) }
        }
    }

    static func isAnswer(_ root: NodeView) -> Bool {
        guard root.kind == .map, root["TypeName"]?.string?.contains("::") ?? false else { return false }
        return root["ResourceDescription"]?.kind == .map || root["ResourceDescriptions"]?.kind == .list
    }

    private mutating func add(_ description: NodeView, _ type: String, isListed: Bool) {
        let identifier = description["Identifier"]
        let name = identifier?.text ?? type
        guard let properties = description["Properties"],
            let definition = json.definition(in: properties, what: "the properties of `\(name)`"),
            definition.root.kind == .map
        else { return }
        let root = definition.root
        let arn = Catalogue.type(named: type)?.arnProperty.flatMap { root[$0]?.string } ?? name
        let parts = ARN(arn)
        var record = TypedRecord(
            type: type, name: name, id: parts == nil ? name : arn, anchor: identifier?.range ?? description.opening,
            properties: root, values: definition.values, place: root)
        record.account = parts.flatMap { $0.account.isEmpty ? nil : $0.account }
        record.region = parts.flatMap { $0.region.isEmpty ? nil : $0.region }
        record.aliases = [name, parts?.name ?? ""]
        if isListed {
            record.omitted = .possible(incomplete: [], reason: "a list need not carry it: get the resource")
        }
        records.append(record)
    }
}
