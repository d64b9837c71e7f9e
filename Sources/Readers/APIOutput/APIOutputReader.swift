import Documents
import Resources

/// Turns records of the AWS API into resources whose properties have the names of CloudFormation.
struct APIOutputReader {
    private struct Draft {
        let record: APIRecord
        let properties: NodeID
        let ordinal: Int
    }

    /// Why a field that a list answer lacks is not known.
    private final class UndescribedFields: ValueResolver {
        static let shared = UndescribedFields()

        func resolve(_ node: NodeView, in scenario: Scenario) -> Resolution {
            node.kind == .unknown
                ? .unknown(reason: "a list does not carry it: describe the resource", mayBeAbsent: true)
                : .value(node)
        }
    }

    private let records: [APIRecord]

    init(_ records: [APIRecord]) {
        self.records = records
    }

    /// - Returns: the resources and the document in which their properties lie.
    func read(from document: Document) -> (resources: [Resource], document: Document) {
        var builder = DocumentBuilder(
            source: document.source, symbols: document.symbols, expectedNodes: document.nodes.count)
        var drafts: [Draft] = []
        for (ordinal, record) in records.enumerated() {
            drafts.append(Draft(record: record, properties: copy(record, into: &builder), ordinal: ordinal))
        }
        let derived = builder.finish()
        return (drafts.map { resource($0, in: derived) }, derived)
    }

    private func copy(_ record: APIRecord, into builder: inout DocumentBuilder) -> NodeID {
        let place = record.fields.node
        let undescribed = Node(kind: .unknown, flags: [.deferred, .copied], start: place.start, end: place.end)
        return RecordWriter(shape: record.shape, missing: record.isSummary ? undescribed : nil)
            .write(record.fields, at: place, into: &builder)
    }

    private func resource(_ draft: Draft, in derived: Document) -> Resource {
        let record = draft.record
        let facts = ResourceFacts(record.type)
        let properties = NodeView(document: derived, id: draft.properties)
        let arn = arn(of: record, facts)
        // The skeleton of a request has a name without characters.
        let named = (record.shape?.nameField).flatMap { record.fields[$0]?.text }
        let given = named.flatMap { $0.isEmpty ? nil : $0 } ?? facts.physicalName(in: properties)
        let name = given ?? arn?.parts.name ?? "\(record.type)[\(draft.ordinal)]"
        let id = arn?.text ?? name
        var aliases: [String] = []
        for alias in [name, arn?.parts.name] {
            if let alias, alias != id, !aliases.contains(alias) { aliases.append(alias) }
        }
        return Resource(
            type: record.type, name: name, id: id, properties: properties, anchor: anchor(of: record),
            source: derived.source, tags: tags(of: record, properties, facts),
            account: arn.flatMap { $0.parts.account.isEmpty ? nil : $0.parts.account },
            region: arn.flatMap { $0.parts.region.isEmpty ? nil : $0.parts.region }, aliases: aliases,
            resolver: record.isSummary ? UndescribedFields.shared : nil)
    }

    /// The ARN of the resource itself. In a list answer it may stand under another name than in the description, so any
    /// ARN of the resource's own type counts.
    private func arn(of record: APIRecord, _ facts: ResourceFacts) -> (text: String, parts: ARN)? {
        for field in [record.shape?.arnField, facts.arnProperty] {
            if let text = field.flatMap({ record.fields[$0]?.string }), let parts = ARN(text) { return (text, parts) }
        }
        for field in record.fields.children {
            if let text = field.string, let parts = ARN(text), parts.type == record.type { return (text, parts) }
        }
        return nil
    }

    /// The value that names the resource, else the opening of the record.
    private func anchor(of record: APIRecord) -> Range<Int> {
        let identities = [record.shape?.nameField, record.shape?.arnField].lazy.compactMap { $0 }
        if let identity = identities.compactMap({ record.fields[$0]?.range }).first { return identity }
        let range = record.fields.range
        return range.lowerBound..<min(range.lowerBound + 1, range.upperBound)
    }

    private func tags(of record: APIRecord, _ properties: NodeView, _ facts: ResourceFacts) -> TagSet {
        let given = facts.tagValue(in: properties)
        if let given, given.kind != .null { return TagReader(resolver: nil).tags(in: given) }
        return facts.isTaggable == false ? .notTaggable : .unknown
    }
}
