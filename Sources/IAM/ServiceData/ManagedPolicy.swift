internal import Documents

/// A policy that AWS manages, of which no more is known than the services that it allows anything of.
///
/// AWS changes such policies: what is known is what they were on the day of the table.
public struct ManagedPolicy: Sendable {
    /// Where the table comes from.
    public static var source: String { "\(ManagedPolicyTable.source)" }
    /// The day of the latest change of a policy that the table has.
    public static var date: String { "\(ManagedPolicyTable.date)" }

    private static let policies = FactLines(ManagedPolicyTable.policies)
    private let services: [Substring]

    /// - Parameter arn: such as `arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole`; nil for what is no ARN of
    ///   a policy of AWS, and for one that the table does not have.
    public init?(arn: String) {
        let parts = arn.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
        guard parts.count == 6, parts[0] == "arn", parts[2] == "iam", parts[3].isEmpty, parts[4] == "aws",
            parts[5].hasPrefix("policy/"), let line = Self.policies.find(parts[5].dropFirst("policy/".count))
        else { return nil }
        services = line.text.split(separator: "|").last?.split(separator: ",") ?? []
    }

    /// False if no statement allows an action of the services that are asked about.
    public func mayAllow(_ scope: ActionScope) -> Bool {
        services.contains("*")
            || scope.actions.contains { services.contains($0.qualifiedName.prefix { $0 != ":" }.lowercased()[...]) }
    }
}
