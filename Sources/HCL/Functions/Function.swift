public import Documents

/// One function of the language.
struct Function: Sendable {
    /// What arguments that are not known mean.
    enum UnknownRule: Sendable {
        /// An argument that is not known as a whole makes the result unknown; elements inside may be.
        case whole
        /// Nothing inside the arguments may be unknown either.
        case inside
        /// The function looks itself.
        case own
    }

    /// What arguments that must not be shown mean.
    enum MarkRule: Sendable {
        /// The result must not be shown if anything inside the arguments must not.
        case result
        /// The result consists of parts of the arguments, which keep their own marks, and of what these do not decide.
        case parts
        /// The function looks itself.
        case own
    }

    /// How many arguments there may be.
    let arity: ClosedRange<Int>
    let unknowns: UnknownRule
    let marks: MarkRule
    let body: @Sendable (Arguments) throws(EvaluationFailure) -> Value

    static let many = 10_000

    init(
        _ arity: ClosedRange<Int>, _ unknowns: UnknownRule = .whole, marks: MarkRule = .result,
        _ body: @escaping @Sendable (Arguments) throws(EvaluationFailure) -> Value
    ) {
        self.arity = arity
        self.unknowns = unknowns
        self.marks = marks
        self.body = body
    }
}

/// The arguments of one call.
struct Arguments {
    var values: [Value]
    let host: any FunctionHost
    let budget: EvaluationBudget
    let symbols: SymbolTable

    var count: Int { values.count }

    subscript(index: Int) -> Value { values[index] }

    private func unsuitable(_ index: Int, _ expected: String) -> EvaluationFailure {
        let value = values[index]
        return EvaluationFailure(
            value.isNull
                ? "argument \(index + 1) is null: expected \(expected)"
                : "argument \(index + 1) is of the type \(value.typeName): expected \(expected)")
    }

    /// - Parameter cost: the steps for each 16 bytes, by what the function does with them: about 50 ns each.
    func text(_ index: Int, cost: Int = 1) throws(EvaluationFailure) -> String {
        guard let text = values[index].asText else {
            if case .number = values[index].form { throw Value.inexact }
            throw unsuitable(index, "a text")
        }
        try budget.spend(text.utf8.count / 16 * cost)
        return text
    }

    /// The bytes of a text. Terraform composes characters before it has them, which is not done here.
    func bytes(_ index: Int, cost: Int = 5) throws(EvaluationFailure) -> [UInt8] {
        let text = try text(index, cost: cost)
        guard text.isComposed else { throw .notComputed("the text has characters that are not composed") }
        return Array(text.utf8)
    }

    func number(_ index: Int) throws(EvaluationFailure) -> Number {
        if case .string(let text) = values[index].form { try budget.spend(text.utf8.count) }
        guard let number = values[index].asNumber else {
            if case .string(let text) = values[index].form, Number.isNumber(text) {
                throw .notComputed("the number has more than \(Number.mostDigits) digits")
            }
            throw unsuitable(index, "a number")
        }
        return number
    }

    func integer(_ index: Int) throws(EvaluationFailure) -> Int {
        let number = try number(index)
        guard let integer = number.integer else {
            guard number.isExact, !number.isInteger else { throw .notComputed("the number is too large, or not exact") }
            throw unsuitable(index, "a whole number")
        }
        return integer
    }

    func bool(_ index: Int) throws(EvaluationFailure) -> Bool {
        guard let bool = values[index].asBool else { throw unsuitable(index, "true or false") }
        return bool
    }

    /// The elements of a list, a tuple or a set.
    func list(_ index: Int) throws(EvaluationFailure) -> [Value] {
        guard values[index].members == nil, let elements = values[index].elements else {
            throw unsuitable(index, "a list")
        }
        try budget.spend(4 * elements.count)
        return elements
    }

    /// The elements of a list or a tuple.
    func sequence(_ index: Int) throws(EvaluationFailure) -> [Value] {
        if case .set = values[index].form { throw unsuitable(index, "a list") }
        return try list(index)
    }

    func members(_ index: Int) throws(EvaluationFailure) -> Members {
        guard let members = values[index].members else { throw unsuitable(index, "a map") }
        try budget.spend(4 * members.count)
        return members
    }

    /// The first argument in another type.
    func converted(to type: ValueType, cost: Int = 1) throws(EvaluationFailure) -> Value {
        try budget.spend(cost * values[0].weight)
        return try values[0].converted(to: type)
    }

    func texts(_ index: Int, skippingNulls: Bool = false) throws(EvaluationFailure) -> [String] {
        var texts: [String] = []
        for element in try list(index) where !(skippingNulls && element.isNull) {
            guard let text = element.asText else {
                if case .number = element.form { throw Value.inexact }
                throw unsuitable(index, "a list of texts")
            }
            try budget.spend(text.utf8.count / 32)
            texts.append(text)
        }
        return texts
    }
}

/// What functions may ask of the world.
public protocol FunctionHost: AnyObject {
    /// What templates may cost.
    var limits: DocumentLimits { get }
    /// A file of the configuration.
    /// - Throws: an error if it does not exist, or lies where files must not be read: `outOfReach`.
    func file(_ path: String) throws(EvaluationFailure) -> SourceText
    /// Tells that a value is not known because a file is out of reach.
    func note(_ failure: EvaluationFailure)
    /// Nil if that must not be asked, because the path leads elsewhere.
    func fileExists(_ path: String) -> Bool?
    /// What lies in a folder; nil if that cannot be read or must not be asked.
    func entries(in folder: String) -> [FolderEntry]?
    /// The value of a text in YAML; nil if YAML cannot be read here.
    func yaml(_ text: String) throws(EvaluationFailure) -> Value?
    /// The matches of an RE2 pattern in a text; nil if patterns cannot be matched here.
    /// - Parameter isFirstOnly: whether one match is enough.
    func matches(of pattern: String, in text: String, isFirstOnly: Bool) throws(EvaluationFailure) -> [PatternMatch]?
}

extension FunctionHost {
    public var limits: DocumentLimits { DocumentLimits() }

    public func note(_ failure: EvaluationFailure) {}
}

/// Where a pattern matches, in bytes of UTF-8: the whole, then each group.
public struct PatternMatch: Sendable {
    public var groups: [Range<Int>?]

    public init(groups: [Range<Int>?]) { self.groups = groups }
}
