/// A deployment as far as it is imagined: outcomes for some of the choices that the input leaves open.
///
/// Whoever needs a choice asks for it here. An answer of nil means that the choice is open in this scenario; the question is
/// remembered, so that a verdict that turns out to be undetermined can be looked at again with the choice made. One object
/// serves one evaluation on one thread.
public final class Scenario {
    public struct Question {
        public let id: Choice.ID
        /// Who knows its outcomes.
        public let source: any ChoiceSource
    }

    /// The choices that are made, by position among their options.
    public let outcomes: [Choice.ID: Int]
    /// The open choices that were asked for, each once, in the order of the first time.
    public private(set) var questions: [Question] = []
    /// How often an open choice was asked for: unchanged means that what was computed depends on none.
    public private(set) var questionCount = 0
    /// How often something was said against such a deployment: unchanged means that what was computed said nothing.
    public private(set) var refusalCount = 0
    /// Why there is no such deployment; nil if there may be one.
    public private(set) var refusal: String?
    /// What recordings have seen so far.
    private var events: [Event] = []
    private var recordings = 0

    /// A scenario in which the given choices are made and all others are open.
    public init(_ outcomes: [Choice.ID: Int] = [:]) { self.outcomes = outcomes }

    /// Whether every choice is open.
    public var isOpen: Bool { outcomes.isEmpty }

    /// The outcome of a choice, by position among its options; nil while it is open.
    public func outcome(of id: Choice.ID, from source: any ChoiceSource) -> Int? {
        let outcome = outcomes[id]
        if recordings > 0 {
            events.append(.answer(Answer(question: Question(id: id, source: source), outcome: outcome)))
        }
        if let outcome { return outcome }
        questionCount += 1
        if !questions.contains(where: { $0.id == id }) { questions.append(Question(id: id, source: source)) }
        return nil
    }

    /// Says that CloudFormation, or whoever deploys, would refuse such a deployment.
    public func refuse(_ reason: String) { refuse(Refusal(reason: reason, isOfChoices: false)) }

    /// Says that a deployment would be refused because of what is chosen; where nothing is, nobody knows.
    public func refuseChoices(_ reason: String) { refuse(Refusal(reason: reason, isOfChoices: true)) }

    func refuse(_ new: Refusal) {
        refusalCount += 1
        if recordings > 0 { events.append(.refusal(new)) }
        if new.isOfChoices, isOpen { return }
        refusal = refusal ?? new.reason
    }
}

// MARK: - All of them

extension Scenario {
    /// More scenarios than nearly any value has, and few enough to go through them for each.
    public static let limit = 64

    /// Visits every scenario of a computation: the open one, and each that follows from a choice which it asks for.
    /// - Returns: false if there are more than `limit`, and the rest was left out.
    public static func visitAll(_ visit: (Scenario) -> Void) -> Bool {
        var open = [Scenario()]
        var count = 0
        while let scenario = open.popLast() {
            guard count < limit else { return false }
            count += 1
            visit(scenario)
            guard let question = scenario.questions.first else { continue }
            let options = question.source.choice(question.id).options.indices
            open += options.map { Scenario(scenario.outcomes.merging([question.id: $0]) { _, new in new }) }
        }
        return true
    }
}

// MARK: - What a computation depends on

extension Scenario {
    /// What a computation asked for, and what it was told.
    struct Answer {
        var question: Question
        var outcome: Int?
    }

    struct Refusal {
        var reason: String
        var isOfChoices: Bool
    }

    private enum Event {
        case answer(Answer)
        case refusal(Refusal)
    }

    /// Everything that a computation asked of a scenario, each choice once, and what it said of it.
    struct Trace {
        fileprivate(set) var answers: [Answer] = []
        fileprivate(set) var refusals: [Refusal] = []
    }

    /// Computes something and notes on which choices it depends. Recordings may contain one another.
    func recording<Value>(_ compute: () -> Value) -> (value: Value, trace: Trace) {
        let start = events.count
        recordings += 1
        let value = compute()
        recordings -= 1
        var trace = Trace()
        for event in events[start...] {
            switch event {
            case .answer(let answer) where trace.answers.contains { $0.question.id == answer.question.id }: continue
            case .answer(let answer): trace.answers.append(answer)
            case .refusal(let refusal): trace.refusals.append(refusal)
            }
        }
        // A recording around this one needs each of them once.
        events.removeSubrange(start...)
        if recordings > 0 { events += trace.answers.map(Event.answer) + trace.refusals.map(Event.refusal) }
        return (value, trace)
    }
}
