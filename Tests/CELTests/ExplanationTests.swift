import CEL
import Documents
import Testing

@Suite("explanations")
struct ExplanationTests {
    static let json = """
        {"Type": "ml.p3.2xlarge", "Count": 9, "Tags": [{"Key": "team", "Value": "x"}, {"Key": "env", "Value": "play"}],
         "Vpc": {"Subnets": ["subnet-1", "other"]}}
        """

    /// `text of the leaf @ path in the document`, `!field` for a field that is missing.
    private func leaves(_ expression: String) throws -> [String] {
        let sample = try Sample(Self.json)
        let explanation = try sample.environment.compile(expression).explain(in: sample.activation)
        return explanation.leaves.map { leaf in
            let source = leaf.node.map { String(decoding: $0.document.source.bytes[$0.range], as: UTF8.self) } ?? "-"
            let place = source.count > 20 ? "\(source.prefix(20))..." : source
            return "\(leaf.place.text) @ \(place)\(leaf.missing.map { " !\($0)" } ?? "")"
        }
    }

    @Test(
        "the deciding leaves of a false expression are found with their nodes",
        arguments: [
            ("r.Count <= 4 && r.Type != ''", ["r.Count @ 9"]),
            ("r.Type == 'a' || r.Count == 1", [#"r.Type @ "ml.p3.2xlarge""#, "r.Count @ 9"]),
            ("has(r.Vpc) && has(r.Role)", [#"has(r.Role) @ {"Type": "ml.p3.2xla... !Role"#]),
            ("!r.Type.startsWith('ml.p')", [#"r.Type @ "ml.p3.2xlarge""#]),
            ("r.Vpc.Subnets.all(s, s.startsWith('subnet-'))", [#"s @ "other""#]),
            ("r.Tags.all(t, t.Key != 'env' || t.Value in ['prod'])", [#"t.Key @ "env""#, #"t.Value @ "play""#]),
            ("r.Tags.exists(t, t.Key == 'owner')", [#"r.Tags @ [{"Key": "team", "Va..."#]),
            ("r.Vpc.Subnets[1] == 'subnet-2'", [#"r.Vpc.Subnets[1] @ "other""#]),
            ("r['Count'] == 1", ["r['Count'] @ 9"]),
            ("r.Nope == 1", [#"r.Nope @ {"Type": "ml.p3.2xla... !Nope"#]),
            ("r.?Nope.orValue(3) > 4", [#"r.?Nope @ {"Type": "ml.p3.2xla... !Nope"#]),
            ("cel.bind(x, r.Count, x < 2 && x < 1)", ["r.Count @ 9"]),
            ("r.Count < 3 ? true : false", ["r.Count @ 9"]),
        ])
    func decidingLeaves(_ expression: String, _ expected: [String]) throws {
        #expect(try leaves(expression) == expected)
    }

    @Test("the element that decided all or exists is named by its index and node")
    func decidingElement() throws {
        let sample = try Sample(Self.json)
        let program = try sample.environment.compile("r.Tags.all(t, t.Value != 'play')")
        let explanation = program.explain(in: sample.activation)
        #expect(explanation.value == .bool(false))
        #expect(explanation.elements.map(\.index) == [1])
        #expect(explanation.elements.first?.node?["Key"]?.string == "env")
        #expect(explanation.steps.first?.value == .bool(false))
    }

    @Test("leaves inside a variable's expression name the variable")
    func variables() throws {
        let sample = try Sample(Self.json, extra: [.init("variables.limit", .dyn)])
        sample.activation.bind("variables.limit", lazily: try sample.environment.compile("r.Count - 8"))
        let program = try sample.environment.compile("variables.limit > 3")
        #expect(program.value(in: sample.activation) == .bool(false))
        let explanation = program.explain(in: sample.activation)
        let leaf = try #require(explanation.leaves.first)
        #expect(leaf.place.text == "r.Count")
        #expect(leaf.place.variable == "variables.limit")
        #expect(leaf.node?.integer == 9)
        #expect(leaf.value == .int(9))
    }

    @Test("after an explanation variables still have their values")
    func variablesAfterwards() throws {
        let sample = try Sample(Self.json, extra: [.init("variables.many", .dyn), .init("variables.word", .dyn)])
        sample.activation.bind("variables.many", lazily: try sample.environment.compile("r.Count > 3"))
        let word = "variables.many ? 'a word that is a constant' : 'another word'"
        sample.activation.bind("variables.word", lazily: try sample.environment.compile(word))
        let program = try sample.environment.compile("variables.word in ['no', 'word']")
        let reader = try sample.environment.compile("variables.word + '!'")
        for _ in 0..<20 {
            #expect(program.explain(in: sample.activation).value == .bool(false))
            // Takes the memory of what the explanation has freed.
            _ = try sample.environment.compile("'another constant' in ['of the same length or so', 'b', 'c']")
            #expect(reader.value(in: sample.activation) == .string("a word that is a constant!"))
        }
    }

    @Test("explaining has a budget of its own, and resuming a round goes on with that of the round")
    func budgets() throws {
        let sample = try Sample(#"{"list": [1, 2, 3]}"#, stepBudget: 1_000)
        let program = try sample.environment.compile("r.list.map(x, x + 1).size() == 3")
        _ = program.evaluate(in: sample.activation)
        let left = sample.steps
        #expect(program.explain(in: sample.activation).value == .bool(true))
        #expect(sample.steps == left)
        for _ in 0..<3 { _ = program.explain(resuming: sample.activation.frame) }
        #expect(sample.steps < left - 10)
        for _ in 0..<1_000 { _ = program.explain(resuming: sample.activation.frame) }
        #expect(program.value(in: sample.activation) != .bool(true), "the budget of the round is used up")
        #expect(program.value(in: sample.activation) == .bool(true))
    }
}
