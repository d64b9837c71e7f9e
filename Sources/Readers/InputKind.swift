/// What an input file turned out to be.
public enum InputKind: Hashable, Sendable {
    case cloudFormation
    case apiOutput
    case resourceFile
    case iamPolicy
    /// A plan or a state of Terraform or OpenTofu.
    case terraform
    /// What AWS Config, the CloudFormation registry or a change set shows of resources.
    case inventory
    /// The tags of resources that other answers describe.
    case tags
    /// The definition of a state machine or of a SageMaker pipeline.
    case workflow
    /// Not an input of this program, with the reason in a few words for the summary.
    case notOurs(reason: String)
}
