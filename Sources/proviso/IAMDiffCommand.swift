import AccessQuestions
import ArgumentParser
import Documents

/// `proviso iam diff`: what do new policies allow that old ones did not?
struct IAMDiffCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff", abstract: "Print requests that new policies allow and old ones did not.",
        discussion: """
            The options --scp, --rcp, --boundary, --session, --resource-policy and --principal apply to both sides, those \
            that begin with --old- or --new- to one.

            Exit codes: 0 nothing new, 1 something new, 2 bad input, 3 undecided.
            """)

    @Argument(help: ArgumentHelp("The identity policies before and after the change: two files.", valueName: "old new"))
    var files: [String] = []

    @Option(
        name: .customLong("old"),
        help: ArgumentHelp("An identity policy before the change. May be repeated.", valueName: "file"))
    var oldIdentity: [String] = []

    @Option(
        name: .customLong("new"),
        help: ArgumentHelp("An identity policy after the change. May be repeated.", valueName: "file"))
    var newIdentity: [String] = []

    @Option(help: ArgumentHelp("A level of service control policies before the change.", valueName: "file"))
    var oldScp: [String] = []

    @Option(help: ArgumentHelp("A level of service control policies after the change.", valueName: "file"))
    var newScp: [String] = []

    @Option(help: ArgumentHelp("The permissions boundary before the change.", valueName: "file"))
    var oldBoundary: String?

    @Option(help: ArgumentHelp("The permissions boundary after the change.", valueName: "file"))
    var newBoundary: String?

    @Option(help: "How many requests the text shows in full.")
    var limit = 5

    @OptionGroup(title: "Policies of both sides") var limits: IAMLimitOptions
    @OptionGroup(title: "Output") var output: IAMAnswerOptions

    func validate() throws {
        let isPair = files.count == 2 && oldIdentity.isEmpty && newIdentity.isEmpty
        let isNamed = files.isEmpty && !oldIdentity.isEmpty && !newIdentity.isEmpty
        guard isPair || isNamed else {
            throw ValidationError("Give two files, or the policies of each side with --old and --new.")
        }
    }

    func run() throws {
        try output.run { console throws(Diagnostic) in
            var old = limits.files(identity: oldIdentity + files.prefix(1))
            var new = limits.files(identity: newIdentity + files.dropFirst())
            old.serviceControl += oldScp
            new.serviceControl += newScp
            old.boundary = oldBoundary ?? old.boundary
            new.boundary = newBoundary ?? new.boundary
            let before = try console.load(old)
            return DifferenceAnswer(from: before, to: try console.load(new), limit: limit)
        }
    }
}
