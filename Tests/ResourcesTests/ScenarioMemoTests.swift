import Resources
import Testing

/// Two parameters with three values each.
private final class Parameters: ChoiceSource {
    func choice(_ id: Choice.ID) -> Choice {
        Choice(id: id, options: ["a", "b", "c"].map { Choice.Option(label: $0, standing: .stated) })
    }

    func id(_ name: String) -> Choice.ID { Choice.ID(scope: "template", kind: .parameter, name: name) }

    /// The parameter in a scenario; -1 while it is open.
    func value(_ name: String, in scenario: Scenario) -> Int { scenario.outcome(of: id(name), from: self) ?? -1 }

    func scenario(_ outcomes: [String: Int] = [:]) -> Scenario {
        Scenario(Dictionary(uniqueKeysWithValues: outcomes.map { (id($0.key), $0.value) }))
    }
}

@Suite("What is kept between scenarios")
struct ScenarioMemoTests {
    private let parameters = Parameters()

    @Test("a value that depends on no choice is computed once, whatever the scenario")
    func independent() {
        let memo = ScenarioMemo<Int, Int>()
        var count = 0
        for scenario in [parameters.scenario(), parameters.scenario(["A": 1]), parameters.scenario(["A": 2, "B": 0])] {
            let value = memo.value(for: 7, in: scenario) {
                count += 1
                return 42
            }
            #expect(value == 42)
            #expect(scenario.questions.isEmpty)
        }
        #expect(count == 1)
    }

    @Test("a value is computed once for each outcome that it depends on, and is the one of its scenario")
    func dependent() {
        let memo = ScenarioMemo<Int, [Int]>()
        var count = 0
        // B matters only where A is 1.
        func compute(_ scenario: Scenario) -> [Int] {
            memo.value(for: 0, in: scenario) {
                count += 1
                let first = parameters.value("A", in: scenario)
                return first == 1 ? [first, parameters.value("B", in: scenario)] : [first]
            }
        }
        for _ in 1...2 {
            for (first, second) in (0..<9).map({ ($0 / 3, $0 % 3) }) {
                let value = compute(parameters.scenario(["A": first, "B": second]))
                #expect(value == (first == 1 ? [first, second] : [first]))
            }
        }
        #expect(count == 5)
    }

    @Test("a scenario is asked the same open questions by a value that is kept as by one that is computed")
    func questions() {
        let memo = ScenarioMemo<String, Int>()
        func compute(_ scenario: Scenario) -> [String] {
            _ = memo.value(for: "sum", in: scenario) {
                parameters.value("B", in: scenario) + parameters.value("A", in: scenario)
            }
            return scenario.questions.map(\.id.name)
        }
        #expect(compute(parameters.scenario()) == ["B", "A"])
        let again = parameters.scenario()
        #expect(compute(again) == ["B", "A"])
        #expect(again.questionCount > 0)
        #expect(compute(parameters.scenario(["B": 2])) == ["A"])
        #expect(compute(parameters.scenario(["A": 2, "B": 2])).isEmpty)
    }

    @Test("what is kept inside something that is kept belongs to what that depends on")
    func nested() {
        let inner = ScenarioMemo<Int, Int>()
        let outer = ScenarioMemo<Int, Int>()
        func compute(_ scenario: Scenario) -> Int {
            outer.value(for: 0, in: scenario) {
                10 * inner.value(for: 0, in: scenario) { parameters.value("A", in: scenario) }
            }
        }
        // The outer value finds the inner one already there.
        let primed = parameters.scenario(["A": 1])
        _ = inner.value(for: 0, in: primed) { parameters.value("A", in: primed) }
        #expect((0..<3).map { compute(parameters.scenario(["A": $0])) } == [0, 10, 20])
    }

    @Test("a deployment is refused by a value that is kept as by one that is computed")
    func refusals() {
        let memo = ScenarioMemo<Int, Int>()
        func refusal(_ scenario: Scenario) -> String? {
            _ = memo.value(for: 0, in: scenario) {
                scenario.refuseChoices("no such key")
                return 0
            }
            return scenario.refusal
        }
        // Where nothing is chosen yet some choice may still be right.
        #expect(refusal(parameters.scenario()) == nil)
        #expect(refusal(parameters.scenario(["A": 0])) == "no such key")
        #expect(refusal(parameters.scenario(["A": 1])) == "no such key")
    }
}
