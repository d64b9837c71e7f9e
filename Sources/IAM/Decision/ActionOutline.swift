import Documents

/// What questions about an action need of the service data, whatever the policies say.
final class ActionOutline: Sendable {
    /// The ways in which one call names resources.
    let calls: [ResourceAlternative]
    /// Whether AWS checks `sagemaker:AddTags` along with a call that carries tags.
    let checksTagging: Bool

    private init(_ action: ServiceAction, partition: String) {
        let rows = action.rows
        calls = ResourceAlternative.all(of: action, rows: rows, partition: partition)
        checksTagging =
            action.supportsRequestTags && rows.contains { $0.dependents.contains(ActionQuestion.Tagging.action) }
    }

    private struct Key: Hashable {
        var action: String
        var partition: String
    }

    /// A question about a hundred policies is a question about the same actions.
    private static let known = Guarded<[Key: ActionOutline]>([:])

    static func of(_ action: ServiceAction, partition: String) -> ActionOutline {
        let key = Key(action: action.qualifiedName, partition: partition)
        return known.withLock { known in
            if let outline = known[key] { return outline }
            let outline = ActionOutline(action, partition: partition)
            known[key] = outline
            return outline
        }
    }
}
