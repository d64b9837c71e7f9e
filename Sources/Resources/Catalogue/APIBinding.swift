/// How an AWS API names the resources of one type.
public struct APIBinding: Sendable {
    /// The columns of the table of APIs.
    private enum Column {
        static let describes = 1
        static let inputs = 2
        static let list = 3
        static let listResult = 4
        static let arn = 5
        static let name = 6
        static let status = 7
        static let live = 8
        static let root = 9
        static let unwrap = 10
        static let fields = 11
        static let renames = 12
    }

    private let row: FactRow

    init(row: FactRow) { self.row = row }

    /// The canonical type, such as `AWS::SageMaker::Endpoint`.
    public var type: String { row.key.string }

    /// The operations that describe one resource, such as `DescribeEndpoint`.
    public var describeOperations: [String] { row[Column.describes].list }

    /// The fields that a describe request needs.
    public var describeInputs: [String] { row[Column.inputs].list }

    /// The operation that lists resources, such as `ListEndpoints`.
    public var listOperation: String? { row[Column.list].optional }

    /// The field of its answer that holds the items, such as `Endpoints`.
    public var listResult: String? { row[Column.listResult].optional }

    public var arnField: String? { row[Column.arn].optional }
    public var nameField: String? { row[Column.name].optional }
    public var statusField: String? { row[Column.status].optional }

    /// The values of the status field of resources that exist and count; empty when the type has no such states.
    public var liveStates: [String] { row[Column.live].list }

    /// The canonical property that one item of the API's list stands for: an item of `DescribeBudgets` is the `Budget`
    /// of an `AWS::Budgets::Budget`. Nil when it stands for the resource itself.
    public var rootProperty: String? { row[Column.root].optional }

    /// The member of a describe answer that holds the fields; nil when the answer itself does.
    public var wrapper: String? { row[Column.unwrap].optional }

    /// The top-level fields of a description.
    public var fields: [String] { row[Column.fields].list }

    /// The fields that stand under another name in the canonical type, as paths without brackets.
    public var renames: [PathRename] { row[Column.renames].split(by: ",").compactMap(PathRename.init) }

    /// The canonical path of an API field: what `renames` says of the longest leading part of the path, the rest as it
    /// is.
    public func canonicalPath(of field: [String]) -> [String] {
        let moved = PathRename.apply(renames, to: field) ?? (replaced: [], rest: field[...])
        return (rootProperty.map { $0.split(separator: ".").map(String.init) } ?? []) + moved.replaced + moved.rest
    }

    /// How well a set of fields fits a description of this type: nil if not at all.
    func fit(_ names: Set<String>) -> Int? {
        let hasARN = arnField.map(names.contains) ?? false
        guard hasARN || nameField.map(names.contains) ?? false else { return nil }
        let known = row[Column.fields].split(by: ",").count { names.contains($0.string) }
        let fit = 2 * known - names.count
        if hasARN { return fit }
        // Without its ARN a description must be convincing: nothing may be in it that does not belong to it.
        return known == names.count && known >= 3 ? fit - 1 : nil
    }
}

/// One path under which another source names a canonical path.
public struct PathRename: Hashable, Sendable {
    public var source: [String]
    public var canonical: [String]

    /// Reads `a.b>C.D`.
    init?(_ text: FactText) {
        guard let mark = text.firstIndex(of: ">") else { return nil }
        source = text.prefix(upTo: mark).split(by: ".").map(\.string)
        canonical = text.dropping(mark + 1).split(by: ".").map(\.string)
    }

    /// The replacement of the longest leading part that has one, and what follows it.
    static func apply(_ renames: [PathRename], to path: [String]) -> (replaced: [String], rest: ArraySlice<String>)? {
        renames.filter { path.starts(with: $0.source) }.max { $0.source.count < $1.source.count }
            .map { ($0.canonical, path.dropFirst($0.source.count)) }
    }
}

extension Catalogue {
    static let apis = FactTable(APITable.text)

    /// How the API names the resources of a type; nil if that is not known.
    public static func apiBinding(ofType type: String) -> APIBinding? { apis.row(type).map(APIBinding.init) }

    /// The type that an operation such as `DescribeEndpoint` describes.
    public static func apiBinding(describedBy operation: String) -> APIBinding? {
        apiBindings.first { $0.describeOperations.contains(operation) }
    }

    /// The types whose list answers carry their items under this field. `JobDefinitionSummaries` has several.
    public static func apiBindings(listedAs field: String) -> [APIBinding] {
        apiBindings.filter { $0.listResult == field }
    }

    /// The type of which an answer with these top-level fields is the description.
    ///
    /// Answers name other resources too: a transform job may carry an `AutoMLJobArn`. The type that explains most of the
    /// fields wins. Tags and the fields of the transport may be among them.
    public static func apiBinding(describing fields: some Sequence<String>) -> APIBinding? {
        let names = Set(fields).subtracting(["ResponseMetadata", "Tags", "NextToken"])
        var best: (binding: APIBinding, fit: Int)?
        for binding in apiBindings {
            guard let fit = binding.fit(names), fit > best?.fit ?? 0 else { continue }
            best = (binding, fit)
        }
        return best?.binding
    }

    /// All that is known of APIs, in the order of type names.
    public static var apiBindings: [APIBinding] { apis.rows.map(APIBinding.init) }
}
