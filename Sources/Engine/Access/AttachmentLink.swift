/// A property by which policies, principals and groups name one another.
struct AttachmentLink {
    enum Property: String {
        case roles = "Roles"
        case users = "Users"
        case groups = "Groups"
        case roleName = "RoleName"
        case userName = "UserName"
        case groupName = "GroupName"
        case policy = "PolicyArn"
        case managedPolicies = "ManagedPolicyArns"
        case boundary = "PermissionsBoundary"

        /// The type of what the names in it mean.
        var type: String {
            switch self {
            case .roles, .roleName: "AWS::IAM::Role"
            case .users, .userName: "AWS::IAM::User"
            case .groups, .groupName: "AWS::IAM::Group"
            case .policy, .managedPolicies, .boundary: "AWS::IAM::ManagedPolicy"
            }
        }
    }

    /// What it says of the resource that has the property.
    enum Meaning: Equatable {
        /// It is a policy of the principals that it names.
        case isPolicy
        /// It has the policies that it names.
        case hasPolicies
        /// It attaches policies to the principals that it names.
        case attachesTo
        /// It attaches the policies that it names to principals.
        case attaches
        /// It belongs to the groups that it names.
        case isMember
        /// It adds those whom it names to groups.
        case adds
        /// It adds others to the groups that it names.
        case addsTo
    }

    let type: String
    let property: Property
    let meaning: Meaning

    /// - SeeAlso: CloudFormation resource reference of `AWS::IAM`. What only attaches, `AWS::IAM::PolicyAttachment` and
    ///   `AWS::IAM::GroupMembership`, are types of Terraform.
    static let all: [AttachmentLink] =
        links(.isPolicy, [.roles, .users, .groups], of: ["AWS::IAM::Policy", "AWS::IAM::ManagedPolicy"])
        + links(.isPolicy, [.roleName], of: ["AWS::IAM::RolePolicy"])
        + links(.isPolicy, [.userName], of: ["AWS::IAM::UserPolicy"])
        + links(.isPolicy, [.groupName], of: ["AWS::IAM::GroupPolicy"])
        + links(.attachesTo, [.roles, .users, .groups], of: [attachment])
        + links(.attaches, attached, of: [attachment])
        + links(.hasPolicies, [.managedPolicies], of: AccessGraph.principals)
        + links(.isMember, [.groups], of: ["AWS::IAM::User"])
        + [("AWS::IAM::UserToGroupAddition", Property.groupName), ("AWS::IAM::GroupMembership", .groups)].flatMap {
            links(.adds, [.users], of: [$0]) + links(.addsTo, [$1], of: [$0])
        }

    private static let attachment = "AWS::IAM::PolicyAttachment"

    /// Where an attachment names policies.
    static let attached: [Property] = [.policy, .managedPolicies]

    private static func links(_ meaning: Meaning, _ properties: [Property], of types: [String]) -> [AttachmentLink] {
        types.flatMap { type in properties.map { AttachmentLink(type: type, property: $0, meaning: meaning) } }
    }

    /// The properties of a type that mean something.
    static func properties(_ meaning: Meaning, ofType type: String) -> [Property] {
        all.filter { $0.type == type && $0.meaning == meaning }.map(\.property)
    }
}
