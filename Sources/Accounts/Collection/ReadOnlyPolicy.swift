/// The IAM policy that allows what a collection asks for, and nothing else.
public struct ReadOnlyPolicy: Sendable {
    private let calls: [CollectionCall]
    private let measures: Bool

    /// - Parameter measures: whether metrics are asked for.
    public init(calls: [CollectionCall], measures: Bool = false) {
        self.calls = calls
        self.measures = measures
    }

    /// The actions, in order.
    public var actions: [String] {
        let metrics = measures ? Collector.metricActions : []
        return Set(calls.flatMap(\.actions) + metrics + ["sts:GetCallerIdentity"]).sorted()
    }

    /// The policy as IAM wants it, one statement for each service.
    public var text: String {
        let services = Set(actions.map { $0.prefix { $0 != ":" } }).sorted()
        let statements = services.map { service in
            let own = actions.filter { $0.hasPrefix(service + ":") }.map { "        \"\($0)\"" }
            let name = service.split(separator: "-").map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
            return [
                "    {", "      \"Sid\": \"Read\(name)\",", "      \"Effect\": \"Allow\",", "      \"Action\": [",
                own.joined(separator: ",\n"), "      ],", "      \"Resource\": \"*\"", "    }",
            ].joined(separator: "\n")
        }
        let lines = ["{", "  \"Version\": \"2012-10-17\",", "  \"Statement\": ["]
        return (lines + [statements.joined(separator: ",\n"), "  ]", "}", ""]).joined(separator: "\n")
    }
}
