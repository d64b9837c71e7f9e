/// Compares one value of a request with one value of a policy, by the operators that take both as single values.
///
/// This is the reading of the documentation that everything else is tested against: it looks at concrete values only
/// and shares nothing with the decision procedure but the parsed policy.
struct ValueComparison {
    let comparison: ConditionOperator
    let context: Request.Context

    /// Whether the value matches, negation left out.
    func matches(_ value: String, _ pattern: Template) -> Truth {
        switch comparison.family {
        case .string, .stringIgnoringCase, .bool, .stringLike, .arn, .null: break
        case .numeric, .date, .address, .binary: if pattern.isUnknown { return .unclear }
        }
        return switch comparison.family {
        case .string: text(value, pattern, .exact)
        case .stringIgnoringCase, .bool: text(value, pattern, .ignoringCase)
        case .stringLike: text(value, pattern, .like)
        case .arn: arn(value, pattern)
        case .numeric: numeric(value, pattern.source)
        case .date: date(value, pattern.source)
        case .address: address(value, pattern.source)
        case .binary: binary(value, pattern.source)
        case .null: .unclear
        }
    }

    private func text(_ value: String, _ pattern: Template, _ style: Template.Style) -> Truth {
        Substitution(context: context).matches(value, pattern, style)
    }

    private func arn(_ value: String, _ pattern: Template) -> Truth {
        let narrow = text(value, pattern, .arn(.narrow))
        guard narrow == .no, pattern.source.split(separator: ":", omittingEmptySubsequences: false).count < 6 else {
            return narrow
        }
        // A pattern that is no whole ARN: nothing is documented.
        return text(value, pattern, .arn(.wide)) == .no ? .no : .unclear
    }

    private func numeric(_ value: String, _ pattern: String) -> Truth {
        guard let left = Number(ofRequest: value), let right = Number(pattern) else { return .no }
        guard left.isExact, right.isExact else { return .unclear }
        return Truth(comparison.comparison.holds(left.value, right.value))
    }

    private func date(_ value: String, _ pattern: String) -> Truth {
        guard let left = Instant(policyText: value), let right = Instant(policyText: pattern) else { return .no }
        return Truth(comparison.comparison.holds(left, right))
    }

    private func address(_ value: String, _ pattern: String) -> Truth {
        guard let block = AddressBlock(pattern), let address = AddressBlock(value) else { return .no }
        return Truth(block.contains(address))
    }

    private func binary(_ value: String, _ pattern: String) -> Truth {
        guard let left = Base64.decode(value), let right = Base64.decode(pattern) else { return .no }
        return Truth(left == right)
    }
}

/// A number of a policy or a request.
struct Number {
    let value: Double
    /// False for numbers with more digits than a double holds.
    let isExact: Bool

    init?(_ text: String) {
        let digits = text.utf8.drop { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "+") }
        guard let first = digits.first, first >= 0x30 && first <= 0x39 || first == UInt8(ascii: "."),
            text.utf8.allSatisfy({ ($0 >= 0x30 && $0 <= 0x39) || "+-.eE".utf8.contains($0) }), let value = Double(text),
            value.isFinite
        else { return nil }
        self.value = value
        isExact = text.utf8.count { $0 >= 0x30 && $0 <= 0x39 } <= 15
    }

    /// The number of a request: a time is the seconds since 1970 to an operator that asks for a number.
    init?(ofRequest text: String) {
        if let number = Number(text) {
            self = number
        } else if let seconds = Instant(policyText: text)?.seconds {
            value = seconds
            isExact = true
        } else {
            return nil
        }
    }
}

/// Puts the values of a request into policy variables.
struct Substitution {
    let context: Request.Context

    func matches(_ value: String, _ pattern: Template, _ style: Template.Style) -> Truth {
        if let text = pattern.onlyText, let matches = Self.matches(value, text, style) { return Truth(matches) }
        // A key with several values has no defined value as a variable.
        for key in pattern.variables {
            if case .several(let values) = context.value(normalized: key), values.count != 1 { return .unclear }
        }
        // Of a text that is not known in all its parts the widest reading decides whether it may match at all.
        let isARN = if case .arn = style { true } else { false }
        let glob = pattern.glob(pattern.isUnknown && isARN ? .arn(.wide) : style) { key in
            context.value(normalized: key)?.all.first.map { .text($0) } ?? .missing
        }
        let matches = glob?.matches(value) ?? false
        return pattern.isUnknown && matches ? .unclear : Truth(matches)
    }

    /// A text without variables, in the styles that need no preparation; nil for the others.
    private static func matches(_ value: String, _ text: String, _ style: Template.Style) -> Bool? {
        switch style {
        // Strings are equal also where only their looks are.
        case .exact: value.utf8.elementsEqual(text.utf8)
        case .like: ByteGlob.matches(value, pattern: text)
        case .ignoringCase, .arn: nil
        }
    }
}
