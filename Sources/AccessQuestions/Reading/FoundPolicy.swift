import Documents
public import IAM

/// A policy document in a file, not yet read as a policy.
public struct FoundPolicy: Sendable {
    /// Counted in the order of the file's holders.
    public let holder: PolicyHolder
    /// The name of an inline policy.
    public let label: String?
    public let kind: PolicyKind
    /// Where it stands in the resource or answer, such as `Properties.PolicyDocument`; empty for a document alone.
    public let path: String
    public let text: PolicyText
    /// Names of holders to which a template attaches it beside its own.
    let attachedTo: [String]
    let view: NodeView
    /// How answers call it: unique in the file.
    let name: String

    /// The policy as one of a kind.
    /// - Throws: why IAM would refuse it.
    func policy(as kind: PolicyKind) throws(PolicyRejection) -> Policy {
        try Policy(reading: view, kind: kind, name: name)
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
