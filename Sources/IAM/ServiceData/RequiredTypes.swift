/// What it means that the service data call several resource types of an action required.
///
/// The data mark them alike whether one call names a resource of each, as `ec2:RunInstances` does, or of one of them, as
/// `bedrock:InvokeModel` does. Taking alternatives for a conjunction makes proofs that do not hold.
public enum RequiredTypes: Sendable {
    /// A call names a resource of each type, and each is authorised.
    case together
    /// A call names a resource of one of the types.
    case alternatives
    /// The documentation does not say.
    case undocumented

    private static let byPattern = rows.map { (pattern: Glob(pattern: $0.0, ignoringCase: true), meaning: $0.1) }

    /// The first pattern that matches decides.
    private static let rows: [(String, RequiredTypes)] =
        [
            // A tag is put on one resource, and listed of one.
            ("*:ListTags*", .alternatives), ("*:TagResource", .alternatives), ("*:UntagResource", .alternatives),
            // Bedrock User Guide, "Identity-based policy examples": InvokeModel on foundation models alone.
            ("bedrock:InvokeModel*", .alternatives), ("bedrock:CreateModelCustomizationJob", .alternatives),
            // The types are kinds of load balancers.
            ("elasticloadbalancing:*", .alternatives),
            // API references: one ARN of either type.
            ("dynamodb:*ResourcePolicy", .alternatives), ("iam:GenerateServiceLastAccessedDetails", .alternatives),
            ("iam:ListPoliciesGrantingServiceAccess", .alternatives), ("sagemaker:Batch*Metrics", .alternatives),
            ("sagemaker:*Association", .undocumented), ("sagemaker:DisassociateTrialComponent", .undocumented),
            ("sagemaker:ListAliases", .undocumented),
            // API references: a call may name none of one of the types, or the type is that of what comes to be later.
            ("sagemaker:*HubModel", .undocumented), ("ec2:AssociateDhcpOptions", .undocumented),
            ("ec2:CreateFleet", .undocumented), ("ec2:CopyImage", .undocumented), ("ec2:Import*", .undocumented),
            ("glue:DeleteDatabase", .undocumented), ("glue:GetDatabases", .undocumented),
            ("glue:GetTables", .undocumented), ("glue:SearchTables", .undocumented),
            ("glue:GetUserDefinedFunctions", .undocumented), ("glue:GetConnections", .undocumented),
            // SageMaker and EC2 service authorization references: the caller needs permission for each required type.
            ("sagemaker:*", .together), ("ec2:*", .together),
            // IAM Identity Center API Reference: an assignment names the instance, the permission set and the account.
            ("sso:*AccountAssignment", .together),
            // Glue Developer Guide, "Specifying resource ARNs": permissions on the object and on all its ancestors.
            ("glue:*Integration*", .undocumented), ("glue:*Table*", .together), ("glue:*Partition*", .together),
            ("glue:*Database*", .together), ("glue:*UserDefinedFunction*", .together),
            ("glue:*ColumnStatistics*", .together), ("glue:*Connection*", .together),
            // KMS Developer Guide, "Controlling access to aliases": permission on the alias and on the key.
            ("kms:*Alias", .together),
            // RDS User Guide: a snapshot is made of an instance or a cluster, and both are named.
            ("rds:CreateDBSnapshot", .together), ("rds:CreateDBClusterSnapshot", .together),
        ]

    /// What several required types of an action mean.
    init(_ action: ServiceAction) {
        if action.accessLevel == .tagging {
            self = .alternatives
        } else {
            self = Self.byPattern.first { $0.pattern.matches(action.characters) }?.meaning ?? .undocumented
        }
    }
}

extension ServiceAction {
    /// What it means that several resource types are required.
    public var requiredTypes: RequiredTypes { RequiredTypes(self) }
}
