import Documents

extension Guarantee {
    /// What is wrong with a part of a guarantee, and what may help.
    public struct Problem: Sendable {
        public let message: String
        public let help: String?
    }

    /// What is wrong with a pattern of actions; nil if it covers at least one action that AWS documents.
    public static func problem(withAction pattern: String) -> Problem? {
        do throws(PolicyRejection) {
            try ActionGrammar.check(Statement.Value(Template(pattern, version: .current)))
        } catch {
            return Problem(message: error.message, help: error.help)
        }
        guard ServiceData.actions(matching: pattern).isEmpty else { return nil }
        let prefix = pattern.prefix { $0 != ":" }
        guard let service = ServiceData.service(prefix) else {
            let near = Suggestion.nearest(to: prefix.asciiLowercased, among: ServiceData.prefixes).first
            return Problem(
                message: "no service has the prefix `\(prefix)`", help: near.map { "did you mean `\($0)`?" })
        }
        let name = String(pattern.dropFirst(prefix.utf8.count + 1))
        let near = Suggestion.nearest(to: name, among: service.actions.map(\.name)).first
        return Problem(
            message: "no action of the service data of \(ServiceData.date) matches `\(pattern)`",
            help: near.map { "did you mean `\(prefix):\($0)`?" })
    }

    /// What is wrong with a pattern of resources; nil if it has the form of an ARN.
    public static func problem(withResource pattern: String) -> Problem? {
        rejection(ofResource: Statement.Value(Template(pattern, version: .current)))
            .map { Problem(message: $0.message, help: $0.help) }
    }

    /// Why a pattern of resources cannot stand in a guarantee.
    ///
    /// IAM takes a pattern with fewer than the six parts of an ARN, but it is not settled what it matches, and a guarantee
    /// about nothing would be proved by any policy.
    static func rejection(ofResource value: Statement.Value) -> PolicyRejection? {
        if let rejection = ResourceGrammar.rejection(of: value) { return rejection }
        let text = value.text
        guard text != "*", text.utf8.count(where: { $0 == UInt8(ascii: ":") }) < 5 else { return nil }
        return PolicyRejection(
            .resource, "`\(text)` has fewer than the six parts of an ARN, and matches none",
            help: "write every part, such as `arn:aws:sagemaker:*:*:*`", at: value.range)
    }

    /// What is wrong with a condition key; nil if AWS documents it.
    public static func problem(withKey key: String) -> Problem? {
        guard ServiceData.conditionKey(key) == nil else { return nil }
        let prefix = key.prefix { $0 != ":" }
        let documented = GlobalKeys.names + (ServiceData.service(prefix)?.conditionKeys.map(\.name) ?? [])
        let near = Suggestion.nearest(to: key, among: documented).first
        return Problem(
            message: "no condition key of the service data of \(ServiceData.date) is called `\(key)`",
            help: near.map { "did you mean `\($0)`?" })
    }

    /// A guarantee from texts, as a policy pack writes them.
    ///
    /// - Parameters:
    ///   - onlyWhen: operators, keys and values; a line whose operator does not exist is left out.
    public init(
        actions: [String], requestTagging: Bool, onlyWhen: [(operator: String, key: String, values: [String])],
        unless: [(operator: String, key: String, values: [String])]?, resources: [String]?
    ) {
        self.init(
            actions: actions, requestTagging: requestTagging, onlyWhen: onlyWhen.compactMap { Self.condition($0) },
            unless: unless.map { $0.compactMap { Self.condition($0) } }, resources: resources)
    }

    private static func condition(_ line: (operator: String, key: String, values: [String])) -> Condition? {
        ConditionOperator(line.operator).map {
            Condition(
                comparison: $0, operatorText: line.operator, key: line.key,
                values: line.values.map { Statement.Value(Template($0, version: .current)) })
        }
    }
}
