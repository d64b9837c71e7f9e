extension Policy {
    /// The policy that AWS attaches to every level of an organisation: `FullAWSAccess`.
    public static let allowingEverything = Policy(
        version: .current, declaresVersion: true, id: nil,
        statements: [
            Statement(
                sid: nil, index: 0, effect: .allow, effectText: "Allow",
                actions: Statement.Clause(values: [Statement.Value(Template("*", version: .current))]),
                resources: Statement.Clause(values: [Statement.Value(Template("*", version: .current))]),
                principals: nil, conditions: [], range: 0..<0)
        ], name: "FullAWSAccess", source: nil, range: 0..<0)

    /// The first statement that denies something that a guarantee is about: it covers one of its actions, and asks for
    /// one of its condition keys if the guarantee has any.
    public func statement(aimingAt guarantee: Guarantee) -> Statement? {
        let scope = ActionScope(guarantee).actions
        let keys = Set(guarantee.onlyWhen.map(\.normalizedKey))
        return statements.first { statement in
            guard statement.effect == .deny else { return false }
            let asks = keys.isEmpty || statement.conditions.contains { keys.contains($0.normalizedKey) }
            return asks && scope.contains { statement.covers($0.qualifiedName) }
        }
    }
}

extension Statement {
    /// Whether the statement is about an action, by its `Action` or `NotAction` alone.
    public func covers(_ action: String) -> Bool {
        actions.values.contains { Glob(pattern: $0.text, ignoringCase: true).matches(action) } != actions.isNegated
    }

    /// The text that covers an action, for messages that point at it.
    public func range(covering action: String) -> Range<Int> {
        guard !actions.isNegated else { return actions.range }
        let value = actions.values.first { Glob(pattern: $0.text, ignoringCase: true).matches(action) }
        return value?.range ?? actions.range
    }

    /// The Sid, or the number counted from 1.
    public var shownName: String { sid.flatMap { $0.isEmpty ? nil : "`\($0)`" } ?? "statement \(index + 1)" }
}
