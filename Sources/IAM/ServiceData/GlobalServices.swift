/// Services that have one endpoint for a whole partition: `aws:RequestedRegion` is the region of that endpoint.
///
/// - SeeAlso: IAM User Guide, "AWS global condition context keys", `aws:RequestedRegion`; botocore 1.43.11, `endpoints.json`:
///   services with `isRegionalized` false and a single endpoint, with the region of their `credentialScope`.
enum GlobalServices {
    private static let regions: [String: [String: String]] = [
        "aws": Dictionary(
            uniqueKeysWithValues: [
                "account", "billingconductor", "budgets", "ce", "cloudfront", "iam", "organizations", "route53",
                "savingsplans", "shield", "tax", "waf",
            ].map { ($0, "us-east-1") }),
        "aws-cn": [
            "account": "cn-northwest-1", "budgets": "cn-northwest-1", "ce": "cn-northwest-1",
            "cloudfront": "cn-northwest-1", "iam": "cn-north-1", "organizations": "cn-northwest-1",
            "route53": "cn-northwest-1",
        ],
        "aws-us-gov": ["iam": "us-gov-west-1", "organizations": "us-gov-west-1", "route53": "us-gov-west-1"],
    ]

    /// Where requests for actions with a prefix go; nil if that is for the caller to say.
    /// `iam:PassRole` is checked along with a call to another service, in the region of that.
    static func region(of action: ServiceAction, partition: String) -> String? {
        action.normalizedName == "iam:passrole" ? nil : regions[partition]?[action.prefix]
    }
}
