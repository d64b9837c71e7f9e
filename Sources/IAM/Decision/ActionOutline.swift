import Documents

/// What questions about an action need of the service data, whatever the policies say.
final class ActionOutline: Sendable {
    /// The ways in which one call names resources.
    let calls: [ResourceAlternative]
    /// Keys that the action lists, of the request and of every resource.
    private let keys: KeyIndex
    private let service: Service
    /// Whether AWS checks `sagemaker:AddTags` along with a call that carries tags.
    let checksTagging: Bool

    private init(_ action: ServiceAction, partition: String) {
        let rows = action.rows
        keys = KeyIndex(action.conditionKeys)
        service = action.service
        calls = ResourceAlternative.all(of: action, rows: rows, partition: partition)
        checksTagging =
            action.supportsRequestTags && rows.contains { $0.dependents.contains(ActionQuestion.Tagging.action) }
    }

    /// True if every request keeps a guarantee because none carries the keys that it is about.
    ///
    /// Most actions of a service are settled here when all of them are asked about.
    func keeps(_ guarantee: Guarantee) -> Bool {
        !guarantee.onlyWhen.isEmpty
            && guarantee.onlyWhen.allSatisfy { condition in
                condition.comparison.family != .null && ConditionEvaluator.holdsWithoutKey(condition.comparison)
                    && keys.key(condition.normalizedKey) == nil
                    && RequestModel.presence(ofUnlisted: condition.normalizedKey, service: service) == .impossible
            }
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
