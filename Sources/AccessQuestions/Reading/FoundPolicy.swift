import Documents
public import IAM
import Policies
import Resources

/// A policy document in a file, not yet read as a policy.
public struct FoundPolicy: Sendable {
    public let holder: PolicyHolder
    /// The name of an inline policy.
    public let label: String?
    public let kind: PolicyKind
    /// Where it stands in the resource or answer, such as `Properties.PolicyDocument`; empty for a document alone.
    public let path: String
    public let text: PolicyText
    let view: NodeView
    /// How answers call it: unique in the file.
    let name: String
    /// What computes its values, in a template or a plan.
    var resolver: (any ValueResolver)?
    /// Whether it is not the author's, but explains what principals may do: a policy of AWS, one that a plan leaves as it is.
    var isContext = false

    /// Whether it only limits requests that take one way, whatever resource they are about.
    ///
    /// - SeeAlso: AWS PrivateLink Guide, "Control access to VPC endpoints using endpoint policies".
    var limitsOneWay: Bool { holder.type == "AWS::EC2::VPCEndpoint" }

    /// The policy as one of a kind.
    /// - Throws: why IAM would refuse it.
    func policy(as kind: PolicyKind) throws(PolicyRejection) -> Policy {
        try Policy(reading: view, kind: kind, name: name, computed: .of(resolver, in: Scenario()))
    }

    /// The policy as one of a kind, for questions.
    /// - Throws: why IAM would refuse it, as a problem of the file.
    func policyForQuestions(as kind: PolicyKind) throws(Diagnostic) -> Policy {
        do throws(PolicyRejection) {
            return try policy(as: kind)
        } catch {
            throw text.diagnostic(at: error.shownRange, error.message, help: error.help)
        }
    }
}

extension PolicyRejection {
    /// The range to point at: the start of what is too long to underline.
    var shownRange: Range<Int> { range.count > 200 ? PolicyText.opening(of: range) : range }
}
