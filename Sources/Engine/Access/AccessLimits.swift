import Documents
public import IAM
import Policies

/// What limits every principal beside its own policies: the policies of the organisation, a boundary, a session policy.
public struct AccessLimits: Sendable {
    /// Service control policies of each level, from the root to the account.
    public var serviceControl: [[Policy]] = []
    /// For principals whose boundary the input does not hold.
    public var boundary: Policy?
    public var session: Policy?
    /// No service control policy forbids more than those that are given.
    public var assumesNoServiceControl = false

    public init() {}

    /// The limits of a test case.
    /// - Throws: why IAM would refuse one of the policies.
    init(_ access: PolicyTest.Access?, in source: SourceText) throws(Diagnostic) {
        guard let access else { return }
        assumesNoServiceControl = access.assumesNoServiceControl
        for level in access.serviceControl {
            var policies: [Policy] = []
            for document in level { policies.append(try Self.policy(document, .serviceControl, source)) }
            serviceControl.append(policies)
        }
        boundary = try access.boundary.map { (node) throws(Diagnostic) in try Self.policy(node, .managed, source) }
    }

    private static func policy(
        _ node: NodeView, _ kind: PolicyKind, _ source: SourceText
    ) throws(Diagnostic) -> Policy {
        do throws(PolicyRejection) {
            return try Policy(reading: node, kind: kind)
        } catch {
            throw error.diagnostic(in: source)
        }
    }

    /// Whether somebody else's policies could still forbid what a principal's own ones allow.
    var mayBeIncomplete: Bool { serviceControl.isEmpty && !assumesNoServiceControl }
}
