/// The answer to one request.
public struct Outcome: Sendable {
    public enum Verdict: String, Sendable {
        case allowed
        /// A statement forbids it.
        case explicitlyDenied
        /// Nothing allows it where something must.
        case implicitlyDenied
        /// AWS's documentation does not settle it.
        case unclear
    }

    public var verdict: Verdict
    /// The statement that decides; nil where the lack of one does.
    public var statement: StatementReference?
    /// The kind of policies that decides.
    public var layer: Layer
    /// Why, in one sentence.
    public var reason: String
}

/// A kind of policies that takes part in a decision.
public enum Layer: Hashable, Sendable {
    case identity
    /// The level counts from 0 at the root of the organisation.
    case serviceControl(level: Int)
    case resourceControl(level: Int)
    case boundary
    case session
    case resource

    public var name: String {
        switch self {
        case .identity: "identity policies"
        case .serviceControl(let level): "service control policies of level \(level + 1)"
        case .resourceControl(let level): "resource control policies of level \(level + 1)"
        case .boundary: "permissions boundary"
        case .session: "session policy"
        case .resource: "resource policies"
        }
    }
}

/// Which statement of which policy.
public struct StatementReference: Hashable, Sendable {
    public var layer: Layer
    /// The name of the policy.
    public var policy: String
    public var sid: String?
    /// Counted from 0 in its policy.
    public var index: Int
    /// The bytes of the statement in the policy's source.
    public var range: Range<Int>

    init(_ statement: Statement, of policy: Policy, layer: Layer) {
        self.layer = layer
        self.policy = policy.name
        sid = statement.sid
        index = statement.index
        range = statement.range
    }

    /// The Sid, or the number counted from 1.
    public var label: String {
        if let sid, !sid.isEmpty { return sid }
        return "statement \(index + 1)"
    }
}
