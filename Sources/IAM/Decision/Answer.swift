/// What can be said about a claim.
public struct Answer: Sendable {
    public enum Verdict: String, Sendable {
        case proved = "PROVED"
        case counterexample = "COUNTEREXAMPLE"
        case unknown = "UNKNOWN"
    }

    public var verdict: Verdict
    /// One allowed request that breaks the claim; the smallest found.
    public var counterexample: Counterexample?
    /// Why the answer is unknown.
    public var reason: String?
    /// The verdict for each action that the claim speaks of.
    public var actions: [ActionAnswer]
    /// For a proof: statements that deny, none of which can be left out. Empty if the proof needs none.
    public var carriers: [StatementReference]
    /// True unless fewer statements might carry the proof: there were too many to try all.
    public var carriersAreFewest = true
    /// For a proof that is explained: true if the policies allow no request of these actions at all.
    public var isVacuous: Bool
    /// What the answer takes for granted.
    public var assumptions: [String]
}

/// The verdict for one action.
public struct ActionAnswer: Sendable {
    public var action: String
    public var verdict: Answer.Verdict
    public var counterexample: Counterexample?
    public var reason: String?
}

/// A request that is allowed although it should not be.
public struct Counterexample: Sendable {
    public var request: Request
    /// The other authorisations of the same call: further resources, and actions that are checked along.
    public var alongside: [Request]
    /// The statement that allows it.
    public var statement: StatementReference?
    /// What the caller needs besides, in words.
    public var notes: [String]

    /// How much there is to read.
    var size: (Int, Int) {
        let keys = request.context.keys
        let length = keys.reduce(request.resource.utf8.count) { sum, key in
            sum + key.utf8.count + (request.context[key]?.all.reduce(0) { $0 + $1.utf8.count } ?? 0)
        }
        return (keys.count + alongside.count, length)
    }
}

/// How a question is answered.
public struct DecisionOptions: Sendable {
    /// The partition of the account; nil to take it from the principal, the claim or the policies.
    public var partition: String?
    public var budget = SearchBudget()
    /// Look for the statements that carry a proof, and whether it needs any.
    public var explainsProofs = true

    public init() {}
}
