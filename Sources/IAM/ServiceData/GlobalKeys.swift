/// The condition keys that AWS itself provides for every service.
///
/// - SeeAlso: IAM User Guide, "AWS global condition context keys": the `Availability` and `Data type` of each key.
enum GlobalKeys {
    struct Fact: Sendable {
        let key: ConditionKey
        /// The documentation says that every signed request of an IAM principal carries the key.
        let isAlwaysPresent: Bool
        /// Only services that list the key for an action provide it, although its name begins with `aws:`.
        let isPerAction: Bool
    }

    /// The fact about a key of a policy, upper and lower case alike; nil if it is no documented global key.
    static func key(_ name: String) -> Fact? {
        let lower = name.asciiLowercased
        guard lower.hasPrefix("aws:") else { return nil }
        if let exact = exact[lower] { return exact }
        return families.first { $0.key.covers(lower) }
    }

    /// A key in lower case as AWS writes it; what is no global key stays as it is.
    static func spelling(of key: String) -> String {
        guard let name = self.key(key)?.key.name else { return key }
        guard let dollar = name.firstIndex(of: "$") else { return name }
        return String(name[..<dollar]) + key.dropFirst(name[..<dollar].count)
    }

    /// Keys with the prefix of a service that the session of a role carries into requests to every service.
    static let sessionKeys: Set<String> = [
        "ec2:sourceinstancearn", "ec2:roledelivery", "lambda:sourcefunctionarn", "ssm:sourceinstancearn",
        "datazone:domainid", "datazone:projectid", "datazone:userid",
        "glue:roleassumedby", "glue:credentialissuingservice", "identitystore:userid", "identitycenter:userid",
    ]

    /// The keys as AWS documents them.
    static var names: [String] { facts.map(\.key.name) }

    private static let exact: [String: Fact] = Dictionary(
        facts.filter { !$0.key.name.contains("$") }.map { ($0.key.name.asciiLowercased, $0) },
        uniquingKeysWith: { first, _ in first })

    private static let families: [Fact] = facts.filter { $0.key.name.contains("$") }

    /// `aws:UserAgent` is documented to be there always, but it is what a caller sends.
    private static let facts: [Fact] =
        rows(.string, ["aws:PrincipalAccount", "aws:PrincipalType", "aws:RequestedRegion", "aws:userid"], always: true)
        + rows(.arn, ["aws:PrincipalArn"], always: true)
        + rows(.date, ["aws:CurrentTime", "aws:EpochTime"], always: true)
        + rows(.bool, ["aws:PrincipalIsAWSService", "aws:SecureTransport", "aws:ViaAWSService"], always: true)
        + rows(
            .string,
            [
                "aws:AssumedRoot", "aws:CalledViaAWSMCP", "aws:ChatbotSourceArn", "aws:Ec2InstanceSourceVpc",
                "aws:FederatedProvider",
                "aws:PrincipalOrgID", "aws:PrincipalServiceName", "aws:PrincipalTag/${TagKey}", "aws:referer",
                "aws:ResourceAccount", "aws:ResourceOrgID", "aws:SourceAccount", "aws:SourceIdentity",
                "aws:SourceOrgID", "aws:SourceOwner", "aws:SourceVpc", "aws:SourceVpcArn", "aws:SourceVpce",
                "aws:SourceVpceAccount",
                "aws:UserAgent", "aws:username", "aws:VpceAccount", "aws:VpceOrgID", "aws:SignInSessionArn",
            ])
        + rows(
            .string,
            [
                "aws:CalledVia", "aws:PrincipalOrgPaths", "aws:PrincipalServiceNamesList", "aws:ResourceOrgPaths",
                "aws:SourceOrgPaths", "aws:VpceOrgPaths",
            ], isMultivalued: true)
        + rows(.string, ["aws:CalledViaFirst", "aws:CalledViaLast"])
        + rows(.arn, ["aws:SourceArn", "aws:ec2:SourceInstanceArn", "aws:lambda:SourceFunctionArn"])
        + rows(.bool, ["aws:IsMcpServiceAction", "aws:MultiFactorAuthPresent", "aws:ViaAWSMCPService"])
        + rows(.numeric, ["aws:MultiFactorAuthAge"])
        + rows(.date, ["aws:TokenIssueTime"])
        + rows(.address, ["aws:Ec2InstanceSourcePrivateIPv4", "aws:SourceIp", "aws:VpcSourceIp"])
        + rows(.string, ["aws:RequestTag/${TagKey}", "aws:ResourceTag/${TagKey}"], isPerAction: true)
        + rows(.string, ["aws:TagKeys"], isMultivalued: true, isPerAction: true)

    private static func rows(
        _ type: ConditionKey.ValueType, _ names: [String], isMultivalued: Bool = false, always: Bool = false,
        isPerAction: Bool = false
    ) -> [Fact] {
        names.map {
            Fact(
                key: ConditionKey(name: $0, type: type, isMultivalued: isMultivalued), isAlwaysPresent: always,
                isPerAction: isPerAction)
        }
    }
}
