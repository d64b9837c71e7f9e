import Documents

/// What is known of AWS resource types, whatever the input says.
///
/// The facts are tables in the program; nothing is loaded at start-up, and a look-up costs about a microsecond. The
/// catalogue can lag behind AWS: a type or property that it lacks is unknown, not wrong.
/// - SeeAlso: `Scripts/README.md` for the sources of the facts.
public enum Catalogue {
    static let types = FactTable(TypeTable.text)
    static let objects = FactTable(ObjectTable.text)

    /// The type with exactly this name, such as `AWS::SageMaker::NotebookInstance`.
    public static func type(named name: String) -> ResourceType? {
        types.row(name).map(ResourceType.init)
    }

    /// An object type: a resource type, or one nested in it such as `AWS::SageMaker::EndpointConfig.ProductionVariant`.
    public static func object(named name: String) -> ObjectType? {
        objects.row(name).map(ObjectType.init)
    }

    /// The types whose names a pattern such as `AWS::SageMaker::*` matches, in order; looked for as they are asked for.
    public static func types(matching pattern: Glob) -> MatchingTypes {
        MatchingTypes(rows: types.rows(prefix: pattern.literalPrefix), pattern: pattern)
    }

    public struct MatchingTypes: Sequence, IteratorProtocol {
        fileprivate var rows: FactTable.Rows
        fileprivate let pattern: Glob

        public mutating func next() -> ResourceType? {
            while let row = rows.next() {
                if pattern.matches(UnsafeRawBufferPointer(row.key.bytes)) { return ResourceType(row: row) }
            }
            return nil
        }
    }

    /// The names of the types that a pattern matches, in order.
    public static func typeNames(matching pattern: Glob) -> [String] { types(matching: pattern).map(\.name) }

    /// Whether a pattern matches any type.
    public static func hasType(matching pattern: Glob) -> Bool { types(matching: pattern).contains { _ in true } }

    /// Type names that someone who wrote `name` may have meant, best first; at most three.
    ///
    /// A name whose last part is right (`SageMaker::Model`, `aws_sagemaker_model` is not one) comes before one that is
    /// near by edit distance.
    public static func suggestions(for name: String) -> [String] {
        let folded = NameFolding.fold(name)
        var exact: [String] = []
        var candidates: [String] = []
        for row in types.rows {
            let candidate = row.key.string
            let other = NameFolding.fold(candidate)
            if other == folded || other == "aws" + folded {
                exact.append(candidate)
            } else {
                candidates.append(candidate)
            }
        }
        return exact.isEmpty ? Suggestion.nearest(to: name, among: candidates) : Array(exact.prefix(3))
    }
}
