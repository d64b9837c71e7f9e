import AccessQuestions
import ArgumentParser
import Documents

/// `proviso iam prove`: does a guarantee hold for everything that policies allow?
struct IAMProveCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "prove",
        abstract: "Prove that every request which policies allow keeps a guarantee, or find one that does not.",
        discussion: "Exit codes: 0 PROVED, 1 COUNTEREXAMPLE, 2 bad input, 3 UNKNOWN.")

    @Option(
        help: ArgumentHelp(
            "The guarantee: actions, requestTagging, onlyWhen, resources; YAML or JSON.", valueName: "file"))
    var guarantee: String

    @OptionGroup(title: "Policies") var policies: IAMPolicyOptions
    @OptionGroup(title: "Output") var output: IAMAnswerOptions

    func run() throws {
        try output.run { console throws(Diagnostic) in
            ProofAnswer(try GuaranteeFile.read(guarantee), policies: try console.load(policies.files))
        }
    }
}
