package import Documents
package import IAM
package import Resources

/// The policies that the resources of one input hold, and which principal has which: for questions about policies beside
/// the checks.
package struct HeldPolicies {
    package struct Document: Sendable {
        /// The position of the resource that holds it.
        package var resource: Int
        package var kind: PolicyKind
        /// The name of an inline policy.
        package var label: String?
        /// Where it stands in the properties.
        package var path: String
        package var view: NodeView
        /// The string that holds it, if one does.
        package var embedded: EmbeddedText?
        /// What computes its values.
        package var resolver: (any ValueResolver)?
    }

    /// What one role, user or group is allowed by.
    package struct Principal: Sendable {
        package var resource: Int
        /// Positions among the documents.
        package var documents: [Int] = []
        package var boundary: Int?
        /// Names of policies and groups that the input does not hold, or that are not known yet.
        package var missing: [String] = []
        package var missingBoundary: String?
    }

    /// A document that says nothing.
    package struct Closed {
        /// The position of the resource that holds it.
        package var resource: Int
        package var reason: String
        package var range: Range<Int>
        /// Whether it is wrong, not merely unknown.
        package var isBroken: Bool
    }

    package private(set) var resources: [Resource]
    package private(set) var documents: [Document] = []
    package private(set) var principals: [Principal] = []
    package private(set) var closed: [Closed] = []

    package init(_ resources: [Resource]) {
        let graph = ResourceGraph(SchemaTyping.conform(resources))
        let access = AccessGraph(AccessIndex(graph), in: Scenario())
        self.resources = graph.resources
        var positions: [String: Int] = [:]
        for index in graph.resources.indices {
            let found = access.documents(of: index)
            for document in found.documents {
                positions[document.key] = documents.count
                documents.append(
                    Document(
                        resource: index, kind: document.kind, label: document.label, path: document.path,
                        view: document.view, embedded: document.embedded, resolver: graph.resources[index].resolver))
            }
            closed += found.closed.map {
                Closed(resource: index, reason: $0.reason, range: $0.place.range, isBroken: $0.isBroken)
            }
        }
        for type in AccessGraph.principals {
            for index in graph.resources(ofType: type) {
                let holdings = access.holdings(of: index)
                principals.append(
                    Principal(
                        resource: index, documents: holdings.documents.compactMap { positions[$0.key] },
                        boundary: holdings.boundary.flatMap { positions[$0.key] },
                        missing: holdings.missing + holdings.closed.map(\.reason),
                        missingBoundary: holdings.missingBoundary))
            }
        }
        principals.sort { $0.resource < $1.resource }
    }
}
