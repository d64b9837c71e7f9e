public import Documents

/// The steps of a reference, such as `.name` or `["key"]`, and the names of those next to its root.
public struct ReferenceNames: Sendable {
    public private(set) var count = 0
    /// The name of the first step; nil if there is none, or if it is an index.
    public private(set) var first: Symbol?
    public private(set) var second: Symbol?

    init() {}

    /// Puts a step between the root and the others.
    mutating func precede(with name: Symbol?) {
        second = first
        first = name
        count += 1
    }
}

/// What names stand for. Terraform's modules are scopes; a `for` adds its names by itself.
public protocol EvaluationScope: AnyObject {
    /// What a name with the first steps behind it stands for.
    /// - Returns: The value, and how many of the steps led to it.
    /// - Throws: an error if there is no such thing.
    func value(
        of root: Symbol, _ steps: ReferenceNames, in evaluator: borrowing Evaluator
    ) throws(EvaluationFailure) -> (Value, consumed: Int)

    /// What functions may ask of the world: files of the module, regular expressions.
    var host: any FunctionHost { get }
}

/// What evaluation may cost. Configurations come from strangers.
public final class EvaluationBudget {
    /// Steps, each about the work of one operator or one copied element.
    public private(set) var steps: Int
    /// Nodes inside each other, through whatever references lie between them.
    var depth = 0
    static let deepest = 400

    public init(steps: Int = 20_000_000) { self.steps = steps }

    func spend(_ count: Int) throws(EvaluationFailure) {
        steps = steps < count ? -1 : steps - count
        guard steps >= 0 else { throw .notComputed("the configuration takes too long to evaluate") }
    }
}
