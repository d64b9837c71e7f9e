public import Documents

/// What no request that a principal's policies allow may break.
public struct GuaranteeCheck: Sendable {
    /// The text of keys and values for which the texts of `each` are put in, one after the other.
    static let placeholder = "{{ each }}"

    /// Patterns such as `sagemaker:Create*`.
    public var actions: Operand
    /// Only actions that can carry tags.
    public var requestTagging: Bool
    public var onlyWhen: [GuaranteeCondition]
    /// Requests that satisfy all of these are excused.
    public var unless: [GuaranteeCondition]?
    public var resources: Operand?
    /// The guarantee is given once for each of these texts.
    public var each: Operand?
    public var node: NodeView

    /// Everything that may be a parameter.
    var operands: [Operand] {
        [actions, resources, each].compactMap(\.self) + (onlyWhen + (unless ?? [])).map(\.values)
    }
}

/// One operator, one key and the values that the key is compared with, in IAM's condition syntax.
public struct GuaranteeCondition: Sendable {
    public var operatorText: String
    public var key: String
    /// The node of the values, under the key.
    public var node: NodeView
    public var values: Operand
}

/// A guarantee with the parameters of its pack put in: texts alone, so that nothing about AWS is looked up before there
/// is something to judge.
public struct GuaranteeDemand: Equatable, Sendable {
    public var actions: [String]
    public var requestTagging: Bool
    public var onlyWhen: [Line]
    public var unless: [Line]?
    public var resources: [String]?

    public struct Line: Equatable, Sendable {
        public var operatorText: String
        public var key: String
        public var values: [String]
    }
}
