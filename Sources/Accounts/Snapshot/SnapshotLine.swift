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
    /// What was asked for beside the description, on its way into the answer.
    var parts: [(member: String, json: String)] = []

    var text: String {
        JSONText.object([
            ("type", JSONText.quoted(type)), ("account", JSONText.quoted(account)), ("region", JSONText.quoted(region)),
            ("id", JSONText.quoted(id)), ("summary", isSummary ? "true" : nil), ("tags", tags), ("answer", answer),
        ])
    }

    /// Puts the answer into a member of its own, beside the parts.
    mutating func wrap(in member: String) {
        answer = JSONText.object([(member, answer)] + parts.map { ($0.member, $0.json) })
        parts = []
    }

    /// Makes the parts members of the answer.
    mutating func joinParts() {
        guard !parts.isEmpty, answer.hasSuffix("}") else { return }
        let isEmpty = !answer.contains("\"")
        let members = JSONText.object(parts.map { ($0.member, $0.json) }).dropFirst()
        answer = String(answer.dropLast()) + (isEmpty ? "" : ",") + members
        parts = []
    }

    /// Where it stands in the snapshot.
    var sortKey: String { Self.place(account: account, region: region, type: type) + id }

    /// What the places of all resources of an account, of one of its regions, or of one type there, begin with.
    static func place(account: String, region: String? = nil, type: String? = nil) -> String {
        [account, region, type].compactMap(\.self).map { $0 + "\u{1}" }.joined()
    }
}
