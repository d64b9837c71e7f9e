import ArgumentParser

/// `proviso iam`: questions about IAM policies.
struct IAMCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "iam", abstract: "Lint IAM policies and decide questions about them.",
        discussion: """
            Policies are read from files: policy documents in JSON or YAML, CloudFormation templates, answers of the API \
            such as that of get-account-authorization-details. Nothing asks AWS.
            """,
        subcommands: [IAMLintCommand.self, IAMCanCommand.self, IAMProveCommand.self, IAMDiffCommand.self])
}
