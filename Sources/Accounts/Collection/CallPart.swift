/// What is asked for each element of a list beside its description: a row of the table of parts.
struct CallPart: Sendable {
    /// What each element of the answer is completed by.
    struct Each: Sendable {
        /// The member that the element becomes, also among the fields of the question.
        var member: String
        var operation: String
        /// The list within the answer, and the member that it becomes.
        var result: String
    }

    /// The member that stands for the tags.
    static let tags = "tags"

    let operation: String
    /// The member of the collected answer that this answer becomes.
    let member: String
    let inputs: [(name: String, field: String)]
    /// For services with paths.
    let path: String?
    /// Where the list within the answer lies, member by member; nil for the whole answer.
    let result: [String]?
    let each: Each?

    /// The parts of a list of the table.
    static func all(of listing: String, _ service: Service) -> [CallPart] {
        let text = CallTable.parts.withUTF8Buffer { String(decoding: $0, as: UTF8.self) }
        return text.split(separator: "\n").compactMap { row in
            let columns = row.split(separator: "\t", omittingEmptySubsequences: false)
            guard columns.count == 10, columns[0] == service.name, columns[1] == listing else { return nil }
            return CallPart(columns)
        }
    }

    private init(_ columns: [Substring]) {
        operation = String(columns[2])
        member = String(columns[3])
        inputs = CollectionCall.pairs(columns[4]).map { ($0, $1) }
        path = columns[5].isEmpty ? nil : String(columns[5])
        result = columns[6].isEmpty ? nil : columns[6].split(separator: ".").map(String.init)
        each =
            columns[7].isEmpty
            ? nil : Each(member: String(columns[7]), operation: String(columns[8]), result: String(columns[9]))
    }

    /// The operations that it calls.
    var operations: [String] { [operation] + (each.map { [$0.operation] } ?? []) }
}
