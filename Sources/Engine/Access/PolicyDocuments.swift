import Documents
import IAM
import Readers
import Resources

/// A policy document that a resource holds, not yet read as a policy.
struct PolicyDocument {
    /// The position of the resource in the graph.
    var resource: Int
    var kind: PolicyKind
    /// Where it stands in the properties, such as `Policies[0].PolicyDocument`.
    var path: String
    /// How answers call the policy.
    var name: String
    /// The name of an inline policy.
    var label: String?
    var view: NodeView
    /// The string that holds the document, if one does.
    var embedded: EmbeddedText?
    /// Whether a part of it must not be shown.
    var holdsSecrets: Bool

    /// The name of the policy that is read from it: unique in the input.
    var key: String { "\(resource) \(path)" }

    /// What may be said of it: messages quote what they are about, or parts of that.
    func shown(_ message: String) -> String {
        holdsSecrets ? "parts of it are secret, so that it is not said what is wrong" : message
    }

    /// Why the policy says nothing.
    func reason(of rejection: PolicyRejection) -> String {
        rejection.reason == .notLiteral && !holdsSecrets
            ? rejection.message : "IAM would refuse it: \(shown(rejection.message))"
    }

    /// Where a range of the document stands in the file.
    func range(inFile range: Range<Int>) -> Range<Int> { embedded?.range(inFile: range) ?? range }
}

/// Why a document of a resource says nothing.
struct ClosedDocument {
    var reason: String
    var place: Place
    /// Whether the document is wrong, not merely unknown.
    var isBroken = false
}

/// Finds the policy documents in the properties of a resource.
struct PolicyDocuments {
    private(set) var documents: [PolicyDocument] = []
    private(set) var closed: [ClosedDocument] = []
    private let resource: Resource
    private let index: Int
    private let places: [PolicyPlace]
    private let scenario: Scenario

    /// Roles, users and groups hold their documents in a list of inline policies.
    private static let deepest = 3

    init(of index: Int, in graph: ResourceGraph, _ scenario: Scenario) {
        self.scenario = scenario
        resource = graph.resources[index]
        self.index = index
        places = PolicyPlace.places(inType: resource.type)
        guard !places.isEmpty, let properties = resource.properties else { return }
        search(properties, path: "", label: nil, depth: 0)
    }

    private mutating func search(_ node: NodeView, path: String, label: String?, depth: Int) {
        guard depth <= Self.deepest, let node = known(node) else { return }
        if node.kind == .list {
            for (number, element) in node.children.enumerated() {
                search(element, path: "\(path)[\(number)]", label: label, depth: depth + 1)
            }
        } else if node.kind == .map {
            let label = node["PolicyName"].flatMap { known($0)?.string } ?? label
            for member in node.children {
                let below = path.isEmpty ? member.key : "\(path).\(member.key)"
                if let place = places.first(where: { $0.key == member.key }) {
                    take(member, place, path: below, label: label)
                } else if member.node.isContainer {
                    search(member, path: below, label: label, depth: depth + 1)
                }
            }
        }
    }

    private mutating func take(_ node: NodeView, _ place: PolicyPlace, path: String, label: String?) {
        guard let kind = place.kind ?? PolicyPlace.kind(ofOrganizationType: organizationType) else { return }
        let range = node.range
        guard let node = known(node) else {
            return close("the policy is not known before deployment", range, path)
        }
        // Every message about a policy quotes it.
        guard !node.node.flags.contains(.secret) else {
            return close("the policy must not be shown, so that nothing is said about it", range, path)
        }
        if let embedded = EmbeddedText(node) {
            do throws(Diagnostic) {
                let document = try JSONParser.parse(embedded.text, symbols: SymbolTable())
                guard let root = document.root else { return }
                add(root, kind, path: path, label: label, embedded: embedded)
            } catch {
                let offset = error.region?.start.offset ?? 0
                close(
                    "the policy is no JSON: \(error.message)", embedded.range(inFile: offset..<offset + 1), path,
                    isBroken: true)
            }
        } else if node.kind == .map {
            add(node, kind, path: path, label: label, embedded: nil)
        } else if node.kind != .null {
            close("the policy is not known before deployment", range, path)
        }
    }

    private mutating func add(
        _ view: NodeView, _ kind: PolicyKind, path: String, label: String?, embedded: EmbeddedText?
    ) {
        let inside = label.map { " (\($0))" } ?? ""
        documents.append(
            PolicyDocument(
                resource: index, kind: kind, path: path, name: resource.name + inside, label: label, view: view,
                embedded: embedded, holdsSecrets: mayHoldSecrets && holdsSecret(view)))
    }

    /// Templates have secrets in their parameters.
    private var mayHoldSecrets: Bool {
        resource.holdsSecrets || resource.resolver != nil && InputReader.holdsSecrets(resource.source)
    }

    /// Whether something in a document must not be shown.
    private func holdsSecret(_ view: NodeView) -> Bool {
        let first = Int(view.id.rawValue)
        return view.document.nodes[first..<first + view.node.stride].indices.contains { index in
            let node = view.document.nodes[index]
            if node.flags.contains(.secret) { return true }
            guard node.flags.contains(.deferred),
                let value = known(
                    NodeView(document: view.document, id: NodeID(rawValue: UInt32(truncatingIfNeeded: index))))
            else { return false }
            return holdsSecret(value)
        }
    }

    private mutating func close(
        _ reason: String, _ range: Range<Int>, _ path: String, isBroken: Bool = false
    ) {
        closed.append(ClosedDocument(reason: reason, place: Place(range: range, path: path), isBroken: isBroken))
    }

    private var organizationType: String? { resource.properties?["Type"].flatMap { known($0)?.string } }

    /// The value of a node; nil if it is not known.
    private func known(_ node: NodeView) -> NodeView? {
        guard node.node.flags.contains(.deferred) else { return node.kind == .unknown ? nil : node }
        guard case .value(let value)? = resource.resolver?.resolve(node, in: scenario) else { return nil }
        return value
    }
}
