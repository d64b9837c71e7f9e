import Documents
import Resources

/// Values of a resource file that are tagged `!unknown`: whoever wrote the file says that they are not known.
final class UnknownValues: ValueResolver {
    private static let tag = "!unknown"
    private static let shared = UnknownValues()

    /// A copy of a document in which such values are deferred; the document itself when it has none.
    static func mark(_ document: Document) -> Document {
        guard let tag = document.tags.firstIndex(of: tag) else { return document }
        return DerivedDocument.copy(document) { builder in
            for (index, node) in document.nodes.enumerated() where Int(node.tag) == tag {
                builder[NodeID(rawValue: UInt32(truncatingIfNeeded: index))].flags.insert(.deferred)
            }
        }
    }

    static func resolver(for document: Document) -> (any ValueResolver)? {
        document.tags.contains(tag) ? shared : nil
    }

    func resolve(_ node: NodeView, in scenario: Scenario) -> Resolution {
        node.tag == Self.tag ? .unknown(reason: "given as unknown", mayBeAbsent: true) : .value(node)
    }
}
