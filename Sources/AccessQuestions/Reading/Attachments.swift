import Documents
import Resources

/// What a resource of a template says about who has which policy.
struct TemplateAttachments {
    static let principals: Set<String> = ["AWS::IAM::Role", "AWS::IAM::User", "AWS::IAM::Group"]

    /// Managed policies and groups of a principal.
    let drawn: [String]
    /// Principals to which a policy is attached.
    let given: [String]
    let boundary: String?

    init(_ properties: NodeView, resolver: (any ValueResolver)?) {
        func names(_ keys: [String]) -> [String] {
            keys.compactMap { properties[$0] }.flatMap { $0.kind == .list ? Array($0.children) : [] }
                .compactMap { Self.name($0, resolver) }
        }
        drawn = names(["ManagedPolicyArns", "Groups"])
        given = names(["Roles", "Users", "Groups"])
        boundary = properties["PermissionsBoundary"].flatMap { Self.name($0, resolver) }
    }

    /// The id of the resource that is referred to, or the text that is given.
    private static func name(_ node: NodeView, _ resolver: (any ValueResolver)?) -> String? {
        guard let resolver else { return node.string }
        switch resolver.resolve(node) {
        case .value(let value): return value.string
        case .reference(let reference): return reference.target
        case .absent: return nil
        case .unknown: return "a policy that is not known yet"
        }
    }
}

/// The principal or managed policy that an answer of the API describes.
struct AnswerHolder {
    private static let kinds = [
        ("RoleName", "AWS::IAM::Role"), ("UserName", "AWS::IAM::User"), ("GroupName", "AWS::IAM::Group"),
    ]

    let holder: PolicyHolder

    /// Nil if a mapping describes none.
    init?(_ node: NodeView) {
        let arn = (node["Arn"] ?? node["PolicySummary"]?["Arn"])?.string
        for (key, type) in Self.kinds {
            guard let name = node[key]?.string else { continue }
            var holder = PolicyHolder(type: type, name: name, arn: arn)
            holder.attachments = Self.attachments(of: node)
            holder.boundary = node["PermissionsBoundary"]?["PermissionsBoundaryArn"]?.string
            self.holder = holder
            return
        }
        if let summary = node["PolicySummary"] {
            holder = PolicyHolder(type: "AWS::Organizations::Policy", name: summary["Name"]?.string ?? "", arn: arn)
        } else if let name = node["PolicyName"]?.string, node["PolicyVersionList"] != nil || arn != nil {
            holder = PolicyHolder(type: "AWS::IAM::ManagedPolicy", name: name, arn: arn)
        } else {
            return nil
        }
    }

    private static func attachments(of node: NodeView) -> [String] {
        func elements(_ key: String) -> [NodeView] {
            node[key].map { $0.kind == .list ? Array($0.children) : [] } ?? []
        }
        return elements("AttachedManagedPolicies").compactMap { ($0["PolicyArn"] ?? $0["PolicyName"])?.string }
            + elements("GroupList").compactMap(\.string)
    }
}
