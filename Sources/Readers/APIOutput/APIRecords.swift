import Documents
import Resources

/// One description of a resource in the output of the AWS API.
struct APIRecord {
    /// The CloudFormation type.
    let type: String
    /// How the API names its fields; nil for a type that the catalogue does not bind to the API.
    let shape: RecordShape?
    let fields: NodeView
    /// A list operation gave it, so a field that is missing may exist.
    let isSummary: Bool
}

/// Finds the descriptions of resources in what the AWS command line, boto3 or a recording of it prints: alone, in a
/// list, in the answer of a list operation or of a search.
struct APIRecords {
    /// Members that belong to the transport, not to a resource.
    static let transport: Set<String> = ["ResponseMetadata", "NextToken", "Marker", "IsTruncated"]
    /// Wrappers inside each other: a recording of a list of search results is four.
    private static let depthLimit = 6

    private(set) var records: [APIRecord] = []
    /// Elements of lists of which others were recognised.
    private(set) var unrecognized: [NodeView] = []
    /// An answer of a list operation that lists nothing.
    private(set) var isEmptyAnswer = false

    /// - Parameter type: the type of every record; nil to tell it by the fields.
    init(in root: NodeView, type: String? = nil) {
        collect(root, type: type, depth: 0)
        if records.isEmpty { unrecognized = [] }
        isEmptyAnswer = isEmptyAnswer && records.isEmpty
    }

    private mutating func collect(_ node: NodeView, type: String?, depth: Int) {
        guard depth < Self.depthLimit else { return }
        if node.kind == .list {
            for element in node.children { collectElement(element, type: type, depth: depth) }
        } else if node.kind == .map {
            if node["status_code"] != nil, let data = node["data"] {
                collect(data, type: type, depth: depth + 1)
            } else if !collectMembers(node, type: type, depth: depth) {
                collectRecord(node, type: type)
            }
        }
    }

    private mutating func collectElement(_ element: NodeView, type: String?, depth: Int) {
        let before = records.count
        collect(element, type: type, depth: depth + 1)
        if records.count == before { unrecognized.append(element) }
    }

    /// Reads a mapping as an envelope: the answer of a list operation or of a search, or one resource under its name.
    private mutating func collectMembers(_ node: NodeView, type: String?, depth: Int) -> Bool {
        let members = node.children.filter { !Self.transport.contains($0.key) }
        guard members.count == 1, let member = members.first, Self.isField(member.key) else { return false }
        switch member.kind {
        case .map:
            guard let shape = RecordShapes.shared.byShortName[member.key], type == nil || type == shape.type,
                shape.identifies(member)
            else { return false }
            records.append(APIRecord(type: shape.type, shape: shape, fields: member, isSummary: false))
            return true
        case .list where member.key == "Results":
            collect(member, type: type, depth: depth + 1)
            return true
        case .list:
            guard let shapes = RecordShapes.shared.byListResult[member.key] else { return false }
            let fitting = shapes.filter { type == nil || $0.type == type }
            for element in member.children { collectSummary(element, among: fitting) }
            isEmptyAnswer = isEmptyAnswer || member.node.stride == 1
            return true
        default: return false
        }
    }

    private mutating func collectSummary(_ element: NodeView, among shapes: [RecordShape]) {
        if element.kind == .map, let shape = RecordShapes.shared.shape(ofSummary: element, among: shapes) {
            records.append(APIRecord(type: shape.type, shape: shape, fields: element, isSummary: true))
        } else {
            unrecognized.append(element)
        }
    }

    private mutating func collectRecord(_ node: NodeView, type: String?) {
        if let type {
            let shape = RecordShapes.shared.byType[type]
            records.append(APIRecord(type: type, shape: shape, fields: node, isSummary: false))
        } else if Self.fields(of: node).count > 1, let shape = RecordShapes.shared.shape(of: node) {
            records.append(APIRecord(type: shape.type, shape: shape, fields: node, isSummary: false))
        }
    }

    /// The names of the fields that say something about a resource.
    static func fields(of record: NodeView) -> [String] {
        record.children.filter { $0.kind != .null }.map(\.key).filter {
            isField($0) && !transport.contains($0) && $0 != "Tags"
        }
    }

    /// Fields of the API start with a capital.
    private static func isField(_ key: String) -> Bool { key.utf8.first.map { (65...90).contains($0) } ?? false }
}
