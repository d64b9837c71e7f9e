import AccessQuestions
import ArgumentParser
import Documents

/// `proviso iam can`: is one request allowed?
struct IAMCanCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "can", abstract: "Say whether one request is allowed, and which statement decides.",
        discussion: "Exit codes: 0 allowed, 1 denied, 2 bad input, 3 AWS does not document what happens.")

    @Option(help: "The action, such as sagemaker:CreateEndpoint.")
    var action: String

    @Option(help: "The ARN of the resource; `*` for an action that names none.")
    var resource: String

    @Option(
        help: ArgumentHelp(
            "A condition key of the request. May be repeated, for a key with several values too.",
            valueName: "key=value"))
    var context: [String] = []

    @OptionGroup(title: "Policies") var policies: IAMPolicyOptions
    @OptionGroup(title: "Output") var output: IAMAnswerOptions

    func run() throws {
        try output.run { console throws(Diagnostic) in
            let request = try RequestText(
                action: action, resource: resource, context: context, principal: policies.limits.principal)
            return AccessAnswer(request, policies: try console.load(policies.files))
        }
    }
}
