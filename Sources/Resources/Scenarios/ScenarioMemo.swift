/// What was computed in scenarios, so that nothing is computed again for choices on which it does not depend.
///
/// A computation that depends on nothing but outcomes asks first for always the same choice, next for one that follows from
/// the answer, and so on. What is kept is the tree of these questions. Looking a value up asks them again, so that a
/// scenario notices no difference: it remembers the open ones, and is refused where it was refused. For one thread.
public final class ScenarioMemo<Key: Hashable, Value> {
    private indirect enum Node {
        case value(Value, refusals: [Scenario.Refusal])
        case question(Scenario.Question, answers: [(outcome: Int?, node: Node)])
    }

    private var roots: [Key: Node] = [:]

    public init() {}

    /// A value that was computed for the key where all that matters was as in this scenario; else a new one.
    public func value(for key: Key, in scenario: Scenario, _ compute: () -> Value) -> Value {
        if let known = roots[key].flatMap({ known(below: $0, in: scenario) }) { return known }
        let (value, trace) = scenario.recording(compute)
        let leaf = Node.value(value, refusals: trace.refusals)
        roots[key] = inserting(leaf, at: trace.answers[...], into: roots[key])
        return value
    }

    private func known(below root: Node, in scenario: Scenario) -> Value? {
        var next: Node? = root
        while let node = next {
            switch node {
            case .value(let value, let refusals):
                for refusal in refusals { scenario.refuse(refusal) }
                return value
            case .question(let question, let answers):
                let outcome = scenario.outcome(of: question.id, from: question.source)
                next = answers.first { $0.outcome == outcome }?.node
            }
        }
        return nil
    }

    private func inserting(_ leaf: Node, at path: ArraySlice<Scenario.Answer>, into node: Node?) -> Node {
        guard let first = path.first else { return leaf }
        var answers: [(outcome: Int?, node: Node)] = []
        if case .question(let known, let others)? = node, known.id == first.question.id { answers = others }
        let position = answers.firstIndex { $0.outcome == first.outcome }
        let below = inserting(leaf, at: path.dropFirst(), into: position.map { answers[$0].node })
        if let position { answers[position].node = below } else { answers.append((first.outcome, below)) }
        return .question(first.question, answers: answers)
    }
}
