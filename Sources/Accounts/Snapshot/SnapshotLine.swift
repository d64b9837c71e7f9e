import Documents

/// One resource of a snapshot, as a line of JSON: what the service answered, and what is known beside the answer.
struct SnapshotLine: Sendable {
    var type: String
    var account: String
    /// `global` for services without regions.
    var region: String
    /// The ARN where there is one, else what tells the resource from others of its type.
    var id: String
    /// The description as it came.
    var answer: String
    /// The list of tags as it came; nil if it is not known.
    var tags: String?
    /// Whether the answer is that of a list, which need not say everything.
    var isSummary = false

    var text: String {
        JSONText.object([
            ("type", JSONText.quoted(type)), ("account", JSONText.quoted(account)), ("region", JSONText.quoted(region)),
            ("id", JSONText.quoted(id)), ("summary", isSummary ? "true" : nil), ("tags", tags), ("answer", answer),
        ])
    }

    /// Where it stands in the snapshot.
    var sortKey: String { [account, region, type, id].joined(separator: "\u{1}") }
}
