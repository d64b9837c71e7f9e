import Documents

/// One row of the table of calls: how the resources of a type, or of several, are listed, described and asked for tags.
public struct CollectionCall: Sendable {
    /// How a list goes on: the field that asks for a page, and the one that announces it.
    struct Paging: Sendable {
        var asks: String
        var announces: String
        /// The field for the size of a page, and the largest size.
        var size: (field: String, largest: Int)?
    }

    public let service: Service
    public let operation: String
    let fields: [(name: String, value: String)]
    /// Nil for an answer that has one page.
    let paging: Paging?
    /// The lists of the answer, and the types of their elements.
    public let results: [(list: String, type: String)]
    /// Those of the lists that a service may leave out where they are empty.
    let optionalLists: Set<String>
    /// The fields of an element that tell it from all others.
    let identity: [IdentifyingField]
    /// The operation that describes one element; nil when the list says everything.
    public let describe: String?
    /// Its inputs, and the fields of the element that give them.
    let inputs: [(name: String, field: String)]
    /// The field of the description that holds the ARN.
    let arn: String?
    /// The operation that lists the tags of an ARN.
    public let tags: String?
    /// The field of an element that holds its tags.
    let tagsField: String?
    /// For services with paths: that of the list, and that of the description.
    let path: String?
    let describePath: String?
    /// The member into which the description goes; nil where the parts stand among its own.
    let wrapper: String?
    let parts: [CallPart]

    /// Everything that can be asked for.
    public static var all: [CollectionCall] {
        let text = CallTable.text.withUTF8Buffer { String(decoding: $0, as: UTF8.self) }
        return text.split(separator: "\n").compactMap { CollectionCall(row: $0) }
    }

    private init?(row: Substring) {
        let columns = row.split(separator: "\t", omittingEmptySubsequences: false)
        guard columns.count == 16, let service = Service.named(columns[0]) else { return nil }
        self.service = service
        operation = String(columns[1])
        fields = Self.pairs(columns[2]).map { ($0, $1) }
        let size = Int(columns[6]).map { (String(columns[5]), $0) }
        paging = columns[3].isEmpty ? nil : Paging(asks: String(columns[3]), announces: String(columns[4]), size: size)
        let lists = Self.pairs(columns[7])
        results = lists.map { ($0.hasSuffix("?") ? String($0.dropLast()) : $0, $1) }
        optionalLists = Set(lists.filter { $0.0.hasSuffix("?") }.map { String($0.0.dropLast()) })
        identity = columns[8].split(separator: ",").map { IdentifyingField($0) }
        describe = columns[9].isEmpty ? nil : String(columns[9])
        inputs = Self.pairs(columns[10]).map { ($0, $1) }
        arn = columns[11].isEmpty ? nil : String(columns[11])
        tags = columns[12].isEmpty || columns[12].hasPrefix("=") ? nil : String(columns[12])
        tagsField = columns[12].hasPrefix("=") ? String(columns[12].dropFirst()) : nil
        path = columns[13].isEmpty ? nil : String(columns[13])
        describePath = columns[14].isEmpty ? nil : String(columns[14])
        wrapper = columns[15].isEmpty ? nil : String(columns[15])
        parts = CallPart.all(of: operation, service)
    }

    static func pairs(_ text: Substring) -> [(String, String)] {
        text.split(separator: ",").compactMap { pair in
            let parts = pair.split(separator: "=", maxSplits: 1).map(String.init)
            return parts.count == 2 ? (parts[0], parts[1]) : nil
        }
    }

    /// What tells it from the other calls of the table.
    var key: String {
        ([service.name, operation] + fields.map { "\($0.name)=\($0.value)" }).joined(separator: "/")
    }

    /// The IAM actions that it needs.
    public var actions: [String] {
        ([operation] + [describe, tags].compactMap(\.self) + parts.flatMap(\.operations)).map(service.action)
    }

    /// Looks whether an answer is one of this operation. A list that is not there is empty only where the service may leave it
    /// out, and nothing else is there in its place.
    func check(_ page: ServiceAnswer) throws(ServiceFailure) {
        for result in results {
            let kind = page.root[result.list]?.kind ?? .null
            guard kind == .list || kind == .null && optionalLists.contains(result.list) else {
                throw ServiceFailure(.malformed, "the answer has no list `\(result.list)`")
            }
        }
        guard !results.contains(where: { page.root[$0.list] != nil }),
            let other = page.root.children.first(where: { $0.kind != .null && $0.key != paging?.announces })
        else { return }
        let words = Diagnostic.shown(String(other.key))
        throw ServiceFailure(.malformed, "the answer has no list `\(results[0].list)`, but `\(words)`")
    }

    /// The call for a page.
    func page(after token: String?, account: String, region: String) -> ServiceCall {
        var call = ServiceCall(operation: operation)
        if let path { call.path = path }
        call.fields = fields.map { field in
            switch field.value {
            case "{account}": (field.name, .text(account))
            case "{region}": (field.name, .text(region))
            case "true", "false": (field.name, .json(field.value))
            default: (field.name, .text(field.value))
            }
        }
        if let size = paging?.size { call.fields.append((size.field, .integer(size.largest))) }
        if let paging, let token { call.fields.append((paging.asks, .text(token))) }
        return call
    }
}

/// A field of an element that tells it from others.
struct IdentifyingField: Sendable {
    var name: String
    /// Whether an element may lack it, as applications lack either the user profile or the space.
    var isOptional: Bool

    /// Reads `name`, or `name?`.
    init(_ text: Substring) {
        isOptional = text.hasSuffix("?")
        name = String(isOptional ? text.dropLast() : text)
    }
}
