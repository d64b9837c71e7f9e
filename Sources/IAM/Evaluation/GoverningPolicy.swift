/// Kinds of resources whose own policy must allow a request: what the principal's policies say does not suffice.
///
/// - SeeAlso: IAM User Guide, "Policy evaluation logic", on trust policies of roles and on key policies; AWS KMS Developer
///   Guide, "Key policies": without permission from the key policy, IAM policies that allow have no effect.
struct GoverningPolicy: Sendable {
    /// How AWS calls the policy.
    let name: String
    /// The prefix of the actions that it is asked about.
    let actions: String
    /// The service in the ARN of the resource, and how the last part begins.
    let service: String
    let lastPart: String

    static let all = [
        GoverningPolicy(name: "key policy", actions: "kms", service: "kms", lastPart: "key/"),
        GoverningPolicy(name: "trust policy", actions: "sts", service: "iam", lastPart: "role/"),
    ]

    /// The kind that is asked about actions of a service on a resource whose ARN ends like this; nil if there is none.
    static func of(_ prefix: String, lastPart: some StringProtocol) -> GoverningPolicy? {
        all.first { $0.actions == prefix && lastPart.hasPrefix($0.lastPart) }
    }

    /// The kind that is asked about a request.
    static func of(_ request: Request) -> GoverningPolicy? {
        let parts = request.resource.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
        guard parts.count == 6 else { return nil }
        return of(request.action.prefix { $0 != ":" }.asciiLowercased, lastPart: parts[5])
    }

    /// True if a policy may be one of this kind: it speaks of these actions, and of such resources or of none.
    private func mayBe(_ policy: Policy) -> Bool {
        policy.statements.contains { statement in
            let speaks = statement.actions.values.contains { value in
                value.template.isUnknown
                    || Glob(pattern: value.text.prefix { $0 != ":" }.asciiLowercased).matches(actions)
            }
            let reaches = statement.resources.map { clause in
                clause.isNegated || clause.values.contains { ARNService.may($0.template, name: service) }
            }
            return (statement.actions.isNegated || speaks) && reaches ?? true
        }
    }

    /// True if one of the policies of resources is of this kind. Where none is, the policy is not known.
    func isGiven(in set: PolicySet) -> Bool { set.resource.contains { mayBe($0) } }
}
