/// What concerns condition operators and the values they compare.
enum OperatorRules {
    static let rules = [
        LintRule(id: "wildcard-without-like", severity: .warning) { subject in
            KeyRules.conditions(of: subject).flatMap { statement, condition -> [LintMatch] in
                guard [.string, .stringIgnoringCase].contains(condition.comparison.family) else { return [] }
                return condition.values.filter { $0.text.contains("*") && !$0.text.contains("${*}") }.map {
                    subject.match(
                        statement, "`\(condition.operatorText)` takes the star in `\($0.text)` for a plain character",
                        help: "use \(condition.comparison.isNegated ? "StringNotLike" : "StringLike")", at: $0.range)
                }
            }
        },
        LintRule(id: "type-mismatch", severity: .error) { subject in
            KeyRules.conditions(of: subject).compactMap { statement, condition in
                guard let key = condition.documentedKey, let expected = expectedFamilies[key.type],
                    condition.comparison.family != .null, !expected.contains(condition.comparison.family)
                else { return nil }
                return subject.match(
                    statement,
                    "`\(condition.key)` holds \(words[key.type] ?? "a text"), which `\(condition.operatorText)` does not compare",
                    at: condition.range)
            }
        },
        LintRule(id: "value-not-of-type", severity: .error) { subject in
            KeyRules.conditions(of: subject).flatMap { statement, condition in
                condition.values.filter { !$0.template.isUnknown && !isReadable($0, condition.comparison.family) }.map {
                    subject.match(
                        statement, "`\($0.text)` is nothing that `\(condition.operatorText)` can compare", at: $0.range)
                }
            }
        },
        LintRule(id: "null-with-set-operator", severity: .warning) { subject in
            KeyRules.conditions(of: subject).compactMap { statement, condition in
                let comparison = condition.comparison
                guard comparison.family == .null, comparison.quantifier != nil || comparison.ifExists else {
                    return nil
                }
                return subject.match(
                    statement, "`Null` asks whether the key is there: it takes no set operator and no `IfExists`",
                    help: "write `Null`", at: condition.operatorRange)
            }
        },
        LintRule(id: "no-values", severity: .error) { subject in
            KeyRules.conditions(of: subject).filter { $0.1.values.isEmpty }.map { statement, condition in
                subject.match(statement, "`\(condition.key)` is compared with nothing", at: condition.range)
            }
        },
        LintRule(id: "repeated-value", severity: .note) { subject in
            KeyRules.conditions(of: subject).flatMap { statement, condition in
                var seen: Set<String> = []
                return condition.values.filter { !seen.insert($0.text).inserted }.map {
                    subject.match(statement, "`\($0.text)` is listed twice", at: $0.range)
                }
            }
        },
        LintRule(id: "absent-and-compared", severity: .warning) { subject in
            subject.policy.statements.filter { $0.effect == .deny }.flatMap { statement in
                statement.conditions.filter { isAbsenceTest($0) }.compactMap { absence in
                    let other = statement.conditions.first {
                        $0.comparison.family != .null && $0.normalizedKey == absence.normalizedKey
                    }
                    return other.map {
                        subject.match(
                            statement,
                            "both `\(absence.operatorText)` and `\($0.operatorText)` on `\(absence.key)` must hold, so a wrong value is not denied",
                            help: "leave out the `Null` test, or give it a statement of its own", at: absence.range)
                    }
                }
            }
        },
    ]

    private static let words: [ConditionKey.ValueType: String] = [
        .arn: "an ARN", .bool: "true or false", .numeric: "a number", .date: "a date", .address: "an IP address",
    ]

    /// Texts are compared with everything; the others only with operators that read them.
    private static let expectedFamilies: [ConditionKey.ValueType: Set<ConditionOperator.Family>] = [
        .arn: [.arn, .string, .stringLike, .stringIgnoringCase],
        .bool: [.bool, .string, .stringIgnoringCase, .stringLike],
        .numeric: [.numeric, .string], .date: [.date, .numeric], .address: [.address],
    ]

    private static func isReadable(_ value: Statement.Value, _ family: ConditionOperator.Family) -> Bool {
        switch family {
        case .numeric: Number(value.text) != nil
        case .date: Instant(policyText: value.text) != nil
        case .address: AddressBlock(value.text) != nil
        case .binary: Base64.decode(value.text) != nil
        case .bool, .null: value.template.hasVariables || ["true", "false"].contains(value.text.asciiLowercased)
        case .arn:
            value.text == "*" || value.template.hasVariables
                || value.text.split(separator: ":", omittingEmptySubsequences: false).count >= 6
        case .string, .stringIgnoringCase, .stringLike: true
        }
    }

    private static func isAbsenceTest(_ condition: Condition) -> Bool {
        condition.comparison.family == .null && condition.values.map { $0.text.asciiLowercased } == ["true"]
    }
}
