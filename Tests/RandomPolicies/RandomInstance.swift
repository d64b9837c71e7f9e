import IAM

/// A random policy set with a random claim about one action.
struct RandomInstance: CustomStringConvertible {
    let set: PolicySet
    let action: String
    let guarantee: Guarantee
    let identity: String
    let control: String?
    let boundary: String?
    /// The policies of resources, and who asks; nil for a question about what has none.
    let resource: String?
    static let principal = Principal(arn: "arn:aws:iam::111122223333:role/r")
    /// What the guarantee wants, in the syntax of IAM's conditions.
    let onlyWhen: String
    /// A policy that allows exactly what the guarantee wants; nil if it wants nothing to be allowed.
    private let wanted: PolicySet?

    init(_ policies: inout RandomPolicies) throws {
        let everything = #"{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}"#
        let isShared = policies.chance(0.15)
        let subject = isShared ? RandomPolicies.Subject.shared : .sageMaker
        identity = policies.document(statements: 1...4, allowing: 0.75, about: subject)
        resource =
            isShared ? policies.document(statements: 1...3, allowing: 0.85, about: .resourcePolicy) : nil
        control = policies.chance(0.6) ? policies.document(statements: 1...3, allowing: 0.1) : nil
        boundary = policies.chance(0.3) ? policies.document(statements: 1...3, allowing: 0.8, about: subject) : nil
        action = policies.pick(isShared ? RandomPolicies.shared : RandomPolicies.actions)
        onlyWhen = policies.claim()
        guarantee = try Guarantee(reading: json(#"{"actions": ["\#(action)"], "onlyWhen": \#(onlyWhen)}"#))
        set = PolicySet(
            identity: [try policy(identity, kind: .managed)],
            serviceControl: try control.map { [[try policy(everything), try policy($0)]] } ?? [],
            boundary: try boundary.map { try policy($0) }, resource: try resource.map { [try policy($0)] } ?? [],
            principal: resource == nil ? nil : Self.principal)
        let text =
            #"{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": \#(onlyWhen)}}"#
        wanted = onlyWhen == "{}" ? nil : PolicySet(identity: [try policy(text)])
    }

    var description: String {
        """
        identity \(identity)
        control \(control ?? "none")
        boundary \(boundary ?? "none")
        resource policy \(resource ?? "none")
        action \(action)
        claim \(onlyWhen)
        """
    }

    /// Whether a request does what the guarantee excludes, asked of the evaluator: a statement that allows exactly what
    /// the guarantee wants does not allow the request.
    func isBroken(by request: Request) -> Bool {
        wanted.map { $0.decide(request).verdict == .implicitlyDenied } ?? true
    }
}
