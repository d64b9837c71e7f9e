/// The IAM policy that allows what a collection asks for, and nothing else.
public struct ReadOnlyPolicy: Sendable {
    private let calls: [CollectionCall]
    private let measures: Bool
    private let organizationRole: String?

    /// - Parameters:
    ///   - measures: whether metrics are asked for.
    ///   - organizationRole: the role that is assumed in each account of the organisation, if that is gone through.
    public init(calls: [CollectionCall], measures: Bool = false, organizationRole: String? = nil) {
        self.calls = calls
        self.measures = measures
        self.organizationRole = organizationRole
    }

    /// The actions, in order.
    public var actions: [String] {
        let metrics = measures ? Collector.metricActions : []
        let walk = organizationRole.map { _ in ["organizations:ListAccounts"] } ?? []
        return Set(calls.flatMap(\.actions) + metrics + walk + ["sts:GetCallerIdentity"]).sorted()
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
        let roles = organizationRole.map { name in
            [
                "    {", "      \"Sid\": \"AssumeRoles\",", "      \"Effect\": \"Allow\",",
                "      \"Action\": \"sts:AssumeRole\",", "      \"Resource\": \"arn:*:iam::*:role/\(name)\"", "    }",
            ].joined(separator: "\n")
        }
        let lines = ["{", "  \"Version\": \"2012-10-17\",", "  \"Statement\": ["]
        return (lines + [(statements + (roles.map { [$0] } ?? [])).joined(separator: ",\n"), "  ]", "}", ""]).joined(
            separator: "\n")
    }
}
