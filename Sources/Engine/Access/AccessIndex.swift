import Documents
import IAM
import Resources

/// What was found out about the policies of one input, in any scenario: nothing is read again for choices on which it does
/// not depend. For one thread.
final class AccessIndex {
    let graph: ResourceGraph
    // Made when something first asks for a policy, which most rules never do.
    private lazy var documents = ScenarioMemo<Int, PolicyDocuments>()
    private lazy var policies = ScenarioMemo<DocumentKey, ReadPolicy>()
    private lazy var properties = ScenarioMemo<PropertyKey, [Named]>()
    private lazy var backwards = Backwards(of: self)
    private var policyCount = 0

    init(_ graph: ResourceGraph) { self.graph = graph }

    /// A policy, or why IAM would refuse it.
    struct ReadPolicy {
        /// Two policies of an input with the same number are the same, whatever the scenario.
        var number: Int
        var result: Result<Policy, PolicyRejection>
        /// Keeps the document alive, so that its address names no other.
        fileprivate var view: NodeView
    }

    private struct DocumentKey: Hashable {
        var document: ObjectIdentifier
        var node: NodeID
        var resource: Int
        var path: String
    }

    private struct PropertyKey: Hashable {
        var resource: Int
        var property: AttachmentLink.Property
    }

    func documents(of resource: Int, in scenario: Scenario) -> PolicyDocuments {
        documents.value(for: resource, in: scenario) { PolicyDocuments(of: resource, in: graph, scenario) }
    }

    func policy(_ document: PolicyDocument, in scenario: Scenario) -> ReadPolicy {
        let view = document.view
        let key = DocumentKey(
            document: ObjectIdentifier(view.document), node: view.id, resource: document.resource, path: document.path)
        return policies.value(for: key, in: scenario) {
            let result = Result { () throws(PolicyRejection) in
                try Policy(
                    reading: view, kind: document.kind, name: document.key,
                    computed: .of(graph.resources[document.resource].resolver, in: scenario))
            }
            policyCount += 1
            return ReadPolicy(number: policyCount, result: result, view: view)
        }
    }

    // MARK: Who is meant

    enum Named {
        case resource(Int)
        /// A name or ARN that the input does not explain.
        case outside(String)

        var resource: Int? {
            if case .resource(let index) = self { index } else { nil }
        }
    }

    /// What a property of a resource names.
    func read(_ property: AttachmentLink.Property, of resource: Int, in scenario: Scenario) -> [Named] {
        properties.value(for: PropertyKey(resource: resource, property: property), in: scenario) {
            let owner = graph.resources[resource]
            guard let node = owner.properties?[property.rawValue] else { return [] }
            return values(node, of: owner, as: property.type, in: scenario, depth: 0)
        }
    }

    /// - Parameter type: what a name means.
    private func values(
        _ node: NodeView, of resource: Resource, as type: String, in scenario: Scenario, depth: Int
    ) -> [Named] {
        guard depth < 8 else { return [] }
        if node.node.flags.contains(.deferred), let resolver = resource.resolver {
            switch resolver.resolve(node, in: scenario) {
            case .value(let value): return values(value, of: resource, as: type, in: scenario, depth: depth + 1)
            case .absent: return []
            case .reference(let reference):
                let found = graph.resources(id: reference.target, scope: resource.scope)
                return found.isEmpty ? [.outside(reference.target)] : found.map { .resource($0) }
            case .unknown:
                return named(
                    resolver.parts(of: node, in: scenario)?.shown ?? "a value that is not known yet", as: type)
            }
        }
        switch node.kind {
        case .list:
            return node.children.flatMap { values($0, of: resource, as: type, in: scenario, depth: depth + 1) }
        case .string: return named(node.string ?? "", as: type)
        case .unknown: return [.outside("a value that is not known yet")]
        default: return []
        }
    }

    private func named(_ text: String, as type: String) -> [Named] {
        var found = graph.resources(type: type, named: text)
        // AWS's own policies lie in no account: one of the same name is another.
        if found.isEmpty, let arn = ARN(text), arn.account != "aws" {
            found = graph.resources(type: type, named: arn.name)
        }
        return found.isEmpty ? [.outside(text)] : found.map { .resource($0) }
    }

    // MARK: Backwards

    /// A property of a resource that may name another one, in some scenario.
    struct Attachment {
        var resource: Int
        var link: AttachmentLink
    }

    /// The properties that may name a resource. Whether one does in a scenario, `read` says.
    func attachments(naming resource: Int) -> [Attachment] { backwards.attachments(naming: resource) }

    /// All attachments by what they may name. Each is looked at once in each of its own scenarios, so that nobody who asks
    /// about one resource is led to choices that are about others.
    private struct Backwards {
        private var byTarget: [Int: [Attachment]] = [:]
        /// Those with too many scenarios to go through.
        private var anywhere: [Attachment] = []

        init(of index: AccessIndex) {
            for link in AttachmentLink.all {
                for resource in index.graph.resources(ofType: link.type) {
                    let attachment = Attachment(resource: resource, link: link)
                    guard let targets = Self.targets(of: attachment, in: index) else {
                        anywhere.append(attachment)
                        continue
                    }
                    for target in targets { byTarget[target, default: []].append(attachment) }
                }
            }
        }

        func attachments(naming resource: Int) -> [Attachment] { (byTarget[resource] ?? []) + anywhere }

        /// Everything that a property names in some scenario; nil when that is too much to find out.
        private static func targets(of attachment: Attachment, in index: AccessIndex) -> Set<Int>? {
            var targets: Set<Int> = []
            let isComplete = Scenario.visitAll { scenario in
                let named = index.read(attachment.link.property, of: attachment.resource, in: scenario)
                targets.formUnion(named.compactMap(\.resource))
            }
            return isComplete ? targets : nil
        }
    }
}

extension [TextPart] {
    /// The text as far as it is known.
    fileprivate var shown: String {
        map { part in if case .literal(let text) = part { text } else { "..." } }.joined()
    }
}
