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
    /// Why there is no such deployment; nil if there may be one.
    public private(set) var refusal: String?

    /// A scenario in which the given choices are made and all others are open.
    public init(_ outcomes: [Choice.ID: Int] = [:]) { self.outcomes = outcomes }

    /// Whether every choice is open.
    public var isOpen: Bool { outcomes.isEmpty }

    /// The outcome of a choice, by position among its options; nil while it is open.
    public func outcome(of id: Choice.ID, from source: any ChoiceSource) -> Int? {
        if let outcome = outcomes[id] { return outcome }
        questionCount += 1
        if !questions.contains(where: { $0.id == id }) { questions.append(Question(id: id, source: source)) }
        return nil
    }

    /// Says that CloudFormation, or whoever deploys, would refuse such a deployment.
    public func refuse(_ reason: String) { refusal = refusal ?? reason }
}
