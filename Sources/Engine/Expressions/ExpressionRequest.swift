public import Documents

/// An expression, and the data that it is about.
public struct ExpressionRequest: Sendable {
    public var expression: String
    /// A file of JSON or YAML; `-` is standard input. Without one the expression sees no variables.
    public var dataPath: String?
    /// Refuse what other implementations of the language do not accept.
    public var isStrict = false
    /// Say what decided whatever the outcome is; otherwise only where it is false.
    public var alwaysExplains = false

    public init(_ expression: String, dataPath: String? = nil) {
        self.expression = expression
        self.dataPath = dataPath
    }

    /// Whether an argument of a command line that begins with a dash can only be an expression: an option has a letter
    /// after two dashes, or is `-h`.
    public static func isExpression(argument: String) -> Bool {
        guard argument.hasPrefix("-"), argument != "-", argument != "--", argument != "-h" else { return false }
        return argument.hasPrefix("--") ? argument.dropFirst(2).first?.isLetter == false : true
    }
}

/// Why an expression has no value: at least one problem of it or of its data.
public struct ExpressionFailure: Error {
    public var problems: [Diagnostic]

    /// The first problem in one sentence.
    public var message: String { problems.first?.message ?? "the expression has no value" }

    init(_ problems: [Diagnostic]) { self.problems = problems }
}
