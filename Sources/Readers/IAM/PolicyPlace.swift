package import IAM

/// A key under which AWS keeps a policy document, and what the policy is for.
package struct PolicyPlace: Sendable {
    package var key: String
    /// Nil where the type of the organisation's policy decides.
    package var kind: PolicyKind?

    init(_ key: String, _ kind: PolicyKind?) {
        self.key = key
        self.kind = kind
    }

    /// Resource types of templates by the beginning of their names; the first row that fits counts.
    private static let templates: [(type: String, places: [PolicyPlace])] = [
        ("AWS::IAM::ManagedPolicy", [PolicyPlace("PolicyDocument", .managed)]),
        ("AWS::IAM::", [PolicyPlace("PolicyDocument", .identity), PolicyPlace("AssumeRolePolicyDocument", .trust)]),
        ("AWS::SSO::PermissionSet", [PolicyPlace("InlinePolicy", .identity)]),
        ("AWS::Serverless::", [PolicyPlace("Policies", .identity), PolicyPlace("AssumeRolePolicyDocument", .trust)]),
        ("AWS::Organizations::Policy", [PolicyPlace("Content", nil)]),
        // Its policies are written in a language of their own.
        ("AWS::IoT::", []),
        ("AWS::KMS::", [PolicyPlace("KeyPolicy", .resource)]),
        ("AWS::ECR::", [PolicyPlace("RepositoryPolicyText", .resource), PolicyPlace("PolicyText", .resource)]),
        ("AWS::ApiGateway::", [PolicyPlace("Policy", .resource)]),
        ("AWS::SageMaker::", [PolicyPlace("ModelPackageGroupPolicy", .resource)]),
        ("AWS::EFS::", [PolicyPlace("FileSystemPolicy", .resource)]),
        ("AWS::Backup::", [PolicyPlace("AccessPolicy", .resource)]),
        ("AWS::OpenSearchService::", [PolicyPlace("AccessPolicies", .resource)]),
        ("AWS::Elasticsearch::", [PolicyPlace("AccessPolicies", .resource)]),
        ("AWS::", [PolicyPlace("PolicyDocument", .resource), PolicyPlace("ResourcePolicy", .resource)]),
    ]

    /// The keys of a template's resource.
    package static func places(inType type: String) -> [PolicyPlace] {
        templates.first { type.hasPrefix($0.type) }?.places ?? []
    }

    /// The keys of what the APIs of IAM, Organizations and other services answer.
    package static let answers: [PolicyPlace] = [
        PolicyPlace("AssumeRolePolicyDocument", .trust), PolicyPlace("PolicyDocument", .identity),
        PolicyPlace("Document", .managed), PolicyPlace("Content", nil), PolicyPlace("Policy", .resource),
        PolicyPlace("ResourcePolicy", .resource), PolicyPlace("policyDocument", .resource),
        PolicyPlace("policyText", .resource), PolicyPlace("InlinePolicy", .identity),
    ]

    /// The kind of a policy of an organisation; nil for one that is written in another language.
    package static func kind(ofOrganizationType type: String?) -> PolicyKind? {
        switch type {
        case "SERVICE_CONTROL_POLICY": .serviceControl
        case "RESOURCE_CONTROL_POLICY": .resourceControl
        default: nil
        }
    }
}
