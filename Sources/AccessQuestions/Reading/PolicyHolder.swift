/// Whom a policy belongs to: a role, user or group, a resource of a template, or a policy that stands for itself.
public struct PolicyHolder: Hashable, Sendable {
    /// The CloudFormation type, such as `AWS::IAM::Role`; empty for a document alone.
    public var type: String
    public var name: String
    public var arn: String?
    /// Other names that it goes by.
    var aliases: [String] = []

    init(type: String, name: String, arn: String? = nil) {
        self.type = type
        self.name = name
        self.arn = arn
    }

    func isCalled(_ name: String) -> Bool { self.name == name || arn == name || aliases.contains(name) }
}

/// A role, user or group of a file, with everything that allows it something.
struct PolicyPrincipal: Sendable {
    var holder: PolicyHolder
    var policies: [FoundPolicy]
    var boundary: FoundPolicy?
    /// Policies and groups that it also has, but that the file does not hold.
    var missing: [String]
    var missingBoundary: String?
}
