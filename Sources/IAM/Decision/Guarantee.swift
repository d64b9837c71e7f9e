public import Documents

/// A claim about every request that a policy set can allow.
///
/// It holds if each allowed request for one of the actions, on one of the resources, satisfies the conditions or is
/// excused. Without conditions it claims that no request is allowed but those that are excused.
public struct Guarantee: Sendable {
    /// Patterns such as `sagemaker:Create*`.
    public var actions: [Statement.Value]
    /// True to speak only of actions that can carry tags.
    public var requestTagging: Bool
    /// In the syntax of IAM's `Condition`.
    public var onlyWhen: [Condition]
    /// Requests that satisfy all of these are no matter of the guarantee; nil if there are none.
    public var unless: [Condition]?
    /// Patterns of ARNs; nil for every resource.
    public var resources: [Statement.Value]?
    public var range: Range<Int>

    public init(
        actions: [String], requestTagging: Bool = false, onlyWhen: [Condition] = [], unless: [Condition]? = nil,
        resources: [String]? = nil
    ) {
        self.actions = actions.map { Statement.Value(Template($0, version: .current)) }
        self.requestTagging = requestTagging
        self.onlyWhen = onlyWhen
        self.unless = unless
        self.resources = resources?.map { Statement.Value(Template($0, version: .current)) }
        range = 0..<0
    }

    /// Reads the `guarantee` mapping of a policy pack.
    public init(reading view: NodeView) throws(PolicyRejection) {
        try view.requireMap("a guarantee")
        try view.refuseKeys(
            except: ["actions", "requestTagging", "onlyWhen", "unless", "resources"], in: "a guarantee")
        guard let actions = view["actions"] else {
            throw PolicyRejection(.missingActions, "the guarantee names no `actions`", at: view.range)
        }
        let strings = StatementParser(version: .current)
        self.actions = try strings.strings(actions, of: "actions")
        guard !self.actions.isEmpty else {
            throw PolicyRejection(.missingActions, "the guarantee names no `actions`", at: actions.range)
        }
        for action in self.actions { try ActionGrammar.check(action) }
        requestTagging = try Self.flag(view["requestTagging"])
        onlyWhen = []
        if let block = view["onlyWhen"] { onlyWhen = try ConditionParser(version: .current).conditions(block) }
        unless = try view["unless"].map { (block) throws(PolicyRejection) in
            try ConditionParser(version: .current).conditions(block)
        }
        resources = nil
        if let node = view["resources"] {
            let values = try strings.strings(node, of: "resources")
            for value in values { if let rejection = Self.rejection(ofResource: value) { throw rejection } }
            resources = values
        }
        range = view.range
    }

    /// The conditions of both kinds.
    var conditions: [Condition] { onlyWhen + (unless ?? []) }

    private static func flag(_ node: NodeView?) throws(PolicyRejection) -> Bool {
        guard let node else { return false }
        guard let flag = node.boolean else {
            throw PolicyRejection(.syntax, "`requestTagging` must be `true` or `false`", at: node.range)
        }
        return flag
    }
}
