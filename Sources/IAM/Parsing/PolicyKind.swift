/// What a policy document is used for, which decides what it may contain.
public enum PolicyKind: String, CaseIterable, Sendable {
    /// An inline policy of a user, group or role.
    case identity
    /// A managed policy, also one used as a permissions boundary.
    case managed
    case session
    case serviceControl
    case resourceControl
    /// A policy attached to a resource such as a bucket.
    case resource
    /// Who may assume a role.
    case trust
    /// Not known: whatever is right for one of the kinds is accepted.
    case unspecified

    enum Presence {
        case required, optional, forbidden
    }

    var principal: Presence {
        switch self {
        case .identity, .managed, .session, .serviceControl: .forbidden
        case .resource, .trust, .resourceControl: .required
        case .unspecified: .optional
        }
    }

    var resource: Presence {
        switch self {
        case .identity, .managed, .session, .serviceControl, .resourceControl: .required
        case .trust: .forbidden
        case .resource, .unspecified: .optional
        }
    }

    /// True if a Sid holds letters and digits only. The services that keep policies of resources have rules of their own, and
    /// for trust policies and those of Organizations none are documented.
    ///
    /// - SeeAlso: IAM User Guide, "IAM JSON policy elements: Sid".
    var hasPlainSids: Bool { [.identity, .managed, .session].contains(self) }

    /// True if the document must declare the current version of the language.
    var requiresCurrentVersion: Bool { self == .managed }
}
