/// Something wrong, or doubtful, with an expression.
public struct Issue: Hashable, Sendable {
    public enum Severity: Sendable { case error, warning }

    public var severity: Severity
    /// One sentence, lower-case start, no full stop, user input in backticks.
    public var message: String
    public var help: String?
    /// Byte range in the UTF-8 of the expression's source.
    public var range: Range<Int>

    public init(_ severity: Severity = .error, _ message: String, help: String? = nil, at range: Range<Int>) {
        self.severity = severity
        self.message = message
        self.help = help
        self.range = range
    }
}

/// Why an expression could not be compiled; at least one issue is an error.
public struct CompilationError: Error, Sendable {
    public var issues: [Issue]

    public init(issues: [Issue]) { self.issues = issues }
}
