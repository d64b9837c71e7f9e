public import Documents

/// One rule of a pack: which resources it is about, what must hold, and what to say when it does not.
public struct Rule: Sendable {
    /// Kebab-case, without the pack.
    public var name: String
    public var title: String
    public var description: String?
    public var severity: Severity
    /// Resource type names; `*` and `?` are wildcards.
    public var targets: [Target]
    public var when: ExpressionSource?
    public var variables: [Variable] = []
    public var check: Check
    public var message: MessageTemplate?
    public var remedy: MessageTemplate?
    public var fix: Fix?
    public var references: [String] = []
    public var labels: [String] = []
    /// The choices of rules that hold this one; empty for a rule that every choice holds.
    public var profiles: [String] = []
    /// Where the recommendation comes from.
    public var sources: [String] = []
    /// Whether a comment in an input file may silence the rule.
    public var isSuppressible: Bool
    /// The rule is reported but never decides the exit code.
    public var isReportOnly: Bool
    /// The first day, `YYYY-MM-DD` in UTC, on which the rule decides the exit code; nil when it always does.
    public var effective: String?
    /// The part of a resource's cost that goes away when the finding is mended, from 0 to 1; nil where nobody can say.
    public var avoidable: Double?
    /// The node of the rule's id, for messages about the rule.
    public var idNode: NodeView

    public struct Target: Sendable {
        public var pattern: String
        public var node: NodeView
    }

    /// A named expression, evaluated at most once for a resource, when first needed.
    public struct Variable: Sendable {
        public var name: String
        public var expression: ExpressionSource
    }
}

/// CEL text inside a policy file, with the way back to its positions.
public struct ExpressionSource: Sendable {
    public var text: String
    /// The scalar that holds the text.
    public var node: NodeView
    /// Where the text starts in the scalar's decoded text, in bytes.
    public var offset: Int
    /// The text was made from the node, so whatever is wrong with it is wrong with the node as a whole.
    var isGenerated = false

    /// Whether the text has this word in it, wherever.
    func names(_ word: StaticString) -> Bool {
        var text = text
        return text.withUTF8 { UnsafeRawBufferPointer($0).contains(word) }
    }
}

/// A text with expressions in double braces.
public struct MessageTemplate: Sendable {
    public enum Part: Sendable {
        case text(String)
        case expression(ExpressionSource)
    }

    public var parts: [Part]
}
