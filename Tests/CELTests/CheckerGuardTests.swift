import CEL
import Testing

@Suite("guards of fields that may be absent")
struct CheckerGuardTests {
    @Test(
        "an unguarded field is warned of once, at its name",
        arguments: [
            "r.«Limit» > 5", "r.«Limit» > 5 && r.Limit < 9", "r«['Limit']» > 5",
            "has(r.Limit) || r.«Limit» > 5", "!has(r.Limit) && r.«Limit» > 5", "has(r.Limit) ? true : r.«Limit» > 5",
            "has(r.Config) && r.Config.«Size» > 1", "has(r.«Config».Size)", "r.Tags.all(t, t.«Value» == 'a')",
            "has(r.Tags[0].Value) && r.Tags[1].«Value» == 'a'",
            "r.Tags.exists(t, has(t.Value)) && r.Tags.exists(t, t.«Value» == 'a')",
            "r.«Hosts».exists(h, h == 'a')", "(has(r.Limit) || true) && r.«Limit» > 1",
        ])
    func warned(_ marked: String) throws {
        let source = MarkedSource(marked)
        let found = issues(checking: source.text, against: SampleSchema.declarations)
        #expect(found.count == 1)
        let warning = try #require(found.first)
        #expect(warning.severity == .warning)
        #expect(warning.range == source.ranges[0])
        #expect(warning.message.hasSuffix("may be absent: expected a guard or a default"))
    }

    @Test(
        "a guarded field is not warned of",
        arguments: [
            "has(r.Limit) && r.Limit > 5", "r.Limit > 5 && has(r.Limit)", "!has(r.Limit) || r.Limit > 5",
            "!(has(r.Limit) && r.Limit > 5)", "has(r.Limit) ? r.Limit > 5 : true", "!has(r.Limit) ? true : r.Limit > 5",
            "'Limit' in r && r.Limit > 5", "r.?Limit.orValue(0) > 5", "r.?Limit.hasValue() && r.Limit > 1",
            "has(r['Limit']) && r.Limit > 5",
            "has(r.Limit) && r['Limit'] > 5", "has(r.Config) && has(r.Config.Size) && r.Config.Size > 1",
            "has(r.Config) && (!has(r.Config.Size) || r.Config.Size > 1)", "r.?Config.Size.orValue(1) > 1",
            "r.Tags.all(t, has(t.Value) && t.Value == 'a')", "r.Tags.map(t, has(t.Value), t.Value).size() > 1",
            "has(r.Tags[0].Value) && r.Tags[0].Value == 'a'", "!(!has(r.Limit) || r.Limit > 5)",
            "has(r.Limit) && r.Tags.exists(t, r.Limit > 5)", "r.Open.anything == 1", "any.anything == 1",
            "has(r.Flag) && r.Flag && has(r.Limit) && r.Limit > 1",
        ])
    func guarded(_ source: String) {
        #expect(issues(checking: source, against: SampleSchema.declarations) == [])
    }

    @Test("a variable of a macro with the same name is not guarded by what was asked of another")
    func shadowing() {
        let source = "has(r.Limit) && [r].exists(r, r.Limit > 1)"
        #expect(issues(checking: source, against: SampleSchema.declarations).count == 1)
    }

    @Test("the mend has a default of the right type")
    func mend() {
        let expected = [
            "r.Limit > 1": "write `has(r.Limit) && ...`, or `r.?Limit.orValue(0)`",
            "r.Flag": "write `has(r.Flag) && ...`, or `r.?Flag.orValue(false)`",
            "r.Hosts.size() > 0": "write `has(r.Hosts) && ...`, or `r.?Hosts.orValue([])`",
            "r.Tags[0].Value == 'a'": "write `has(r.Tags[0].Value) && ...`, or `r.Tags[0].?Value.orValue('')`",
        ]
        for (source, help) in expected {
            #expect(issues(checking: source, against: SampleSchema.declarations).first?.help == help)
        }
    }

    @Test("a condition that held before guards what is checked after it")
    func conditions() throws {
        let condition = try checked("has(r.Limit) && r.Count > 1")
        let tree = try ExpressionTree(parsing: "r.Limit > 5")
        let declarations = SampleSchema.declarations
        #expect(try CheckedExpression(checking: tree, against: declarations).warnings.count == 1)
        #expect(try CheckedExpression(checking: tree, against: declarations, after: [condition]).warnings.isEmpty)
    }

    @Test("any number of warnings leaves room for an error")
    func manyWarnings() {
        let doubtful = (0..<100).map { "r.Tags[\($0)].Value == 'a'" }.joined(separator: " && ")
        #expect(issues(checking: doubtful, against: SampleSchema.declarations).count == 100)
        let wrong = issues(checking: doubtful + " && number", against: SampleSchema.declarations)
        #expect(wrong.contains { $0.severity == .error })
    }
}
