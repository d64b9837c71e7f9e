/// Whom a policy belongs to: a role, user or group, a resource of a template, or a policy that stands for itself.
public struct PolicyHolder: Hashable, Sendable {
    /// The CloudFormation type, such as `AWS::IAM::Role`; empty for a document alone.
    public var type: String
    public var name: String
    public var arn: String?
    /// Names and ARNs of what it also draws permissions from: managed policies, groups.
    var attachments: [String] = []
    /// The name or ARN of its permissions boundary.
    var boundary: String?

    init(type: String, name: String, arn: String? = nil) {
        self.type = type
        self.name = name
        self.arn = arn
    }

    func isCalled(_ name: String) -> Bool { self.name == name || arn == name }
}
