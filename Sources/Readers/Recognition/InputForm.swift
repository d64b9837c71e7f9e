/// A form of input that can be asked for by name.
public enum InputForm: Hashable, Sendable {
    /// CloudFormation and SAM templates.
    case cloudFormation
    /// What the AWS command line, boto3 and other clients print.
    /// - Parameter type: the CloudFormation type of every record; nil to tell it by the fields.
    case apiOutput(type: String?)
    /// Proviso's own list of resources.
    case resourceFile
    case iamPolicy
    /// A plan or a state of Terraform or OpenTofu, as `terraform show -json` prints it.
    case terraform
}
