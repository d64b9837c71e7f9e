/// Every policy that decides what one principal may do.
public struct PolicySet: Sendable {
    /// Managed and inline policies of the user or role and of its groups.
    public var identity: [Policy]
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
    static func isAccount(_ text: some StringProtocol) -> Bool {
        text.utf8.count == 12 && text.utf8.allSatisfy { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }
    }

    /// The last part of the ARN, such as `role/Trainer`.
    private var path: Substring {
        arn.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false).dropFirst(5).first ?? ""
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
