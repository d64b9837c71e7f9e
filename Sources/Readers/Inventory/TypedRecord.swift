import Documents
import Resources

/// A resource that an input gives together with its type: an item of AWS Config, of the CloudFormation registry, of a
/// change set.
struct TypedRecord {
    var type: String
    var name: String
    var id: String
    var anchor: Range<Int>
    /// The mapping whose members are the properties.
    var properties: NodeView?
    /// Properties that stand apart from the others.
    var supplements: [Supplement] = []
    /// What the deferred values among the properties stand for.
    var values: [EmbeddedValue] = []
    /// Properties that the input may leave out although the resource has them.
    var omitted = Omission.none
    /// The value of the tags, where they stand apart from the properties.
    var tags: NodeView?
    /// Whether a record without tags says that there are none.
    var showsTags = false
    /// The tags of the stack.
    var stackTags: TagSet?
    var account: String?
    var region: String?
    var aliases: [String] = []
    /// The node that stands for the record as a whole.
    var place: NodeView

    typealias Supplement = (name: String, value: NodeView)

    enum Omission {
        case none
        /// All that are missing, and those of the given names although a part of them is there.
        case possible(incomplete: Set<String>, reason: String)
    }

    /// - Returns: the resource and the document in which its properties lie.
    func resource() -> (resource: Resource, document: Document) {
        var builder = DocumentBuilder(source: place.document.source, symbols: place.document.symbols)
        var values = values
        var writer = SchemaWriter(type: type)
        var root = place.node
        root.kind = .map
        root.flags = [.copied, .repeatsKeys]
        root.key = .none
        root.tag = 0
        let map = builder.append(root)
        var given: Set<String> = []
        for member in properties.map({ Array($0.children) }) ?? [] {
            let name = writer.name(of: member.key)
            if case .possible(let incomplete, _) = omitted, incomplete.contains(member.key) { continue }
            if given.insert(name).inserted { writer.copy(member, named: member.key, into: &builder) }
        }
        for (key, value) in supplements {
            let name = writer.name(of: key)
            guard writer.declares(name), given.insert(name).inserted else { continue }
            writer.copy(value, named: key, into: &builder)
        }
        addOmitted(except: given, to: &builder, &values)
        builder.close(map, end: root.end)
        builder.addRoot(map)
        let document = builder.finish()
        return (resource(NodeView(document: document, id: map), values), document)
    }

    private func addOmitted(
        except given: Set<String>, to builder: inout DocumentBuilder, _ values: inout [EmbeddedValue]
    ) {
        guard case .possible(_, let reason) = omitted, let object = Catalogue.object(named: type) else { return }
        values.append(.unknown(reason: reason, mayBeAbsent: true))
        let index = builder.store(String(values.count - 1))
        let tag = builder.index(ofTag: EmbeddedResolver.tag)
        for name in object.propertyNames where !given.contains(name) {
            builder.append(
                Node(
                    kind: .unknown, flags: [.deferred, .decoded, .copied], tag: tag, start: place.node.start,
                    end: place.node.end, extent: index, keyStart: place.node.start, key: builder.symbols.intern(name)))
        }
    }

    private func resource(_ properties: NodeView, _ values: [EmbeddedValue]) -> Resource {
        let facts = ResourceFacts(type)
        let resolver = EmbeddedResolver(values, outer: nil)
        var aliases = aliases
        if let physical = facts.physicalName(in: properties) { aliases.append(physical) }
        aliases.removeAll { $0 == id || $0.isEmpty }
        return Resource(
            type: type, name: name, id: id, properties: properties, anchor: anchor, source: place.document.source,
            tags: tags(in: properties, facts, resolver), account: account, region: region, aliases: aliases,
            resolver: values.isEmpty ? nil : resolver)
    }

    /// Tags may stand beside the properties, among them, or in both places.
    private func tags(in properties: NodeView, _ facts: ResourceFacts, _ resolver: EmbeddedResolver) -> TagSet {
        if facts.isTaggable == false { return .notTaggable }
        let reader = TagReader(resolver: resolver)
        let own = facts.tagValue(in: properties).flatMap { $0.kind == .null ? nil : reader.tags(in: $0) }
        let beside = tags.flatMap { $0.kind == .null ? nil : reader.tags(in: $0) }
        guard let first = beside ?? own else {
            return showsTags ? TagSet.known([], anchor: nil, isOpen: false).adding(stackTags) : .unknown
        }
        return first.adding(beside == nil ? nil : own).adding(stackTags)
    }
}
