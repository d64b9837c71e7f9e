public import Documents

/// A policy document.
public struct Policy: Sendable {
    public var version: PolicyVersion
    /// False if the document leaves the version out, which means the original one.
    public var declaresVersion: Bool
    public var id: String?
    public var statements: [Statement]
    /// How the policy is called in answers: usually its file.
    public var name: String
    /// Where the ranges point to; nil for a policy that was not read from a text.
    public var source: SourceText?
    public var range: Range<Int>
}

public enum Effect: String, Sendable {
    case allow = "Allow"
    case deny = "Deny"
}

/// One statement of a policy.
public struct Statement: Sendable {
    public var sid: String?
    /// Counted from 0.
    public var index: Int
    public var effect: Effect
    /// The effect as the policy spells it.
    public var effectText: String
    public var actions: Clause
    /// Nil where the kind of policy has none, such as a trust policy.
    public var resources: Clause?
    /// Nil in identity policies.
    public var principals: PrincipalClause?
    public var conditions: [Condition]
    public var range: Range<Int>

    /// The values of `Action`, `NotAction`, `Resource` or `NotResource`.
    public struct Clause: Sendable {
        /// True for the `Not` form, which means everything else.
        public var isNegated: Bool
        public var values: [Value]
        public var range: Range<Int>

        public init(isNegated: Bool = false, values: [Value], range: Range<Int> = 0..<0) {
            self.isNegated = isNegated
            self.values = values
            self.range = range
        }
    }

    /// One value with its place in the source.
    public struct Value: Hashable, Sendable {
        public var template: Template
        public var range: Range<Int>

        public init(_ template: Template, range: Range<Int> = 0..<0) {
            self.template = template
            self.range = range
        }

        public var text: String { template.source }
    }

    /// How answers name the statement: its Sid, or its number counted from 1.
    public var label: String {
        if let sid, !sid.isEmpty { return sid }
        return "statement \(index + 1)"
    }
}

/// Who a statement is about.
public struct PrincipalClause: Sendable {
    public var isNegated: Bool
    public var principals: [Entry]
    public var range: Range<Int>

    public struct Entry: Hashable, Sendable {
        /// `AWS`, `Service`, `Federated`, `CanonicalUser`, or `*` for the short form that means everyone.
        public var kind: String
        public var value: String
        /// True if the input does not give all of the value.
        public var isComputed = false
        public var range: Range<Int>
    }
}

/// One operator, one key, and the values that the key is compared with.
public struct Condition: Sendable {
    public let comparison: ConditionOperator
    /// The operator as the policy spells it.
    public let operatorText: String
    /// The key as the policy spells it.
    public let key: String
    /// The key in lower case: keys are compared without regard to case.
    public let normalizedKey: String
    public let values: [Statement.Value]
    public let operatorRange: Range<Int>
    public let range: Range<Int>
    /// What the service data say about the key; nil if they do not know it.
    public let documentedKey: ConditionKey?

    public init(
        comparison: ConditionOperator, operatorText: String, key: String, values: [Statement.Value],
        operatorRange: Range<Int> = 0..<0, range: Range<Int> = 0..<0
    ) {
        self.comparison = comparison
        self.operatorText = operatorText
        self.key = key
        normalizedKey = key.asciiLowercased
        self.values = values
        self.operatorRange = operatorRange
        self.range = range
        documentedKey = ServiceData.conditionKey(normalizedKey)
    }
}
