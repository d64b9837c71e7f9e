import AccessQuestions
import ArgumentParser
import Documents

/// `proviso iam prove`: does a guarantee hold for everything that policies allow?
struct IAMProveCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "prove",
        abstract: "Prove that every request which policies allow keeps a guarantee, or find one that does not.",
        discussion: """
            A guarantee is about every request for its `actions`, which are patterns such as `sagemaker:Create*`; with \
            `requestTagging: true` about those that can carry tags. `resources` limits it to requests that name one of these: \
            each is `*` or an ARN of six parts, in which `*` and `?` stand for any text and any character, such as \
            `arn:aws:sagemaker:*:*:model/team-*`. It holds if each such request that the policies allow satisfies `onlyWhen` or \
            `unless`, which are conditions as IAM writes them; without `onlyWhen`, if they allow none.

            Exit codes: 0 PROVED, 1 COUNTEREXAMPLE, 2 bad input, 3 UNKNOWN.
            """)

    @Option(
        help: ArgumentHelp(
            "The guarantee: actions, requestTagging, resources, onlyWhen, unless; YAML or JSON.", valueName: "file"))
    var guarantee: String

    @OptionGroup(title: "Policies") var policies: IAMPolicyOptions
    @OptionGroup(title: "Output") var output: IAMAnswerOptions

    func run() throws {
        try output.run { console throws(Diagnostic) in
            ProofAnswer(try GuaranteeFile.read(guarantee), policies: try console.load(policies.files))
        }
    }
}
