import Documents
import Resources

/// Makes resources of the requests that a definition holds.
struct JobWriter {
    /// The resource whose definition it is; what is found stands in its scope.
    struct Holder {
        /// What the names and ids of the resources begin with.
        var name: String
        var id: String
        var scope: String?
        var account: String?
        var region: String?
        /// The condition under which the holder exists, and with it what it holds.
        var condition: String?
        var passed = PassedTags.none
    }

    private let holder: Holder
    private let values: [EmbeddedValue]
    private let outer: (any ValueResolver)?
    private let parameters: [String: NodeView]

    init(
        _ holder: Holder, values: [EmbeddedValue], outer: (any ValueResolver)?, parameters: [String: NodeView] = [:]
    ) {
        self.holder = holder
        self.values = values
        self.outer = outer
        self.parameters = parameters
    }

    /// - Parameter root: the tree in which the requests stand. Nothing of it may be shown if a secret text spells it.
    func write(_ jobs: [EmbeddedJob], of root: NodeView) -> (resources: [Resource], document: Document) {
        var builder = DocumentBuilder(source: root.document.source, symbols: root.document.symbols)
        let tag = builder.index(ofTag: EmbeddedResolver.tag)
        var values = values
        var requests: [NodeID] = []
        for job in jobs {
            let shape = RecordShapes.shared.byType[job.type]
            let place = Node(
                kind: .map, flags: .copied, start: UInt32(truncatingIfNeeded: job.anchor.lowerBound),
                end: UInt32(truncatingIfNeeded: job.anchor.upperBound))
            var missing: Node?
            if job.request == nil {
                values.append(job.unknown)
                missing = Node(
                    kind: .unknown, flags: [.deferred, .decoded, .copied], tag: tag, start: place.start, end: place.end,
                    extent: builder.store(String(values.count - 1)))
            }
            requests.append(
                RecordWriter(shape: shape, missing: missing)
                    .write(job.request, at: job.request?.node ?? place, into: &builder))
        }
        let document = builder.finish()
        let resolver = EmbeddedResolver(values, outer: outer, parameters: parameters, passed: holder.passed)
        var names: [String: Int] = [:]
        var facts: [String: ResourceFacts] = [:]
        let isSecret = root.node.flags.contains(.secret)
        let resources = zip(jobs, requests).map { job, request in
            let shown = isSecret || job.isNameSecret ? EmbeddedReader.shortName(of: job.type) : job.name
            names[shown, default: 0] += 1
            let number = names[shown, default: 1]
            let name = number == 1 ? shown : "\(shown)#\(number)"
            let known = facts[job.type] ?? ResourceFacts(job.type)
            facts[job.type] = known
            var made = resource(job, known, named: name, NodeView(document: document, id: request), resolver)
            made.holdsSecrets = isSecret || made.properties?.holdsSecret ?? false
            return made
        }
        return (resources, document)
    }

    private func resource(
        _ job: EmbeddedJob, _ facts: ResourceFacts, named name: String, _ properties: NodeView,
        _ resolver: EmbeddedResolver
    ) -> Resource {
        let own = job.request == nil ? TagSet.unknown : facts.tags(in: properties, resolver)
        return Resource(
            type: job.type, name: "\(holder.name)/\(name)", id: "\(holder.id)/\(name)", properties: properties,
            anchor: job.anchor, source: properties.document.source,
            tags: job.isTaggable ? own.adding(holder.passed.tags(in: Scenario())) : .notTaggable,
            account: holder.account,
            region: holder.region, aliases: facts.physicalName(in: properties).map { [$0] } ?? [], resolver: resolver,
            scope: holder.scope, condition: holder.condition)
    }
}

extension JobWriter.Holder {
    init(_ resource: Resource) {
        self.init(
            name: resource.name, id: resource.id, scope: resource.scope, account: resource.account,
            region: resource.region, condition: resource.condition)
    }
}

extension NodeView {
    /// Whether a part of it must not be shown.
    fileprivate var holdsSecret: Bool {
        let start = Int(id.rawValue)
        return document.nodes[start..<start + node.stride].contains { $0.flags.contains(.secret) }
    }
}

extension TagSet {
    /// These tags and those that something else passes on; of one key the own tag counts.
    func adding(_ passed: TagSet?) -> TagSet {
        guard let passed, case .known(let own, let anchor, let isOpen) = self else { return self }
        switch passed {
        case .notTaggable: return self
        case .unknown: return .known(own, anchor: anchor, isOpen: true)
        case .known(let others, _, let mayBeMore):
            let keys = Set(own.map(\.keyText))
            return .known(
                own + others.filter { !keys.contains($0.keyText) }, anchor: anchor, isOpen: isOpen || mayBeMore)
        }
    }
}
