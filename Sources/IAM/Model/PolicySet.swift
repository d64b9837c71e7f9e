/// Every policy that decides what one principal may do.
public struct PolicySet: Sendable {
    /// Managed and inline policies of the user or role and of its groups.
    public var identity: [Policy]
    /// True if the principal has policies of its own that are not given: nobody knows what they allow.
    public var hasUnknownIdentity = false
    /// The policies of each level of the organisation, from the root to the account. Every level must allow.
    public var serviceControl: [[Policy]]
    /// The resource control policies of each level. AWS attaches one that allows everything to each.
    public var resourceControl: [[Policy]]
    public var boundary: Policy?
    public var session: Policy?
    /// Policies of the resources that are asked about.
    public var resource: [Policy]
    /// Who asks; needed only for resource policies.
    public var principal: Principal?

    public init(
        identity: [Policy], serviceControl: [[Policy]] = [], resourceControl: [[Policy]] = [], boundary: Policy? = nil,
        session: Policy? = nil, resource: [Policy] = [], principal: Principal? = nil
    ) {
        self.identity = identity
        self.serviceControl = serviceControl
        self.resourceControl = resourceControl
        self.boundary = boundary
        self.session = session
        self.resource = resource
        self.principal = principal
    }
}

/// Who makes a request.
public struct Principal: Hashable, Sendable {
    /// The ARN of the user or role; that of the role for a session.
    public var arn: String
    /// The ARN of the session of a role; nil for a user.
    public var session: String?

    public init(arn: String, session: String? = nil) {
        self.arn = arn
        self.session = session
    }

    /// True for the number of an account: twelve digits.
    package static func isAccount(_ text: some StringProtocol) -> Bool {
        text.utf8.count == 12 && text.utf8.allSatisfy { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }
    }

    /// The last part of the ARN, such as `role/Trainer`.
    private var path: Substring {
        arn.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false).dropFirst(5).first ?? ""
    }

    /// Such as `aws-cn`; nil if the ARN tells none.
    var partition: String? {
        let parts = arn.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
        return parts.count == 3 && parts[0] == "arn" && !parts[1].isEmpty ? String(parts[1]) : nil
    }

    /// The name of a role without its path; nil for a principal of another kind.
    private var roleName: Substring? { path.hasPrefix("role/") ? path.split(separator: "/").last : nil }

    /// True for a role that is known by its session only: the ARN of a session leaves out the path of the role.
    public var hasUnknownPath: Bool { session != nil && roleName != nil && path.split(separator: "/").count == 2 }

    /// True for a service-linked role, also one that is known by its session only.
    ///
    /// - SeeAlso: IAM User Guide, "Create a service-linked role": their path and their names.
    package var isServiceLinked: Bool {
        path.hasPrefix("role/aws-service-role/") || hasUnknownPath && roleName?.hasPrefix("AWSServiceRoleFor") == true
    }

    /// What the ARN of a role begins with whatever its path.
    private var roleStem: Substring { arn.dropLast(path.count - "role/".count) }

    /// The ARNs that the user or role can have.
    var arns: ValueSet {
        guard hasUnknownPath, let roleName else { return .constant(arn) }
        var withPath = Glob(literal: String(roleStem))
        withPath.append(Glob.Token(.star))
        for scalar in "/\(roleName)".unicodeScalars { withPath.append(scalar, ignoringCase: false) }
        return .text([Glob(literal: arn), withPath])
    }

    /// Whether a name in a policy may stand for the principal: the role of a session with a path, one session of a role, or the
    /// user behind a federated session.
    func mayBe(_ name: String) -> Bool {
        // The policies of the user who asked for the session are not told apart from those of the session.
        if path.hasPrefix("federated-user/") { return name.contains(":iam::\(account):user/") }
        guard let roleName else { return false }
        if session != nil { return hasUnknownPath && name.hasPrefix(roleStem) && name.hasSuffix("/\(roleName)") }
        return name.hasPrefix("arn:") && name.contains(":sts::\(account):assumed-role/\(roleName)/")
    }

    /// The value of `aws:PrincipalType`; nil for a principal of another kind.
    ///
    /// - SeeAlso: IAM User Guide, "AWS global condition context keys".
    var type: String? {
        if path.hasPrefix("role/") { return "AssumedRole" }
        if path.hasPrefix("user/") { return "User" }
        return path == "root" ? "Account" : nil
    }

    /// The value of `aws:username`, which only requests of users carry.
    var userName: String? { path.hasPrefix("user/") ? path.split(separator: "/").last.map(String.init) : nil }

    public var account: String {
        let parts = arn.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
        return parts.count == 6 ? String(parts[4]) : ""
    }
}
