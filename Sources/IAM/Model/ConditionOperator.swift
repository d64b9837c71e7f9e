/// How a condition compares a request's value with those of the policy.
public struct ConditionOperator: Hashable, Sendable {
    public enum Family: Int, Sendable {
        case string, stringIgnoringCase, stringLike, numeric, date, bool, binary, address, arn, null
    }

    public enum Comparison: Int, Sendable {
        case equal, less, lessOrEqual, greater, greaterOrEqual
    }

    /// How the values of a key that holds several are taken together.
    public enum Quantifier: String, Sendable {
        case forAllValues = "ForAllValues"
        case forAnyValue = "ForAnyValue"
    }

    public let family: Family
    public let comparison: Comparison
    public let isNegated: Bool
    public let quantifier: Quantifier?
    public let ifExists: Bool

    /// Reads an operator such as `ForAnyValue:StringLikeIfExists`; nil if there is none of that name.
    public init?(_ text: String) {
        var name = Substring(text)
        quantifier = [Quantifier.forAllValues, .forAnyValue].first {
            name.asciiLowercased.hasPrefix($0.rawValue.asciiLowercased + ":")
        }
        if let quantifier { name = name.dropFirst(quantifier.rawValue.count + 1) }
        ifExists = name.asciiLowercased.hasSuffix("ifexists")
        if ifExists { name = name.dropLast("IfExists".count) }
        guard let form = Self.forms[name.asciiLowercased] else { return nil }
        family = form.family
        comparison = form.comparison
        isNegated = form.isNegated
    }

    /// The name as AWS writes it.
    public var name: String {
        let base = Self.names.first {
            $0.form.family == family && $0.form.comparison == comparison && $0.form.isNegated == isNegated
        }
        return (quantifier.map { $0.rawValue + ":" } ?? "") + (base?.name ?? "") + (ifExists ? "IfExists" : "")
    }

    private struct Form: Sendable {
        var family: Family
        var comparison = Comparison.equal
        var isNegated = false
    }

    private static let forms = Dictionary(
        names.map { ($0.name.asciiLowercased, $0.form) }, uniquingKeysWith: { first, _ in first })

    /// The operators with every set operator in front, for suggestions.
    public static var commonNames: [String] {
        ["", "ForAllValues:", "ForAnyValue:"].flatMap { prefix in names.map { prefix + $0.name } }
    }

    /// - SeeAlso: IAM User Guide, "IAM JSON policy elements: Condition operators".
    private static let names: [(name: String, form: Form)] =
        [
            ("StringEquals", Form(family: .string)),
            ("StringNotEquals", Form(family: .string, isNegated: true)),
            ("StringEqualsIgnoreCase", Form(family: .stringIgnoringCase)),
            ("StringNotEqualsIgnoreCase", Form(family: .stringIgnoringCase, isNegated: true)),
            ("StringLike", Form(family: .stringLike)),
            ("StringNotLike", Form(family: .stringLike, isNegated: true)),
            ("Bool", Form(family: .bool)),
            ("BinaryEquals", Form(family: .binary)),
            ("IpAddress", Form(family: .address)),
            ("NotIpAddress", Form(family: .address, isNegated: true)),
            ("ArnLike", Form(family: .arn)),
            ("ArnEquals", Form(family: .arn)),
            ("ArnNotLike", Form(family: .arn, isNegated: true)),
            ("ArnNotEquals", Form(family: .arn, isNegated: true)),
            ("Null", Form(family: .null)),
        ] + ordered("Numeric", .numeric) + ordered("Date", .date)

    private static func ordered(_ prefix: String, _ family: Family) -> [(name: String, form: Form)] {
        [
            (prefix + "Equals", Form(family: family)),
            (prefix + "NotEquals", Form(family: family, isNegated: true)),
            (prefix + "LessThan", Form(family: family, comparison: .less)),
            (prefix + "LessThanEquals", Form(family: family, comparison: .lessOrEqual)),
            (prefix + "GreaterThan", Form(family: family, comparison: .greater)),
            (prefix + "GreaterThanEquals", Form(family: family, comparison: .greaterOrEqual)),
        ]
    }
}

extension ConditionOperator.Comparison {
    func holds<Value: Comparable>(_ left: Value, _ right: Value) -> Bool {
        switch self {
        case .equal: left == right
        case .less: left < right
        case .lessOrEqual: left <= right
        case .greater: left > right
        case .greaterOrEqual: left >= right
        }
    }
}
