public import Documents

/// Why IAM refuses a policy document.
public struct PolicyRejection: Error, Hashable, Sendable {
    public enum Reason: String, Sendable {
        /// The document does not follow the grammar.
        case syntax
        case version
        /// A value has a form that IAM's older parser refuses.
        case legacyParsing
        case duplicateSid
        case sid
        case missingActions
        case missingResources
        case action
        case resource
        case principal
        /// A value stands in the source but is not literal, so nothing can be said about the policy.
        case notLiteral
    }

    public var reason: Reason
    /// What IAM answers when the document is uploaded.
    public var iamMessage: String
    /// What is wrong, in our words.
    public var message: String
    public var help: String?
    /// The bytes of the source that the message is about.
    public var range: Range<Int>

    init(_ reason: Reason, _ message: String, help: String? = nil, iam: String? = nil, at range: Range<Int>) {
        self.reason = reason
        self.message = message
        self.help = help
        self.range = range
        iamMessage = iam ?? Self.messages[reason] ?? "Syntax errors in policy."
    }

    /// The rejection as a diagnostic in the source it came from.
    public func diagnostic(in source: SourceText) -> Diagnostic {
        Diagnostic(.error, in: source, at: range, message, help: help)
    }

    private static let messages: [Reason: String] = [
        .syntax: "Syntax errors in policy.",
        .version: "Policy document must be version 2012-10-17 or greater.",
        .legacyParsing: "The policy failed legacy parsing",
        .duplicateSid: "Statement IDs (SID) in a single policy must be unique.",
        .missingActions: "Policy statement must contain actions.",
        .missingResources: "Policy statement must contain resources.",
        .principal: "Policy document should not specify a principal.",
    ]
}
