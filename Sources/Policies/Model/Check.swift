public import Documents

/// What a rule demands of a resource.
public indirect enum Check: Sendable {
    /// Each key is in the effective tag set with a value that is not blank.
    case requiredTags(Operand)
    /// The value of each of these tags, where present, is allowed.
    case tagValues([TagValueCheck])
    /// Every value that the paths select satisfies the conditions.
    case property(PropertyCheck)
    case assert(ExpressionSource, at: [PropertySelector])
    /// No request outside of the stated bounds can be allowed by IAM policies.
    case guarantee(GuaranteeCheck)
    /// The linter of IAM policies finds nothing of these kinds.
    case policyLint([String], at: NodeView)
    case all([Check])
    case any([Check])
    case not(Check)
}

public struct TagValueCheck: Sendable {
    public var key: String
    public var conditions: [Condition]
}

public struct PropertyCheck: Sendable {
    public var paths: [PropertySelector]
    public var conditions: [Condition]
    /// What an absent property counts as.
    public var defaultValue: Operand?
    public var node: NodeView
}

/// One demand on a value.
public struct Condition: Sendable {
    public enum Kind: String, CaseIterable, Sendable {
        case equals, notEquals, oneOf, noneOf, matches, notMatches, atLeast, atMost, satisfies, exists

        /// The verdict on a value that is absent.
        public var acceptsAbsence: Bool {
            switch self {
            case .notEquals, .noneOf, .notMatches, .satisfies: true
            case .equals, .oneOf, .matches, .atLeast, .atMost, .exists: false
            }
        }
    }

    public var kind: Kind
    public var operand: Operand
}

/// A value written in a check, or a parameter to take it from.
public enum Operand: Sendable {
    case literal(NodeView)
    /// `{param: name}`
    case parameter(name: String, node: NodeView)
    /// The expression of `satisfies`, over `value`.
    case expression(ExpressionSource)

    public var node: NodeView {
        switch self {
        case .literal(let node), .parameter(_, let node): node
        case .expression(let source): source.node
        }
    }
}
